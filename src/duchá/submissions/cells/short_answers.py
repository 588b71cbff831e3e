"""What a cell says that holds a short answer and nothing else: none, yes or no; by its shape, over the words listed on top.

What each kind takes and leaves is shown, a case a line, in ``tests/cases/submissions/grammar.toml``. Sentences are the business of ``grammar``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from duchá.submissions.keys import plain

# --- none: a sign, or [of this item] + [still] + a negation + [of anything] ---
SIGNS = r"/\|_-—–―－~"
LONE_SIGNS = "× x ∅"
OF_THIS = "本项 此项 该项 本栏 此栏 该栏 本表 本条 此处 这项"
STILL = "暂 尚 均 皆 全 并 都 暂时 目前 暂均"
NEGATIONS = "无 没有 没 零 空 空白 未发现 未发生 未有 未出现 不涉及 未涉及 无涉及 不适用 不存在"
OF_ANYTHING = (
    "此项 该项 这项 此类 该类 此 该 项 内容 填报内容 问题 情况 此情况 该情况 此类情况 该类情况 此类问题 上述情况 上述问题 相关情况 相关内容"
)
LATIN = "n/a na n.a. nil none null 0"

# --- yes and no: a tick, a word of either kind, or the question's own word (是否公开: 已公开, 未公开) ---
TICKS, CROSSES, UNTICKED = "√✓✔☑■●", "×✗✘☒", "□☐▢◻"
YES = "是 有 对 已 是的 有的 y yes true 1 t 属实 属于 存在 具备 符合 能 可以 可"
NO = "否 无 没有 未 不是 没 n no false 0 f x 不属实 不属于 不存在 不具备 不符合 不能 不可以 不可 否定"
ALREADY = "已 已经 均 均已 都 都已 全部 全部已 业已 早已 确已 确实 依法 已依法 按规定 已按规定"
NOT_YET = "未 没 没有 尚未 还未 暂未 均未 从未 并未 不 无 未予"
OPTIONS, AFFIRMED = ("没有", "是", "否", "有", "无"), ("是", "有")  # as they are printed to be ticked
ASKS = "是否已经 是否已 是否 有无 有没有 能否 可否 是不是 已否"

_LONGEST = 12  # characters of such an answer
_EDGES = "()[]【】。.,、;；:!！ "


def _one_of(words: str) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(set(words.split()), key=lambda word: (-len(word), word)))) + ")"


_NONE = re.compile(
    rf"[{re.escape(SIGNS)}]{{1,8}}|{_one_of(LONE_SIGNS)}|{_one_of(LATIN)}"
    rf"|{_one_of(OF_THIS)}?{_one_of(STILL)}?{_one_of(NEGATIONS)}{_one_of(OF_ANYTHING)}?[{re.escape(SIGNS)}]{{0,3}}"
    rf"|[{re.escape(SIGNS)}]{{1,3}}{_one_of(NEGATIONS)}"
)
_ASKS = re.compile(rf"^.*?{_one_of(ASKS)}")
_MARK = rf"[(\[]?([{TICKS}{CROSSES}{UNTICKED}]?)[)\]]?"
_OPTION = f"({'|'.join(OPTIONS)})"
_MARKED_BEFORE, _MARKED_AFTER = (
    re.compile(f"{one}[/、,;]?{other}") for one, other in ((_MARK + _OPTION, _MARK + _OPTION), (_OPTION + _MARK, _OPTION + _MARK))
)


@lru_cache(maxsize=8192)
def is_nil_word(text: str) -> bool:
    """无, /, —, 暂无, 本项不涉及 and the like: the unit said that there is none. A blank cell says nothing, and a longer text is a sentence."""
    if not text or len(text) > _LONGEST:
        return False
    found = plain(text)
    return _NONE.fullmatch(found) is not None or _NONE.fullmatch(found.strip(_EDGES)) is not None


@lru_cache(maxsize=4096)
def yes_or_no(text: str, question: str = "") -> bool | None:
    """Whether an answer is yes or no; None where it is neither, or both. ``question`` is the column's title: 是否公开 is answered by 已公开 as well.

    Where both options are printed (☑是 □否), the ticked one is the answer.
    """
    found = plain(text).strip(_EDGES)
    both = _MARKED_AFTER.fullmatch(found) or _MARKED_BEFORE.fullmatch(found)
    if both is not None:
        return _ticked(both)
    bare = found.strip(TICKS + CROSSES + _EDGES) or found
    if bare != found and _plain_answer(bare, "") is None:
        return None
    if found and set(found) <= set(TICKS):
        return True
    if found and set(found) <= set(CROSSES):
        return False
    said = _plain_answer(bare, question)
    return None if said and not set(found).isdisjoint(CROSSES) else said  # ×是 may mean either


def _plain_answer(found: str, question: str) -> bool | None:
    if found in YES.split():
        return True
    if found in NO.split():
        return False
    asked = _ASKS.sub("", plain(question))
    if not asked or asked == plain(question) or not found.endswith(asked):
        return None
    before = found.removesuffix(asked)
    return True if not before or before in ALREADY.split() else False if before in NOT_YET.split() else None


def _ticked(both: re.Match[str]) -> bool | None:
    """The one of two printed options that carries the one tick."""
    pairs = (both[1], both[2]), (both[3], both[4])
    chosen = [word for pair in pairs if set(pair) & set(TICKS) for word in pair if word and word not in TICKS]
    words = [word for pair in pairs for word in pair if word in OPTIONS]
    return chosen[0] in AFFIRMED if len(chosen) == 1 and len(set(words)) == 2 else None


def is_unticked(text: str) -> bool:
    """□: a box that nobody ticked, or 是□ 否□: none of them."""
    left = re.sub(rf"[\s/、,;]|{_OPTION}", "", plain(text))
    return bool(left) and set(left) <= set(UNTICKED)
