"""Chinese words for reading registers."""

from __future__ import annotations

KEY_JOINT = "｜"
MIDNIGHT, LAST_MINUTE = "24:", "23:59"  # 24:00 is the end of its own day
CANDIDATES = "名称相近的有：{units}。"
LIST_PAUSE = "、"
SIGN_OUTSIDE = "确是名单以外的，请在这一行的“核实人”栏签名。"
SIGN_ELSEWHERE = "确是本次行动以外的事项，请在这一行的“核实人”栏签名。"
PERIOD_PATTERN = r"([0-9]{4})年?(?:度|全年|第?([1-4一二三四])季度?|q([1-4])|(?:(?<=年)|[-.])(0?[1-9]|1[0-2])月?)?(?:份|度)?"
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
RECORD_NO_PATTERN = r"R[0-9]{5,}"
UNNAMED_KEY = "（空）"
ON_PAPER = "纸质"
CORRECTED = "登记表更正"
MARKED_COPY = "returned/登记表-{name}.xlsx"
WITHDRAW = "撤回登记"
NO_SUCH_REGISTER = "没有名为“{register}”的登记表。"
KNOWN_REGISTERS = "现有：{known}。"
NO_SUCH_ROW = "“{register}”里没有登记过“{key}”。"
SEVERAL_ROWS = "“{register}”里“{key}”有 {count} 行，分不清是哪一行。"
BY_NUMBER = "请用记录号：{numbers}。"
STILL_THERE = "“{key}”（{record_no}）还在 {source} 里。"
DELETE_FIRST = "请先在登记表里删去这一行，运行 duchá record，再撤回。"
LOOK_THERE = "记录号见 duchá record 的输出。"
