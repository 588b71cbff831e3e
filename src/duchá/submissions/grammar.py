"""How departments word what stands around and inside a form: labels, column titles, sentences of “none”, closing lines, section headings, seals.

The rulebook's own titles and synonyms come first; this is the language of the trade beside them, the same for every form. What is data stands on
top, a list of words a place of a sentence; below are the small grammars made of them. What each kind takes and leaves is shown, a case a line, in
``tests/cases/submissions/grammar.toml``. All work on a text's key (``vocabulary.plain``): no blanks, half-width signs, simplified characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from duchá.rulebook.form import ColumnRole
from duchá.submissions.keys import plain

_ANY = "?"  # in an opening: any character at all
_KNOWN = 2  # characters of an opening that are kept


@dataclass(frozen=True, slots=True)
class Phrase:
    """What may stand at a place of a text. ``opens`` are the first two characters (``?`` any) that it may begin with; ``empty``: it may be left out."""

    pattern: str
    opens: frozenset[str]
    empty: bool = False


def words(*lists: str) -> Phrase:
    """One of some words, each list parted by blanks; the longest that fits."""
    each = sorted({word for text in lists for word in text.split()}, key=lambda word: (-len(word), word))
    return Phrase(f"(?:{'|'.join(map(re.escape, each))})", frozenset(word[:_KNOWN] for word in each))


def signs(characters: str) -> Phrase:
    """One of some characters."""
    return Phrase(f"[{re.escape(characters)}]", frozenset(characters))


def anything(least: int, most: int, but: str = "") -> Phrase:
    """So many characters of any kind, but none of some."""
    inside = f"[^{re.escape(but)}]" if but else "."
    return Phrase(f"{inside}{{{least},{most}}}", frozenset({_ANY * min(_KNOWN, max(1, least))}), empty=least == 0)


def chain(*parts: Phrase) -> Phrase:
    """One after the other."""
    opens = {""}
    for part in parts:
        longer = {(begun + opening)[:_KNOWN] for begun in opens if len(begun) < _KNOWN for opening in part.opens}
        opens = {begun for begun in opens if len(begun) == _KNOWN or part.empty} | longer
    return Phrase("".join(part.pattern for part in parts), frozenset(opens - {""}), empty=all(part.empty for part in parts))


def either(*parts: Phrase) -> Phrase:
    """One of several."""
    opens = frozenset().union(*(part.opens for part in parts))
    return Phrase(f"(?:{'|'.join(part.pattern for part in parts)})", opens, empty=any(part.empty for part in parts))


def maybe(part: Phrase) -> Phrase:
    """There or not."""
    return Phrase(f"(?:{part.pattern})?", part.opens, empty=True)


def some(part: Phrase, least: int = 1, most: int = 4) -> Phrase:
    """Several times in a row."""
    return Phrase(f"(?:{part.pattern}){{{least},{most}}}", chain(part, maybe(part)).opens, empty=least == 0 or part.empty)


class Grammar:
    """A phrase ready for use. ``starts`` are the characters with which a text may begin that fits it (None: any)."""

    __slots__ = ("_compiled", "_pattern", "starts")

    def __init__(self, phrase: Phrase) -> None:
        self._pattern = phrase.pattern
        self._compiled: re.Pattern[str] | None = None
        first = {opening[0] for opening in phrase.opens}
        self.starts: frozenset[str] | None = None if _ANY in first or phrase.empty else frozenset(first)

    def fits(self, text: str) -> bool:
        """Whether the whole text is such a phrase."""
        return (self.starts is None or text[:1] in self.starts) and self._regex().fullmatch(text) is not None

    def leads(self, text: str) -> int:
        """How many characters of such a phrase a text begins with; 0 where it begins with none."""
        found = self._regex().match(text) if self.starts is None or text[:1] in self.starts else None
        return found.end() if found else 0

    def _regex(self) -> re.Pattern[str]:
        """The pattern, compiled when the first text is held against it: what a command does not ask need not be made for it."""
        if self._compiled is None:
            self._compiled = re.compile(self._pattern)
        return self._compiled


def opening_of(*phrases: Phrase) -> str:
    """A pattern of what every text holds in which one of the phrases stands anywhere, by first characters: a cheap look before the exact one."""
    seconds: dict[str, set[str]] = {}
    for opening in frozenset().union(*(phrase.opens for phrase in phrases)):
        seconds.setdefault(opening[0], set()).add(opening[1:])
    return "|".join(_after(first, then) for first, then in sorted(seconds.items()))


def _after(first: str, then: set[str]) -> str:
    head = "." if first == _ANY else re.escape(first)
    if "" in then or _ANY in then:
        return head
    return f"{head}[{re.escape(''.join(sorted(then)))}]"


NUMERALS = "一二三四五六七八九十"
TEN = "十"
NUMBER_EDGES = "()第号项条.、,"  # around an entry's number
STEMS = "壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊己"  # that number headings as well

# --- seals: （盖章）, （民政局公章）, 已盖章 ---
SEALS = "公章 印章 盖章 签章 签名章 专用章 业务章 部门章 单位章 电子章 电子签章 电子印章 骑缝章 鲜章 红章 大章 章 印 用印 印鉴"
SEALING = "打印后 纸质版 纸质件 原件 附 见 代 电子版 手 已 已经 均已 请 待 需 加盖 加 盖 此处 在此 于此 由 单位 部门 机关 本单位 行政 签字 签名 (签字) 并 及 和 、"
AFTER_SEAL = "略 件 件另报 另报 扫描件 页 、签字 签字 签名 处 了 齐全 后 有效 生效 位置 。"
SEAL_ENDS = (")", "章")  # without a colon, a label of a unit below a table is one where a seal stands with it
SIGNED = "签字 签名 亲笔签名 手签 签署 签"

# --- labels: 填报单位（公章）：, 填表人：, 上报时间： ---
SENDING = "自评 录入 报备 整理 上交 提供 呈送 编写 起草 递交 送报 回报 答复 填单 制单 填列 填报 填表 填写 填制 填列 报送 上报 呈报 申报 报告 报表 汇报 编报 编制 制表 提交 反馈 报出 报 报件 发文 落款 自查 自纠 自查自纠 盖章 用印 签章 参加 本 我 所在"
OTHERS_OF = "执行 落实 参与 执法 实施 审批 许可 监管 被评 参评 自评 责任 承办 整改 被查 被检查 被督查 被考核 被评议 受检 受查 参检 涉及"  # its value is the sender only where the roster knows it
ELSEWHERE = "抄送 抄报 主送 报 送 报送至 呈 呈报至 呈送 致 分送 发送 受理 接收 收件 收表 汇总 发 印发 转 转报 监督 督办 上级"  # who stands behind it is not the sender
BODIES = "单位 部门 机关 机构 主体 方"
NAMED = "名称 全称 名 简称 (全称) (名称) (简称) 全名"
DAY_OF = "填列 填单 制单 录入 上交 递交 送报 提供 起草 编写 回报 整理 汇总 报备 呈送 填报 填表 填写 填制 报送 上报 呈报 申报 报告 报表 汇报 编报 编制 制表 制作 提交 反馈 报出 成文 落款 签发 盖章 签章 签字 签署 用印 上传 自查报告 报"
DAYS = "日期 时间"
SHORT_DAYS = "填报年月日 填表年月日 报送年月日 上报年月日 制表年月日 填报日 填表日 报送日 上报日 报表日 制表日 填报于 填表于 填于 上报于"
OTHER_DAYS = (
    "检查 督查 抽查 巡查 核查 截止 截至 整改 完成 办结 统计 起止 开始 结束 起始 成立 发现 会议 印发 发文 有效 活动 期限 时限 限期 要求 规定 应报 下次 上次 自查时 自查期 通知 接收 收到 收件 受理"
    " 审批 许可 发证 立案 处罚 公示 培训 任职 出生 年检 到期 延期 生效 实施 施行 计划 预计 拟 期间 时段 周期 所属 属期 报告期 数据"
)
DISCIPLINE = "纪检监察 纪检 监察 纪委 纪工委 监委 派驻 派出 党风廉政"
DISCIPLINE_BODIES = "组织 机构 组 部门 机关 室 委员会 监察组 监察室"

# --- closing lines: 部门负责人：李某, 填报（签字）, 联系电话 8443… ---
DOING = (
    "签批 阅批 批示 会签 保密审查 网络审核 填表 填报 填写 填制 制表 制单 编制 编报 报表 报送 上报 提交 经办 承办 具体经办 具体承办 审核 复核 初核 初审 复审 终审 审定 审签 审批 审阅 审查 核稿 核对 校核 校对"
    " 签发 批准 核准 统计 录入 联系 联络 记录 填录 整理 起草 拟稿 撰稿 上传 报告 报 复查 签收 经手"
)
WHOSE = (
    "办公室 单位 部门 科室 处室 机关 机构 局 委 办 院 所 站 中心 镇 街道 班子 党组 党委 党支部 行政 分管 主管 主要 具体 直接 第一 法定 项目 业务 信息 督查 监督 统计 数据 质量"
    " 整改 责任 问题 工作 财务 法规 法制 纪检 纪检组 纪检监察 本单位 本部门 各单位 牵头 常务 值班 驻 派驻 日常 材料 报表 台账 填报单位 填表单位 报送单位 上报单位"
)
PERSONS = (
    "法人 法人代表 副职 成员 班子成员 一把手 人 人员 者 员 领导 负责人 责任人 负责同志 负责人员 同志 代表人 代表 联系人 联络员 经办人 承办人 信息员 统计员 主任 局长 科长 处长 书记 组长 院长 所长 站长 镇长 部长 主席 会长 副主任 副局长 副科长 副处长 副书记 副组长 副院长 副镇长 副部长 副主席 姓名"
    " 领导同志 领导人 领导签字 负责人签字 局领导 委领导 主任委员 秘书长 分管领导 分管负责人 主要领导 主要负责人"
)
REACHED_BY = "电话 手机 电话号码 手机号码 手机号 联系方式 联系号码 座机 固话 办公电话 传真 邮箱 电子邮箱 电子邮件 邮件 e-mail email qq qq号 微信 微信号 地址 通讯地址 邮编 邮政编码"
REACHING = "公开 服务 投诉 联系 联络 办公 办公室 移动 值班 固定 咨询 监督 举报 手机 单位 部门 公务"
OPINIONS = "局党组 委党组 党委 单位 部门 主管部门 领导 分管领导 主要领导 审核 审批 审查 复核 纪检组 党组 上级 主管单位"
NOTES = "承诺 郑重承诺 声明 备查 注 备注 注释 附注 说明 填表说明 填报说明 填写说明 填表要求 填报要求 填写要求 填表须知 填报须知 注意 注意事项 特别说明 温馨提示 提示 要求 有关说明"

# --- column titles ---
JOINS = "的 及 和 与 及其 以及 、 / 或 暨 并 , ; + & -"
FINDING = (
    "查找到 履职 作风 涉及 共性 个性 整改 哪些 主要 存在 存有 存在着 发现 查找 查找出 查出 查摆 查摆出 排查 排查出 梳理 梳理出 自查 自查出 自纠 自查自纠 自检 检查 检查出 检查中 督查 督查出 督导 抽查 巡查 暗访 反馈 指出 具体 突出 现有 现存 目前 当前 尚存"
    " 典型 重点 违规 违法 违法违规 违规违纪 违法违纪 违纪 不规范 需整改 需要整改 应整改 待整改 未整改 有关 相关 各类 各项 中 出 本单位 部门 单位 行政审批 审批 监管 执法 工作 廉政 风险"
)
FAULTY = "问题 不足 隐患 缺陷 薄弱环节 短板 差距 风险点 漏洞 违规情形 违规行为 违法违规行为 不规范行为 不规范情形 违纪违规行为 违规事实"
TOLD = "简要描述 详细情况 台账 症结 要点 形式 表现形式 情况 描述 内容 表现 表述 简述 概述 概况 简介 摘要 说明 详情 详述 清单 具体内容 具体表现 具体情况 主要表现 事实 事项 点 原因 原因分析 成因 依据 简要情况 基本情况"
PUT_RIGHT = "纠改 自纠 即知即改 应对 整改 整改处理 整治 改正 纠正 纠治 整改纠正 整改落实 落实整改 问题整改 自查整改 限期整改 立行立改 处理 处置 解决 改进 纠错"
DONE_HOW = "思路 对策 回复 销号 情况 措施 办法 举措 方法 做法 方案 进展 进度 结果 成效 成果 效果 落实 完成 到位 状况 内容 说明 具体 工作 主要 计划 安排 具体措施 采取 采取的 推进 执行 实施 总体 目前 简述 描述 详情 概况 反馈 过程 现状 小结"
BEFORE_RIGHT = "采取措施 采取的措施 已采取措施 措施 已 拟 采取 采取的 拟采取 拟采取的 已采取 已采取的 下步 下一步 具体 自查 自纠 问题 目前 现 初步 主要 相应 相关 单位 部门 本单位 工作 落实 存在问题 对应 和 及 的"
AND_BY_WHEN = "时限 期限 完成时限 整改时限 时间 完成时间 责任人 责任单位 责任部门 目标 整改目标 责任 要求"
MATTER_OF = (
    "受理 工作 年检 取消 权力清单 行政 审批 行政审批 许可 行政许可 备案 服务 公共服务 权力 行政权力 职权 行政职权 权责 职责 执法 行政执法 监管 监督 检查 监督检查 行政检查 自查 自纠 自查自纠 督查 抽查 随机抽查 双随机 处罚 行政处罚 强制 行政强制"
    " 征收 行政征收 确认 行政确认 给付 裁决 奖励 其他 其他权力 其它 非行政许可 涉及 涉及的 相关 有关 对应 具体 主要 业务 办理 承办 申请 核准 登记 审核 事中事后 日常 专项 重点 本部门 本单位 部门 单位 存在问题 存在问题的 发现问题 发现问题的 问题 的 类"
)
MATTERS = "证照 许可证 项目 事项 业务 职权 权力 许可 审批 许可项 审批项 权力事项 子项 事项项目 项目事项"
CALLED = "名称 全称 名 内容 清单 目录 具体名称 事项名称 项目名称"
NUMBERING = "行次 项目序号 问题序号 流水号 件号 序号 序 编号 号 号码 顺序号 行号 项次 序列 序列号 排序 顺序 no no. № n0 id # 次序"
SYSTEM_OF = "事中 事后 事中事后 监管 监督 管理 行政 内控 内部 工作 相关 有关 各项 规章 配套 日常 综合 执法 审批 主要 已 已建立 建立 现有 制定 制定的 出台 出台的 本部门 部门 的"
SYSTEMS = "制度 机制 制度机制 办法 规章制度 制度文件 制度办法 监管措施"
SYSTEM_TOLD = "建立 建设 制定 健全 完善 落实 执行 出台 名称 情况 内容 清单 文件 目录 文号 全称 简介 概况 说明"
# titles of columns that a form may well have beside its own: never taken for one of its own
BESIDE = (
    "时间 日期 时限 期限 年月 年度 月份 单位 部门 科室 处室 股室 人 领导 人员 负责人 责任人 联系人 经办人 牵头 配合 电话 手机 联系方式 来源 类别 类型 性质 种类 分类 级别 等级 层级 编号 编码 代码 号 文号 依据 数量 个数 件数 次数"
    " 人数 金额 万元 元 比例 率 得分 分值 分数 排名 名次 备注 附件 佐证 材料 证据 要求 目标 标准 意见 建议 原因 地点 地址 状态 销号 验收 审核 公开 是否 法人 企业 投资 面积 工程量 单价 合价 规格 型号"
)
# what a title ends with that is a title at all, ours or not
TITLE_ENDS = f"{TOLD} {DONE_HOW} 措施 问题 项目 事项 名称 制度 合计 小计 总计 姓名 职务 职称 主体 对象 渠道 方式 方法 范围 流程 环节 步骤 责任 分工 进度 结果 成效 评价 评定 结论 认定 指标"

# --- titles of tables ---
PLAIN_TITLE = (
    "关于 报送 上报 填报 部门 单位 区级 市级 县级 本级 机关 各 本 我 年度 年 月份 月 季度 上半年 下半年 第 次 期 度 自查 自纠 自检 自评 自查自纠 查摆 排查 检查 督查 专项 专项督查 专项行动 专项检查 行动 活动 工作 问题 存在 主要 突出"
    " 发现 整改 落实 措施 情况 进展 结果 完成 清单 台账 台帐 报表 统计 汇总 登记 明细 一览 表格 表 表单 模板 样表 附件 附表 附 件 填写 填 报 反馈 报告 总结 信息 材料 及 和 与 的 之 暨 、 项目 事项 名称 履职 职责 依法 有责 有为 尽责 一 二 三 四 五 六 七 八 九 十"
    " 最终 定稿 修改 更正 补充 修订 新 版 稿 终 已 盖章 公章 签章 零 零报告 无"
)
FAMILIES = ("审批 许可 核准 备案 登记", "监管 检查 执法 处罚 强制 抽查 巡查 监督")
UNIT_ENDS = "局 委 办 会 处 所 院 站 队 厅 社 校 馆 室 部 公司 政府 法院 检察院 中心 镇 乡 街道 园区 管委会 委员会 办公室"

# --- names of sheets ---
BELOW_UNITS = (
    f"{UNIT_ENDS} 机关 科 股 大队 支队 中队 分局 本级 园 场 窗口 村 社区"  # what the name of a sheet ends with that one sub-unit has filled
)
ANY_BOOK = "sheet 工作表 表 新建 附件 附表"  # what names of sheets begin with that name nobody
ANY_COPY = "表 报表 草稿 最终 修改 更正 副本 备份"
HOW_TO_FILL = "填表 填报 填写 填制 报送 上报 编制 操作 使用 表格 报表 本表 指标 字段"
EXPLAINED = "说明 须知 要求 指南 指引 帮助 注意事项 提示 解释 范例 示例 举例 口径"
BESIDE_FORMS = "目录 封面 封皮 扉页 首页 校验结果 索引 字典 数据字典 数据源 选项 下拉 下拉选项 下拉菜单 下拉列表 代码 代码表 参数 辅助 辅助表 备选 校验 数据有效性"

# --- sentences of “none” ---
NOT_FOUND = (
    "未发现 未发觉 未查出 未查到 未查找到 未查找出 未查摆出 未检查出 未检查到 未排查出 未排查到 未梳理出 未自查出 未出现 未发生 未存在 未见 未有 未涉及 未产生 未收到 未接到 未触及 未形成"
    " 没有发现 没有查出 没有查到 没有检查出 没有排查出 没有存在 没有出现 没有发生 没有涉及 没有产生 没有收到 没发现 没查出 没出现 没发生 没涉及 没见 不存在 不涉及 不曾发现 不曾发生 不曾出现 无发现 无存在 从未发生 从未出现 无涉及"
)
NO = "无 没有 没 未有 零 零个 零项 零件 无任何 没有任何"
ZERO = "0 0个 0项 0件 0条 0起 0例"
STILL = "已 已经 均已 早已 从来 从 始终 暂 暂时 尚 均 皆 都 也 亦 并 至今 现 现在 目前 确 确实 一律"
ANY = (
    "此 该 本 这 需要报告 需要上报 需要说明 需要填报 需要填写 可填报 可填写 可报告 应填报 任何 任一 一例 一起 一项 一个 相关 有关 其他 其它 类似 此类 该类 这类 此种 上述 以上 以下 前述 所列 所述 该项 此项 本项 这方面 此方面 该方面 上列 表列 表中 文件 通知 所列举的 规定的 列举的 明显 突出 重大 较大 严重 一般 实质性 大 新 新的 明确 具体"
    " 违法 违规 违纪 违法违规 违规违纪 违法违纪 违规违法 违纪违法 违反规定 不规范 不合规 不合法 不合理 不作为 慢作为 乱作为 不作为慢作为乱作为 超期 超时 逾期 变相 设定 变相设定 变相审批 失职 渎职 失职渎职 履职 履责 用权 履职尽责 廉政 腐败 作风 存在 存在的 发现 发现的"
    " 应整改 需整改 需要整改 待整改 须整改 要整改 应报 应报告 应上报 需上报 需报告 可报 需填报 应填报 需说明 应自查 可自查 需自查 的 和 及 与 或 、 或者 以及 等 类 性 方面 之 等方面"
)
WRONG = "违法 违规 违纪 违法违规 违规违纪 违法违纪 不规范 不合规 不作为 慢作为 乱作为 超期 超时 逾期 变相 失职 渎职 推诿 拖延 投诉"
TRADE = "行政 审批 行政审批 许可 行政许可 非行政许可 审批服务 执法 行政执法 处罚 行政处罚 强制 行政强制 征收 收费 备案 登记 监管 事中事后监管 监督 检查 行政检查 抽查 双随机 确认 核准 给付 裁决 公共服务 权力 行政权力 职权 服务 主体 职能 职责 业务 中介服务 前置 前置审批 对外 直接 办理 办件 类 权责清单 被取消 取消 下放 承接 保留"
TROUBLES = "问题 情况 情形 现象 行为 隐患 异常 异常情况 不足 违规 违法 违纪 违规现象 投诉 举报 信访 线索 案件 案例 事件 事例 纠纷 差错 瑕疵 风险 矛盾 疏漏 遗漏 偏差 缺陷 苗头 不良反映 反映 不良记录 责任事故 事故 事项 内容"
MOVED = "划转 移交 划出 划归 划入 划转至 下放 上收 转移 转出 移出 剥离 取消 撤销 废止 归并 并入 整合 委托 集中 停止实施 停止 不再实施 不再保留 终止"
MOVABLE = "权限 职能 职权 权力 职责 事项 业务 审批 许可 审批权 许可权 审批权限 项目 处罚权 执法权 审批科 窗口 工作"
ZERO_REPORT = "零报告 零上报 零申报 零填报 零问题 零报 零报表 零发生 零投诉 零报送 空表 无内容 无数据 无填报内容 无报送内容 无上报内容 无可填报内容 无可填内容 无填写内容 无应填内容"
NOTHING_TO_DO = "无需整改 无须整改 不需整改 不需要整改 不用整改 不必整改 无需要整改 无整改 无整改内容 无整改事项 无整改情况 无整改任务 无需再整改 没有整改 没有整改内容 没有整改事项 不涉及整改 无问题整改 无可整改 无需填写 不需填写 不需填报 无需填报 不用填 不填 不用填写 不填写 不适用 无该情况 无此情况 无上述情况"
BARE_NONE = "无 没有 暂无 均无 皆无 全无 都没有 尚无 并无 未发现 未查出 不存在 不涉及 不适用 无发现 零 无问题无整改"
AFTER_NONE = "存在 发生 出现 发现 的 等 等等 可报 可填 需整改 需要整改 需报告 需上报 需填报 需说明 上报 填报 报告"
# what makes a clause beside a “none” one that says more; what only looks so
SAYS_MORE = (
    "未 没 无 不 缺 漏 欠 少 但 却 然而 只是 仅 除 外 个别 部分 有的 有些 某些 仍 还 尚 待 亟 应该 本应 应当 存在 发现 超期 超时 逾期 超过 违规 违法 违纪 投诉 举报 信访 问题 隐患 薄弱 滞后 困难 矛盾 风险 差错 错误 失误 疏忽 混乱 随意 简单 流于 走过场 推诿 拖延 敷衍"
    " 偏低 偏慢 较低 较慢 较差 欠缺 整改 补办 纠正 退还 处分 追责 约谈 曝光 通报 事故 另有 另外"
)
SAYS_NO_MORE = (
    "不断 不留死角 无死角 不漏项 不漏一项 无遗漏 不遗漏 无一遗漏 无一例外 不折不扣 不走过场 不流于形式 不搞形式 零容忍 零差错 无差错 无误 不定期 不仅 不打折扣 不推诿 无推诿 不拖延 不敷衍 问题导向 问题清单 问题台账 问题线索 突出问题 重点问题 存在问题情况 发现问题情况 不作为乱作为 不作为 慢作为 乱作为 对照问题"
    " 未雨绸缪 应查尽查 查找问题 查摆问题 排查问题 问题自查 问题排查 问题整治 自查整改 即查即改 边查边改 未批先建 有责必问 投诉举报渠道 投诉电话 投诉渠道 投诉机制 举报电话 整改工作 自查自纠整改 整改落实工作 除险保安"
)
CLAUSES = ",，。;；!！?？:：\n"

# --- section headings in a body: 一、行政许可类 ---
SECTIONS = "室 办公室 类 方面 部分 领域 板块 环节 类别 类事项 类项目 大类 小类 类型 系列 条线 层面 阶段 科 科室 股室 处室 窗口 中心 大队 分局 所 队 站 情况 事项 项目 问题 工作 职权 权力"
KINDS_OF_POWER = "行政许可 行政处罚 行政强制 行政征收 行政给付 行政检查 行政确认 行政奖励 行政裁决 行政审批 行政备案 公共服务 其他权力 其他行政权力 非行政许可审批 非行政许可 事前 事中 事后 审批 许可 监管 执法 处罚 强制 检查 备案 收费 服务 作风 廉政 制度建设 日常监管"


# --- texts that stand for others: 同上, 〃, 与上一行相同, 同第1项, 同左; 见附件, 详见后附清单, 另附 ---
AS = "内容同 情况同 问题同 整改同 措施同 同 与 和 跟 见 如"
THERE_ABOVE = "上 上一 上面 上述 上列 以上 前 前一 前面 前述"
THERE_LEFT = "左 左侧 左边 左面 前列"
OF_A_TABLE = "行 栏 项 条 格 款 例 个 列 一行 一栏 一项 一条 一格 序号 号 问题 事项 项目 内容 情况 措施 整改 整改情况 整改措施 所述 述"
THE_SAME = "相同 一样 一致 同 略 (略) 不再重复 不再赘述"
DITTO_SIGNS = '〃 ″ ＂ " \'\' “ ” ,, 々 々々 〃〃 "" 仝 仝上 ↑ ditto do do. id. idem'
LEFT_SIGNS = "← ←同左 <-"
POINTING = "参见 参阅 参看 参照 另见 附 另附 随附 后附 同附 并附 附上 附有 列于 载于 写在"
LOOK = "见"
WHERE_IT_IS = "本 我 局 单位 部门 后附 所附 随附 另附 附 书面 纸质 电子 自查 自纠 自查自纠 整改 专项 具体 相关 有关 详细 问题 工作 下 后面 的 之 word excel pdf wps 版 表格 情况"
ATTACHED = "附件 附页 附表 附后 附图 附录 续页 续表 材料 说明 报告 清单 文档 文件 书面件 扫描件 电子版 纸质版 图片 照片 佐证 台账 明细 明细表 方案 另表 另纸 另页 页 后 后页 背面 sheet2 下一页 下页"
SENT_APART = (
    "另附 附后 后附 随附 另报 另行报送 另行上报 另文报送 另文上报 另纸 另页 另表 另纸附后 另附页 附页 见附页 单独报送 书面报送 已另报"
)
ATTACHED_FILES = "附页 续页 附件材料 佐证 证明材料 支撑材料 印证材料 补充材料 相关材料 情况说明 附图 附录 截图 照片"

# --- what stands below a table and says nothing of its own: 以下空白, （以下无正文）, — 1 —, 第1页 共1页, 打印时间：… ---
NOTHING_BELOW = "以下 此后 此行以下 本行以下 余下 下面 后面 其余 此页 本页 余 以下各行 以下行"
NOTHING_MORE = "空白 无正文 无内容 无 空 为空 没有内容 无数据 无填报内容 留空 略 作废 均无 为空白"
END_WORDS = "完 完毕 end 表完 全文完 填报完毕 报告完毕 空白"
MADE_BY_A_PROGRAM = "打印 导出 生成 下载 查询 输出 制作 刷新 更新"
OF_A_PRINT = "时间 日期 人 人员 单位 份数 编号 次数"

# --- rows that count the others: 合计, 小计：3项, 共计1项，已整改1项 ---
TOTALS = "合计 小计 总计 共计 累计 总数 合共 总共 本页合计 本页小计 以上合计 以上共计 本表合计 本表共计 合计数 总计数"
TOGETHER = "共 以上共 本表共 全表共 共有 共发现 共查出 共自查 以上共有 本单位共 我局共 全局共"
COUNTS = "个 项 件 条 处 家 人 次 起 宗 类 行"
COUNTED = "问题 事项 项目 许可 审批 个数 件数 项数 条数 审批事项 许可事项 审批项目 存在问题"
OF_THEM = "其中 已 均已 全部 已经 尚未 未 正在 待 需 现已 完成 整改 办结 整改完成 整改到位 完成整改 落实 发现 存在 问题 涉及 解决 完毕 到位 有 为 数"

# --- rows that show how to fill in: 例, 示例1, 填报样例 ---
EXAMPLES = "例 示例 样例 举例 范例 例如 样本 参考 样式 式样 示范 样行 参考示例 仅供参考"

# --- a column of sub-units ---
BELOW = "下属 所属 二级 直属 下级 下设 基层 分支"


def _in_brackets(phrase: Phrase) -> Phrase:
    return chain(signs("("), phrase, signs(")"))


# seals
_SEAL = chain(some(words(SEALING), 0, 5), words(SEALS), some(words(AFTER_SEAL), 0, 2))
_SIGNATURE = chain(words(SIGNED), maybe(words("处 栏 。")))
_MARKED = some(
    either(_in_brackets(either(_SEAL, _SIGNATURE, chain(_SIGNATURE, anything(0, 3, "()"), _SEAL))), words(SEALS), words(SIGNED)), 0, 3
)
_SEALED = Grammar(either(_SEAL, chain(words("已 均已"), words("签字 签名 签章 用印"), maybe(_SEAL))))
_ENDS_SEALED = re.compile(rf"(?:{words(SEALING).pattern}){{0,2}}{words('公章 印章 盖章 专用章 电子章 签章 (印) (章)').pattern}$")
_LAST_BRACKET = re.compile(r"\(([^()]*)\)$")

# labels
_BODY = chain(words(BODIES), maybe(either(_in_brackets(words(BODIES)), chain(signs("/、和及"), words(BODIES)), words(BODIES))))
_UNIT_LABEL = Grammar(chain(maybe(words(SENDING)), _BODY, maybe(words(NAMED)), _MARKED))
_OTHER_UNIT_LABEL = Grammar(chain(words(OTHERS_OF), _BODY, maybe(words(NAMED)), _MARKED))
_DAY_LABEL = Grammar(either(chain(maybe(words(DAY_OF)), words(DAYS)), words(SHORT_DAYS)))
_DISCIPLINE_LABEL = Grammar(
    chain(
        maybe(words("部门 单位 机关 本单位 本部门 驻 派驻 派出")),
        some(words(DISCIPLINE), 1, 3),
        maybe(words(DISCIPLINE_BODIES)),
        maybe(words("负责人 意见 名称")),
        _MARKED,
    )
)

# closing lines
_WHOSE = some(words(WHOSE), 0, 3)
_DOING_ONE = words("检查 核查 督查 接收 收件 验收 备案 见证 汇总 带队 主办 协办 督办 被检查")
_PERSON = either(
    chain(_WHOSE, maybe(words(DOING)), maybe(_WHOSE), words(PERSONS), maybe(words(DOING, "意见 审核意见 审批意见 签字 签名 电话 姓名"))),
    chain(_WHOSE, words(DOING)),
)
_REACH = chain(some(either(words(REACHING), words(WHOSE)), 0, 2), words(REACHED_BY))
_CLOSING_ITEM = either(
    _PERSON,
    _REACH,
    chain(_WHOSE, _DOING_ONE, words(PERSONS), maybe(words("签字 签名 电话"))),
    chain(words("审核 审批 复核 审查 核查 监督 接收 责任 承办 经办"), words("科室 处室 单位 部门")),
    chain(words(OPINIONS), words("意见 审核意见 审批意见 签字 签章 盖章 审核 审签 签批 公章")),
    words("签字 签名 签章 盖章 签发 公章"),
)
_CLOSING = Grammar(
    chain(
        _CLOSING_ITEM,
        some(either(chain(signs("及和与、/或"), _CLOSING_ITEM), _in_brackets(_CLOSING_ITEM), words(REACHED_BY)), 0, 2),
        _MARKED,
    )
)
_BARE_DOING = Grammar(words(DOING))
_NOTE = Grammar(chain(words(NOTES), maybe(signs("0123456789")), maybe(signs(":.、("))))
_DIGIT, _DASHES = signs("0123456789"), some(signs("-—–―－─·~"), 1, 3)
_PAGE = either(chain(signs("第"), some(_DIGIT, 1, 3), signs("页")), chain(signs("共"), some(_DIGIT, 1, 3), signs("页")))
_FURNITURE = Grammar(
    either(
        *(
            chain(*opened, inner, *closed)
            for opened, inner, closed in (
                (some_brackets, phrase, end_brackets)
                for some_brackets, end_brackets in (((), ()), ((signs("(【[*-—"),), (signs(")】]*-—"),)))
                for phrase in (chain(words(NOTHING_BELOW), words(NOTHING_MORE)), words(END_WORDS))
            )
        ),
        chain(_DASHES, some(_DIGIT, 1, 3), _DASHES),
        chain(_PAGE, maybe(signs(",、/")), maybe(_PAGE)),
    )
)
_ELSEWHERE = Grammar(chain(words(ELSEWHERE), maybe(words(BODIES))))
_OF_A_PROGRAM = Grammar(chain(words(MADE_BY_A_PROGRAM), words(OF_A_PRINT)))
_ALTERNATIVE = re.compile(rf"\((?:{words(SENDING, '表 写 送').pattern})\)(?=.)")  # 填报（报送）单位, 填表（报）人
_LONGEST_LABEL = 24
_SHORT_VALUE = 8  # after a bare verb (审核：张三); what is longer is a sentence


class LabelKind(Enum):
    """填报单位 / 责任单位（名单认得才算）/ 填报日期 / 纪检监察组织 / 填表人、电话 …"""

    UNIT = "unit"
    OTHER_UNIT = "other-unit"
    DAY = "day"
    DISCIPLINE = "discipline"
    CLOSING = "closing"


_LABELS = (
    (LabelKind.DAY, _DAY_LABEL),
    (LabelKind.UNIT, _UNIT_LABEL),
    (LabelKind.DISCIPLINE, _DISCIPLINE_LABEL),
    (LabelKind.OTHER_UNIT, _OTHER_UNIT_LABEL),
    (LabelKind.CLOSING, _CLOSING),
)


@lru_cache(maxsize=4096)
def label_kind(label: str) -> LabelKind | None:
    """What a label announces, whose plain key it is; None where it is no label of the trade."""
    label = _ALTERNATIVE.sub("", label)
    if not label or len(label) > _LONGEST_LABEL:
        return None
    without_hint = label[: label.rfind("(")] if label[-1] == ")" and label.rfind("(") > 1 else ""
    for known in filter(None, (label, without_hint, label.replace("(", "").replace(")", "") if "(" in label else "")):
        for kind, grammar in _LABELS:
            if grammar.fits(known):
                return None if kind is LabelKind.CLOSING and len(known) == 1 else kind
    return None


def is_note(text: str) -> bool:
    """注：…, 填表说明：…, whose plain key it is."""
    end = _NOTE.leads(text)
    return end > 0 and (end == len(text) or text[end - 1] in ":.、(0123456789" or text[end] in ":.、(0123456789")


def says_nothing_more(text: str) -> bool:
    """以下空白, （以下无正文）, — 1 —, 第1页 共1页: a line (its plain key) below a table that says nothing of its own."""
    return _FURNITURE.fits(text)


def is_closing(before: str, after: str | None) -> bool:
    """Whether a line signs a table: ``before`` is the plain key of what stands before its first colon, ``after`` of what follows; None: no colon."""
    kind = label_kind(before)
    if kind is None and after is not None and (_ELSEWHERE.fits(before) or _OF_A_PROGRAM.fits(before)):
        return len(before) > 1  # 抄送：区政府办, 打印时间：…
    if kind is None:
        end = _CLOSING.leads(before) if after is None else 0
        return end > 1 and (before[end : end + 1].isdigit() or before[end - 1] == ")")
    if after is None:
        return kind is LabelKind.CLOSING or before.endswith(SEAL_ENDS)
    return not _BARE_DOING.fits(before) or len(after) <= _SHORT_VALUE or label_kind(before) is not LabelKind.CLOSING


CLOSING_STARTS = frozenset().union(
    *(
        grammar.starts or ()
        for grammar in (
            _UNIT_LABEL,
            _OTHER_UNIT_LABEL,
            _DAY_LABEL,
            _DISCIPLINE_LABEL,
            _CLOSING,
            _NOTE,
            _FURNITURE,
            _ELSEWHERE,
            _OF_A_PROGRAM,
        )
    )
)


@lru_cache(maxsize=4096)
def unsealed(text: str) -> tuple[str, bool]:
    """A written name without seals, signatures and their brackets, and whether there were any: （民政局公章） → 民政局, （已盖章） → nothing."""
    sealed = False
    while True:
        if _SEALED.fits(text):
            return "", True
        if (bracket := _LAST_BRACKET.search(text)) and (
            _SEALED.fits(bracket[1]) or _ENDS_SEALED.search(bracket[1]) or bracket[1] in SIGNED.split()
        ):
            inner = _ENDS_SEALED.sub("", bracket[1]) if not _SEALED.fits(bracket[1]) and bracket[1] not in SIGNED.split() else ""
            text, sealed = text[: bracket.start()] or inner, True
        elif (end := _ENDS_SEALED.search(text)) and end.start() > 1:
            text, sealed = text[: end.start()], True
        else:
            return text, sealed


def is_only_seal(text: str) -> bool:
    """Whether a written text (its plain key) is a seal and names nobody outside it: （已盖章）, （民政局公章）."""
    inside = text[1:-1] if text[:1] == "(" and text[-1:] == ")" and "(" not in text[1:] else ""
    return _SEALED.fits(text) or (bool(inside) and (_SEALED.fits(inside) or _ENDS_SEALED.search(inside) is not None))


# column titles
_JOIN = words(JOINS)
_AND = words("及 和 与 、 / 或 及其 以及 , +")
_TELL = either(words(TOLD.replace(" 原因 原因分析 成因 依据", "").replace(" 事实 事项", "")), _JOIN)
_WHY = chain(_AND, words("原因 原因分析 成因 主要原因 产生原因 存在原因 形成原因"))
_ROLES: tuple[tuple[ColumnRole, Grammar], ...] = (
    (ColumnRole.SEQUENCE, Grammar(words(NUMBERING))),
    (
        ColumnRole.PROBLEM,
        Grammar(chain(some(either(words(FINDING), _JOIN), 0, 7), words(FAULTY), some(either(_TELL, words(FAULTY)), 0, 5), maybe(_WHY))),
    ),
    (
        ColumnRole.RECTIFICATION,
        Grammar(
            chain(
                some(words(BEFORE_RIGHT), 0, 4),
                either(
                    chain(
                        words("整改 整改处理 整治 改正 纠正 整改纠正 整改落实 落实整改 问题整改 限期整改 立行立改"),
                        some(either(words(DONE_HOW), _JOIN), 0, 7),
                    ),
                    chain(words(PUT_RIGHT), some(either(words(DONE_HOW), _JOIN), 1, 7)),
                    chain(words(PUT_RIGHT), words("目标 要求 时限 责任"), _AND, some(either(words(DONE_HOW), _JOIN), 1, 5)),
                    chain(words("采取 采取的 已采取 已采取的 拟采取 拟采取的 应对 对策"), words("措施 办法 对策")),
                ),
                some(chain(_AND, words(AND_BY_WHEN)), 0, 2),
            )
        ),
    ),
    (
        ColumnRole.ITEM,
        Grammar(
            either(
                chain(some(either(words(MATTER_OF), _JOIN), 0, 7), words(MATTERS), maybe(words(CALLED))),
                chain(some(either(words(MATTER_OF), _JOIN), 1, 5), words("内容 名称")),
            )
        ),
    ),
    (
        ColumnRole.SYSTEM,
        Grammar(chain(some(either(words(SYSTEM_OF), _JOIN), 0, 7), words(SYSTEMS), some(either(words(SYSTEM_TOLD), _JOIN), 0, 7))),
    ),
)
_BEST_RIGHT = (("情况",), ("结果", "完成", "成效", "到位", "成果"), ("落实", "进展", "进度", "推进"), ("措施", "办法", "举措"))
_BESIDE = re.compile(rf"(?:{words(BESIDE).pattern})$")
_HOW_IT_STANDS = re.compile("^是否.{0,4}(?:整改|完成|到位|落实)|^(?:整改|完成|落实|处理).{0,4}(?:状态|意见|建议|与否)$")
_AND_SIGN = re.compile("以及|及|和|与|、|/|,")
_ANOTHER_DAY = re.compile(words(OTHER_DAYS).pattern)
_TITLE_END = re.compile(rf"(?:{words(TITLE_ENDS, BESIDE).pattern})$")
_STATE = re.compile(
    "(?:已|拟|现|正在|限期|立行|立即|全部|均已?|未)+(?:整改|立改|改正|纠正|整治|处理|解决)(?:完成|到位|完毕|落实)?|(?:整改|改正|纠正|处理)(?:完成|到位|完毕)"
)
_LONGEST_TITLE = 24
TITLE_STARTS = frozenset().union(*(grammar.starts or () for _, grammar in _ROLES))


@lru_cache(maxsize=8192)
def title_role(title: str) -> ColumnRole | None:
    """What a column holds by the words of its title (a plain key without brackets); None where they say nothing of the trade."""
    if not title or len(title) > _LONGEST_TITLE or _STATE.fullmatch(title):
        return None
    return next((role for role, grammar in _ROLES if grammar.fits(title)), None)


def title_rank(title: str, role: ColumnRole) -> int:
    """Which of several titles of one role says it best: 整改情况 before 整改结果, 整改进展, 整改措施."""
    if role is not ColumnRole.RECTIFICATION:
        return -len(title)
    return next((-at for at, ends in enumerate(_BEST_RIGHT) if any(word in title for word in ends)), -len(_BEST_RIGHT))


def announces_others(label: str) -> bool:
    """抄送, 检查时间 and the like: a short text (a plain key) behind which stands something else than sender and day of filing."""
    return _ELSEWHERE.fits(label) or stands_beside(label)


def announces_another_day(label: str) -> bool:
    """检查时间, 截止日期: a label that nobody takes for that of the day of filing."""
    return _ANOTHER_DAY.search(label) is not None


@lru_cache(maxsize=8192)
def stands_beside(title: str) -> bool:
    """True for a title of what forms have beside their own columns (责任人, 完成时限, 检查时间): never a candidate for one of them. What tells how a
    rectification stands (整改状态, 是否整改到位) may be one."""
    return _BESIDE.search(title) is not None and _HOW_IT_STANDS.search(title) is None


def roles_together(title: str) -> tuple[ColumnRole, ...]:
    """The roles that one title names one after the other: 存在问题及整改情况 is the problem and what was done about it; empty where it names one."""
    for match in _AND_SIGN.finditer(title):
        parts = title_role(title[: match.start()]), title_role(title[match.end() :])
        if None not in parts and parts[0] is not parts[1]:
            return tuple(role for role in parts if role is not None)
    return ()


@lru_cache(maxsize=8192)
def sounds_like_title(title: str) -> bool:
    """Whether a short text could be a column title at all."""
    return 0 < len(title) <= _LONGEST_TITLE and (title_role(title) is not None or _TITLE_END.search(title) is not None)


# names of sheets
_EXPLAINS = Grammar(
    chain(
        either(chain(some(words(HOW_TO_FILL), 0, 2), words(EXPLAINED), maybe(words("表 页"))), words(BESIDE_FORMS)),
        maybe(signs("123456789")),
    )
)
_SUB_UNIT = re.compile(rf"[\u4e00-\u9fff]{{1,14}}{words(BELOW_UNITS).pattern}|机关|本级")
_NOBODY = re.compile(rf"(?:{words(ANY_BOOK).pattern}.*|[0-9]{{4}}.*|.*(?:{words(ANY_COPY).pattern}|\(\d+\))[0-9一二三]?)")
_CONTINUED = re.compile(rf"附页|接上[表页]|(?<![手继连后延存陆])续(?:[表页件]|(?=\)|[0-9{NUMERALS}]|$))")


@lru_cache(maxsize=1024)
def explains_forms(sheet: str) -> bool:
    """填报说明, 目录, 下拉选项: the name of a sheet (a plain key) in which nobody fills in anything."""
    return _EXPLAINS.fits(sheet)


def names_sub_unit(sheet: str) -> bool:
    """稽查大队, 城东分局: the name of a sheet (a plain key) that one sub-unit has filled; not 附件2, Sheet1, 附件2 (2)."""
    return _SUB_UNIT.fullmatch(sheet) is not None and _NOBODY.fullmatch(sheet) is None


def continues(text: str) -> bool:
    """附件2续, 续表1, 附页, （续）: the name of a sheet or a line above a table (a plain key) that goes on with another; not 审批手续."""
    return _CONTINUED.search(text) is not None


# titles and numbers of tables
_ONE_NUMBER = f"(?:[0-9]{{1,2}}|[{NUMERALS}])"
_NUMBER_AT_START = re.compile(rf"\(?附?(?:件|表)({_ONE_NUMBER})(?![0-9.])")
_NUMBER_INSIDE = re.compile(rf"附(?:件|表)({_ONE_NUMBER}(?:[、,和及+&-](?:附(?:件|表))?{_ONE_NUMBER}(?![0-9]))*)")
_FAMILIES = tuple(re.compile(words(family).pattern) for family in FAMILIES)
_PLAIN_WORDS = re.compile(f"{words(PLAIN_TITLE).pattern}|[0-9]+|[^\u4e00-\u9fff]+")
_WHOLE_UNIT = re.compile(rf"[\u4e00-\u9fff]{{1,20}}{words(UNIT_ENDS).pattern}")
_FULL_UNIT = re.compile(rf"[\u4e00-\u9fff]{{2,12}}?{words(UNIT_ENDS).pattern}")


def number_at_start(text: str) -> str:
    """附件二：… → 2: the number of a form that a line (a plain key) begins with; empty where it begins with none."""
    found = _NUMBER_AT_START.match(text)
    return _digits_of(found[1]) if found else ""


def numbers_inside(text: str) -> frozenset[str]:
    """The numbers of forms that a file's name (a plain key) names: 区民政局附件2、3.xlsx → 2, 3."""
    return frozenset(
        _digits_of(number) for found in _NUMBER_INSIDE.finditer(text) for number in re.findall(f"[0-9]+|[{NUMERALS}]", found[1])
    )


def _digits_of(number: str) -> str:
    return str(NUMERALS.index(number) + 1) if number in NUMERALS else number


def families_of(*texts: str) -> frozenset[int]:
    """Which kinds of work some texts speak of: granting (审批, 许可) or supervising (监管, 检查, 处罚)."""
    return frozenset(at for at, family in enumerate(_FAMILIES) if any(family.search(text) for text in texts))


def subject_of(title: str, own: tuple[str, ...]) -> tuple[str, ...]:
    """What a title speaks of beyond words that any such table has, names of units at its beginning, and ``own`` texts: its pieces; empty: nothing."""
    rest = title
    for text in own:
        rest = rest.replace(text, " ")
    unit = _FULL_UNIT.match(rest)
    if unit and len(rest) - unit.end() > 1:
        rest = rest[unit.end() :]
    return tuple(_PLAIN_WORDS.sub(" ", rest).split())


# sentences of “none”


class NoneSaid(Enum):
    """没有说“无” / 像是“无” / 说了“无”又说了别的 / 整行没有别的内容时就是“无” / 就是“无”."""

    NO = 0
    NEARLY = 1
    MORE = 2
    LIKELY = 3
    YES = 4


_RIGHTS = words("事项 项目 职能 职权 职责 权限 权力 权 业务 任务 资格 主体资格 职能职责 办件 收费项目 审批事项 处罚权 审批权 许可权 执法权")
_AFTER = some(words(AFTER_NONE), 0, 2)
_OF_ANY, _OF_TRADE = some(words(ANY), 0, 8), some(either(words(TRADE), words(ANY)), 0, 9)
_SURE = (
    chain(words(NOT_FOUND), _OF_ANY, words(TROUBLES), _AFTER),
    chain(words(NO), _OF_ANY, words(TROUBLES), _AFTER),
    chain(words(NO), _OF_TRADE, either(_RIGHTS, words("问题")), _AFTER),
    chain(words("未发现 未查出 没有发现 没有查出 不存在 不涉及 未发生 未出现 没有发生 没有出现 未有发现 无发现 未见异常 无异常 零报告")),
    chain(words("不涉及 没有涉及 未涉及 不适用 不适用于"), anything(0, 20)),
    words(ZERO_REPORT),
    chain(words(NOTHING_TO_DO)),
    chain(words(NO), words("行政审批 行政许可 行政处罚 行政强制 行政征收 行政执法 审批服务 非行政许可审批")),
    chain(
        words("不属 不具有 不具备 不具 不承担 未承担 没有承担 不再承担 不行使 不再行使 不享有 不拥有 不属于 未被赋予 未赋予 未授予 无权"),
        anything(0, 14),
        either(_RIGHTS, words("范围 审批 许可 执法 处罚 工作 任务")),
    ),
    chain(words(NO), words("此项 该项 本项 这项 上述 以上 相关 有关 此类 该类"), words("工作 活动 业务 内容")),
    chain(
        words("未办理过 没有办理过 从未办理 从未办理过 未实施过 没有实施过 从未实施 未行使过 没有开展过"),
        _OF_TRADE,
        words("行政审批 行政许可 行政处罚 行政强制 审批事项 许可事项 审批业务 审批 许可 业务 事项"),
    ),
    chain(words("不是 并非 不属 不属于"), _OF_TRADE, words("部门 机关 单位 主体 职能部门 主管部门")),
    chain(words("不在 不列入 未列入 不纳入 未纳入"), anything(0, 12), words("范围 之内 之列 范围内 范围之内 名单")),
    chain(
        words("不实施 未实施 不再实施 不从事 未从事 未设立 未设定 未设 不设 没有设定 不直接实施 未开展"),
        _OF_TRADE,
        words("审批 许可 处罚 强制 收费 行政审批 行政许可 审批事项 许可事项 行政许可事项 行政审批事项 审批项目 审批业务 审批服务"),
    ),
)
_LIKELY = (
    chain(words("与我 与本"), anything(0, 10), words("无关")),
    chain(words("非我 非本"), anything(0, 8), _RIGHTS),
    chain(words("未变相 未违规 未违法 未擅自 没有变相 没有违规 没有违法 没有擅自"), anything(1, 12)),
    chain(words(NO), _OF_TRADE, words(WRONG), words(TRADE), some(words(TRADE), 0, 3)),
    chain(
        words("该项 此项 本项 本栏 此栏 本表 此表 该表 我局 本局 我单位 本单位 我部门 本部门 内容 情况"), words("无 没有 暂无 均无 皆无")
    ),
    chain(words(NO), _OF_TRADE, words(WRONG), _OF_TRADE, words(TROUBLES)),
    chain(words(ZERO), _OF_ANY, words(TROUBLES)),
    chain(
        words("问题 发现问题 存在问题 查出问题 自查问题 自查发现问题 共发现问题 违规问题"),
        maybe(words("数 数量 个数 数为 共 为 共计 合计 是")),
        words("0 零 0个 0项 0件 0条 零个 零项 零件 无 没有"),
    ),
    chain(words(NOT_FOUND), anything(0, 24), words(TROUBLES), _AFTER),
    chain(words("一切正常 均正常 全部正常 运行正常 运转正常 均属正常 全部合格 均合格 均合规 全部合规 均依法依规 全部规范 未见异常")),
)
_NEARLY = (
    chain(words(NO), anything(1, 20), words(TROUBLES), _AFTER),
    chain(words("均 全部 都 皆 基本 总体"), words("符合 规范 到位 达标"), anything(0, 8)),
)
_MOVED = re.compile(rf"{words(MOVABLE).pattern}.{{0,8}}?(?:已经?|均已?|全部|整体|统一)+.{{0,6}}?{words(MOVED).pattern}")
_NONE_WORDS = frozenset(BARE_NONE.split())
_NOTHING_TO_DO = frozenset(NOTHING_TO_DO.split()) | _NONE_WORDS | {"不需要", "无需", "不用", "/", "-", "—", "——"}
_OF_THE_REST = re.compile("其他|其它|另外|除")
_MORE, _NO_MORE = re.compile(words(SAYS_MORE).pattern), re.compile(words(SAYS_NO_MORE).pattern)
_AT_CLAUSE = re.compile(f"[{re.escape(CLAUSES)}]+")
_ITEM_NUMBER = re.compile(r"^[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳])(?:[)）.、．]|(?<=[①-⑳]))")
_OUR_SIDE = re.compile(
    rf"(?:.{{0,12}}{words(UNIT_ENDS, '单位 部门 机关 科室 系统 我们 本级 全市 全区 全县').pattern}(?:[0-9一-十〇年月日度至—-]|以来|期间|上半|下半|当前)*"
    r"|(?:经|通过|根据|按照?|对照|结合|针对|截至|截止|目前|今年|本年|近|20|本次|此次|这次|因|由于|鉴于|自查|自纠|故|且|并|现|所以|在|对|于|从|期间|本表|该项|本项|上述|以上|全年|年内).{0,24}"
    r"|.{0,16}(?:中|期间|过程|方面|以来|目前|情况下|自查|检查|排查|梳理|自纠|核查|内|后|事项|项目|工作|表|月|季度|年度|期|次)"
    r"|查|.{0,16}(?:全部|总体|为|系|是|属于?|作|做|即|报|填报|上报|予以))?"
)
_CORES = tuple(
    (level, re.compile(f"{either(*phrases).pattern}$"))
    for level, phrases in ((NoneSaid.YES, _SURE), (NoneSaid.LIKELY, _LIKELY), (NoneSaid.NEARLY, _NEARLY))
)
_ENDS_CLAUSE = f"(?:$|[{re.escape(CLAUSES)})）])"
_HINT = re.compile("|".join((opening_of(*_SURE), *(word + _ENDS_CLAUSE for word in sorted(_NONE_WORDS)))))
_STILL = re.compile(rf"{words(STILL).pattern}+$")
_ANY_HINT = re.compile("[未没无不零0非]|与[我本]|划转|移交|划出|划归|下放|上收|转移|剥离|取消|撤销|正常|符合|合格|合规|规范")
_OF_US = re.compile(rf"[我本]{words(UNIT_ENDS, '单位 部门 机关 科 区 县 市 级').pattern}|经.{{0,6}}(?:查|梳理|排查|核实)")
_NEGATES = re.compile("[未没无不零]")
_SHORTEST_OF_OURS = 6
_ONLY_NONE = re.compile(r"[(（]?无(?:[/、,，。;；\s—-]*无)*[/、,，。;；\s—-]*[)）]?")
LONGEST_NONE = 160


def may_say_none(text: str) -> bool:
    """A cheap look before ``none_said`` gives YES: something in a text begins as a “none” does."""
    return _HINT.search(text) is not None


def none_said(text: str) -> NoneSaid:
    """Whether a text, as it was typed, says that there is nothing to report, by the shape of its clauses.

    YES: a clause says so (negation + 问题, 情况, 事项 …, 不涉及, no such function, 零报告) and no other says more. LIKELY: it says so in words of its own
    (不存在超时办结等问题; 权限已全部划转), which is enough where nothing else stands beside it. MORE: it says so, and something else. NEARLY: it may (没有按时办结的情况 is a problem).
    """
    if _ONLY_NONE.fullmatch(text):
        return NoneSaid.YES
    if len(text) > LONGEST_NONE or _ANY_HINT.search(text) is None:
        return NoneSaid.NO
    return _none_said(text)


@lru_cache(maxsize=4096)
def _none_said(text: str) -> NoneSaid:
    clauses = [
        _ITEM_NUMBER.sub("", clause) for clause in _AT_CLAUSE.split(plain(text.replace("\n", "。")).replace("(", ",").replace(")", ","))
    ]
    said = [_clause_says(clause) for clause in clauses if clause]
    levels = [level for level in said if level is not None]
    most = max(levels, default=NoneSaid.NO, key=lambda level: level.value)
    if most is NoneSaid.NO and len(text) >= _SHORTEST_OF_OURS and _OF_US.search(text) and _NEGATES.search(text):
        return NoneSaid.NEARLY  # 我局今年以来并未办理过一宗许可: our own words about ourselves, and a negation
    return most if len(levels) == len(said) or most.value <= NoneSaid.MORE.value else NoneSaid.MORE


def _clause_says(clause: str) -> NoneSaid | None:
    """How surely one clause says “none”; NO for one that says nothing to the matter, None for one that says something else."""
    if clause in _NONE_WORDS:
        return NoneSaid.YES
    for level, core in _CORES:
        found = core.search(clause)
        if found is not None:
            before = _STILL.sub("", clause[: found.start()])
            if _OUR_SIDE.fullmatch(before) and _says_no_more(before):
                return level
    if title_role(clause) is not None or _says_no_more(clause):
        return NoneSaid.LIKELY if _MOVED.search(clause) else NoneSaid.NO
    return None


@lru_cache(maxsize=1024)
def says_nothing_to_do(text: str) -> bool:
    """无需整改: an answer of a rectification that is none."""
    return len(text) <= LONGEST_NONE and all(clause in _NOTHING_TO_DO for clause in _AT_CLAUSE.split(plain(text)) if clause)


def says_none_of_all(text: str) -> bool:
    """Whether a line or remark beside a table says that the table has nothing to report: not a bare 无, which is said of the remark itself, nor
    未发现其他问题, which is said of what does not stand in it."""
    bare = all(clause in _NONE_WORDS for clause in _AT_CLAUSE.split(plain(text.replace("\n", "。"))) if clause)
    return not bare and none_said(text).value >= NoneSaid.LIKELY.value and _OF_THE_REST.search(text) is None


def _says_no_more(clause: str) -> bool:
    return _MORE.search(_NO_MORE.sub("", clause)) is None


# section headings
_ORDINAL = re.compile(
    rf"(?P<first>[{NUMERALS}{STEMS}]{{1,3}}[、.,:]|第[{NUMERALS}0-9]{{1,3}}(?:部分|大?类|章|节|篇|方面|项)[、:.]?|[ⅰ-ⅻivx]{{1,4}}[、.])"
    rf"|(?P<second>\(?[{NUMERALS}{STEMS}]{{1,3}}\)[、.]?)|(?P<third>\(?[0-9]{{1,2}}[、.)])"
)
_BLANK_AFTER_NUMERAL = re.compile(rf"^\s*([{NUMERALS}]{{1,3}})\s+(?=\S)")
_BARE_ORDINAL = re.compile(rf"[{NUMERALS}]{{1,3}}[、.,:]?|\([{NUMERALS}]{{1,3}}\)[、.]?|第[{NUMERALS}]{{1,3}}(?:部分|类|项)?")
_KINDS = words(KINDS_OF_POWER)
_KIND = re.compile(rf"(?:{_KINDS.pattern})+(?:{words(SECTIONS).pattern})?")
_SECTION_END = re.compile(rf"(?:{words(SECTIONS).pattern})$")
_GROUP_END = re.compile("(?:类|方面|部分|领域|板块|类别|条线|系列|层面)$")
_SENTENCE = re.compile("[。;!?,]")
_LONGEST_SECTION, _LONGEST_BARE_SECTION = 30, 18


def section_level(text: str, *, across: bool) -> int:
    """The depth of a heading inside a body: 1 for 一、…, 2 for （一）…, 3 for others by their shape (…类, 行政许可); 0 where a text alone in its row is none.

    ``across``: it is merged over the table, so that a short title by itself is enough.
    """
    found = plain(_BLANK_AFTER_NUMERAL.sub(r"\1、", text))
    ordinal = _ORDINAL.match(found)
    title = (found[ordinal.end() :] if ordinal else found).strip("【】《》<>-—=*:.、")
    if not title or len(title) > _LONGEST_SECTION or _SENTENCE.search(title) or none_said(text) is not NoneSaid.NO:
        return 0
    if ordinal and ordinal.lastgroup != "third":
        return 1 if ordinal["first"] else 2
    if len(title) > _LONGEST_BARE_SECTION:
        return 0
    fits = _KIND.fullmatch(title.strip("()")) or _GROUP_END.search(title.strip("()")) or (across and _SECTION_END.search(title.strip("()")))
    return 3 if fits else 0


def ordinal_level(text: str) -> int:
    """1 for a text that begins with 一、 or 第一部分, 2 for （一）, else 0."""
    found = _ORDINAL.match(plain(text[:_LONGEST_SECTION]))
    return 0 if found is None or found["third"] else 1 if found["first"] else 2


def is_ordinal(text: str) -> bool:
    """一、 or （二） and nothing else: what stands in the number cell of a heading whose words stand in the next."""
    return _BARE_ORDINAL.fullmatch(plain(text)) is not None


# a day by itself, and what says that it is no day of filing
_YEAR = "(?:(?:19|20)[0-9]{2}|[〇○零一二三四五六七八九o]{4})"
_DAY = re.compile(
    rf"{_YEAR}(?:年[0-9〇{NUMERALS}]{{1,3}}月[0-9〇{NUMERALS}]{{1,3}}[日号]?|(?P<s>[-./])[0-9]{{1,2}}(?P=s)[0-9]{{1,2}})(?![0-9])"
)
_OTHER_DAY = re.compile("(?:截至|截止|截|自|从|起|至|到|于|前|以前|之前|期限|时限|以来|起止|[-~—至到])$")
_AFTER_DAY = re.compile("^(?:[日号]?(?:前|之前|以前|起|止|至|到|[-~—]|以来|以后|后|会议|通知|印发|文件|的))")
_DONE_ON_A_DAY = re.compile(r"^\)?(?:填报|填写|填表|填|印制|制|上报|报)?")
_BESIDE_A_DAY = re.compile(rf"[()·,。.:、-]*(?:于|日)?(?:{words(DAY_OF, '填 印 制 印制 印发 止').pattern})?[()·,。.:、-]*")
MEASURES = re.compile(
    r"(?:万|亿|千|百|十|人)?(?:个|件|项|次|人|名|元|分|起|户|家|处|条|份|宗|批|例|天|日|%|％|公里|平方米|吨|辆|台|套|人次)(?:[/、,和及](?:万|亿)?(?:个|件|项|次|人|名|元|分|起|户|家|处|条|份|宗|批|例|天|日|%))*"
)


def days_in_line(text: str) -> list[tuple[int, int]]:
    """Where whole days stand in a line (a plain key) that may be the day of filing: not one that a period ends, begins or is limited by."""
    return [
        found.span()
        for found in _DAY.finditer(text)
        if not _OTHER_DAY.search(text[: found.start()]) and not _AFTER_DAY.search(text[found.end() :])
    ]


def days_of_filing(text: str) -> list[tuple[int, int]]:
    """The days in a text without a label (a plain key) that may be the day of filing: alone, or behind a unit's name, a seal and brackets."""
    days = days_in_line(text)
    if not days:
        return []
    rest = text
    for start, end in reversed(days):
        rest = rest[:start].rstrip("(") + _DONE_ON_A_DAY.sub("", rest[end:])
    name, _ = unsealed(rest)
    return days if is_day_line(text) or _BESIDE_A_DAY.fullmatch(name) or _WHOLE_UNIT.fullmatch(name.strip("()·,。.:、-")) else []


def is_day_line(text: str) -> bool:
    """Whether a text (its plain key) is a day and nothing else but brackets and words that say what was done on it: （2015年11月18日填）."""
    days = days_in_line(text)
    return len(days) == 1 and _BESIDE_A_DAY.fullmatch(text[: days[0][0]] + text[days[0][1] :]) is not None


def is_measure(text: str) -> bool:
    """件、万元: what stands behind 单位 where it announces a measure."""
    return MEASURES.fullmatch(text) is not None


# texts that stand for others


class Elsewhere(Enum):
    """上面一行 / 左边一格 / 某一序号的一行."""

    ABOVE = "above"
    LEFT = "left"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the content stands that a cell points to; ``number`` is the entry's, as its number cell has it."""

    where: Elsewhere
    number: str = ""


_SAME_THING = some(either(words(OF_A_TABLE), words(THE_SAME), signs("的,、。")), 0, 4)
_SAME_ABOVE = Grammar(either(words(DITTO_SIGNS), chain(words(AS), words(THERE_ABOVE), _SAME_THING), words("上同 从上")))
_SAME_LEFT = Grammar(either(words(LEFT_SIGNS), chain(words(AS), words(THERE_LEFT), _SAME_THING)))
_SAME_ENTRY = re.compile(
    rf"(?:内容|情况)?(?:[同与和跟见如]|参见)(?:上述|前述|以上|上面)?(?:第|序号|序|编号|no\.?)?\(?([0-9]{{1,3}}|[{NUMERALS}]{{1,3}})(?:[号项条行栏款个]|\))?(?:内容|所述|问题|情况|相同|一样|同|\(?略\)?|整改情况|整改措施)*"
)
_ENTRY_SURE = re.compile(rf"(?:^(?:内容|情况)?同)|第|序号|编号|{words('相同 一样').pattern}")
_AN_ARTICLE = re.compile("^(?:见|如|参见).*[条款]")  # 见第三条: of a regulation
_POINTER_EDGES = "()[]-—–·.。 "
_POINTS = re.compile("[\"＂“”〃″々仝←↑'<]|同|[与和跟见如][上前左第序]|参见|^,,|^(?:ditto|do|id)")
LONGEST_POINTER = 14


def may_point(text: str) -> bool:
    """A cheap look before ``pointer``: something in a text may begin as one does."""
    return _POINTS.search(text) is not None


@lru_cache(maxsize=4096)
def pointer(text: str) -> Pointer | None:
    """Where the content of a cell stands that holds 同上, 〃, 与上一行相同, 同第1项, 同左 and nothing else; None where it says something itself."""
    if len(text) > LONGEST_POINTER or not may_point(text.strip().lower()):
        return None
    found = plain(text)
    bare = found.strip(_POINTER_EDGES) or found
    if _SAME_ABOVE.fits(text.strip()) or _SAME_ABOVE.fits(found) or _SAME_ABOVE.fits(bare):
        return Pointer(Elsewhere.ABOVE)
    if _SAME_LEFT.fits(found) or _SAME_LEFT.fits(bare):
        return Pointer(Elsewhere.LEFT)
    entry = _SAME_ENTRY.fullmatch(bare)
    return Pointer(Elsewhere.ENTRY, entry[1]) if entry and _ENTRY_SURE.search(bare) and not _AN_ARTICLE.search(bare) else None


def same_entry(number: str, written: str) -> bool:
    """Whether the number that a pointer names is the one that stands in a number cell: 第一项 and 1, 同2 and （2）."""
    found = plain(written).strip(NUMBER_EDGES)
    return bool(number) and (found == number or _counted(found) == _counted(number) != 0)


def _counted(number: str) -> int:
    if number.isascii() and number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition(TEN)
    if not number or not set(number) <= set(NUMERALS) or len(tens) > 1 or len(ones) > 1:
        return 0
    return (NUMERALS.index(tens) + 1 if tens else 1 if ten else 0) * (10 if ten else 1) + (NUMERALS.index(ones) + 1 if ones else 0)


_APART = Grammar(chain(some(words(ATTACHED, WHERE_IT_IS), 0, 3), words(SENT_APART)))
_ATTACHED_TO = re.compile(
    rf"(?:(?<![未无缺不没])(?<!没有){words(POINTING).pattern}|(?<![意可罕预少常未所不]){LOOK})[:《]?(?:{words(WHERE_IT_IS).pattern}){{0,5}}{words(ATTACHED).pattern}"
)
_ATTACHED_HINT = re.compile("[附见]|另[报行文表页纸]|参[见阅看照]|列于|载于|写在|单独报|书面报")
_ATTACHED_FILE = re.compile(words(ATTACHED_FILES).pattern)


def may_point_to_attachment(text: str) -> bool:
    """A cheap look before ``points_to_attachment``, over one text or many."""
    return _ATTACHED_HINT.search(text) is not None


@lru_cache(maxsize=4096)
def points_to_attachment(text: str) -> bool:
    """见附件, 详见后附清单, 已整改（见附表1）, 材料另附: a short text (as typed) says that more of it stands in an attachment."""
    if not may_point_to_attachment(text):
        return False
    found = plain(text)
    return _ATTACHED_TO.search(found) is not None or _APART.fits(found.strip("()[]。.,"))


def names_attachment(name: str) -> bool:
    """附页.docx, 佐证材料.pdf: the name of a file that is no return of its own."""
    return _ATTACHED_FILE.search(name) is not None


# rows that count the others
_COUNT = rf"(?:共|计|为|有|是|:)*[0-9一二三四五六七八九十百]{{1,6}}(?:{words(COUNTS).pattern})?(?:{words(COUNTED).pattern})?"
_TOTAL = re.compile(
    rf"(?:{words(TOTALS).pattern}(?:数|个数|件数|项数|条数|\(.{{0,8}}\))?:?(?:{_COUNT}|(?:个数|件数)?)|{words(TOGETHER).pattern}(?:{words(COUNTED).pattern})?数?{_COUNT})"
    rf"(?:[,;、。(](?:{words(OF_THEM).pattern})*(?:{_COUNT})?(?:{words(OF_THEM).pattern})*\)?)*。?"
)
TOTAL_STARTS = frozenset(word[0] for word in f"{TOTALS} {TOGETHER}".split())


@lru_cache(maxsize=1024)
def is_total(text: str) -> bool:
    """合计, 小计：3项, 共计1项，已整改1项: what a row that counts the others begins with (its plain key)."""
    return text[:1] in TOTAL_STARTS and _TOTAL.fullmatch(text) is not None


_EXAMPLE = Grammar(
    either(
        chain(signs("("), maybe(words(HOW_TO_FILL)), words(EXAMPLES), maybe(signs("123456789")), signs(")"), maybe(signs(":"))),
        chain(
            maybe(words(HOW_TO_FILL)),
            words(EXAMPLES),
            maybe(signs(":")),
            maybe(signs("123456789")),
            maybe(signs("0123456789")),
            maybe(signs(":")),
        ),
    )
)
EXAMPLE_STARTS = _EXAMPLE.starts or frozenset()


def is_example(text: str) -> bool:
    """例, 示例1, （填报样例）: what a row that only shows how to fill in begins with (its plain key)."""
    return _EXAMPLE.fits(text)


_SUB_UNITS = Grammar(chain(words(BELOW), words("单位 机构 部门"), maybe(words(NAMED))))


def titles_sub_units(title: str) -> bool:
    """下属单位, 所属机构名称: the title of a column (a plain key) that says which sub-unit a row is of."""
    return _SUB_UNITS.fits(title)
