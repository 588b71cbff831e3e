"""Free text on rectification put into a class (DT-38): a small grammar of what is done, not done, under way, only asked for or only promised.

The classes and their words are the rulebook's; what stands here is only how Chinese says that a thing is done or is not. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from duchá.rulebook.model import RECTIFICATION, WordClass
from duchá.terms.text import for_matching

UNCLEAR = "unclear"
DONE, IN_PROGRESS, NOT_DONE = "done", "in-progress", "not-done"  # the classes of which the grammar knows how they are said

# {verb} stands for what the words of the class “done” say was done: 整改, 纠正, 退还…
_CLAUSES = re.compile(r"[,;:。!?、]+")
# not what became of it: 对正在办理的3件, 未公示的依据, 限期整改的2家, 按要求, 待验收, 此前未公示, 进一步规范管理
_OF_WHAT = (
    r"按(?:照)?[^已]{{0,10}}?要求|待[^已]{{0,8}}?(?:复查|验收|核查|核验|审核|销号|确认)$|(?:原|此前|之前|以前|当时|曾)(?:来)?(?:未|没有|没)[^,]*"
    r"|(?:进一步|不断)(?:加强|强化|规范|完善|健全|提高|落实|严格|巩固|做好)[^已]*"
    r"|(?:未|没有|没|尚未|正在|限期|逾期|应当|应|需要|需|将|拟)[^的已]{{1,12}}?的(?!原因|主要原因|理由|情况)(?=.)"
)
# a promise, not a result
_PROMISE = (
    r"已?(?:立行立改|即知即改|立整立改|立查立改|边查边改|边整边改|边督边改)"
    r"|(?<!已)(?<!已经)(?:确保|务必|必须|力求|尽快|尽早|立即|及时|马上|认真|切实|坚决|严格)(?:按[^已]{{0,6}})?{verb}(?:到位|完毕|完成)?$"
)
_PARTLY = (
    r"基本(?:上)?(?:已)?(?:{verb}|到位|完毕|结束)|部分(?:已)?{verb}|(?:大部分|大多数|多数|初步)(?:已)?[^已]{{0,4}}{verb}|{verb}(?:大部分|大多数|多数|过半|一半)"
    r"|(?:未|没有|没|尚未|还未)(?:能)?(?:全部|完全|全面){verb}|{verb}(?:中|过程中|之中)$"
    r"|(?:正在|(?<![改纠更补修公])正(?=[整办抓积着组按与由]))(?!申请|上报|报批|公示|等待)"
    r"|(?:仍在|尚在|还在|陆续|逐步|继续|启动|着手|开始)[^已]{{0,8}}{verb}"
    r"|(?:完成|整改|办结)(?:率|进度)?[^0-9]{{0,4}}(?<![0-9.])[0-9]{{1,2}}(?:\.[0-9]+)?%"
)
_NOT = (
    r"(?:未|没有|没(?!有)|尚未|还未|从未|无法|难以|不能|不予|未予|暂缓|拒不)(?!发现|发生|出现|存在|收到|造成|再|新|需)[^已的]{{0,6}}?{verb}|^不{verb}$"
    r"|{verb}(?:工作)?(?:还|尚|仍)?(?:未|没有|没|不)(?:完成|到位|彻底|结束|落实|启动|开展|开始)"
)
# 已 in front of an order or a plan says that the order was given, not that it was carried out
_ASKED = (
    r"已(?:经)?[^,已]{{0,12}}?(?:要求|责令|责成|下达|下发|发出|通知|明确|计划|承诺|列入|纳入|拟定|研究|约谈|签订)"
    r"|已(?:经)?[^,已]{{0,12}}?(?:督促|敦促|指导|协调|安排|部署|交办)(?![^,]{{0,40}}(?:到位|完毕|完成|结束))"
    r"|已(?:经)?[^已]{{0,8}}?(?:制定|制订|建立|形成|出台|编制)[^已]{{0,8}}?(?:方案|计划|台账|清单|措施|时间表)"
    r"|(?:方案|计划)(?:均)?已"
)
_REST = r"(?:剩余|其余|余下|剩下|尚有|还有|仍有|尚余)[^已]{{0,4}}"
_RESULT = (
    r"(?:均予|都予|全部|当场)[^已]{{0,12}}?{verb}|{verb}(?:工作)?(?:全部|均|都)?(?:完毕|到位|结束|完成|了)"
    r"|(?:完成|进行|实施|予以|作出|作了|做了)了?{verb}$|^(?:完成|办结|完毕|到位)了?$|(?:率|进度|完成|整改)[^0-9]{{0,4}}100(?:\.0+)?%"
)
_HAS_HAPPENED = r"(?:已|业经)(?:经)?(?![^已]{{0,24}}?(?:基本|部分|正在|逐步|陆续|初步))[^已]{{0,24}}?{verb}"
_BY_NOW = re.compile(r"(?:现|目前|如今|至今|最终|后来|随后)[^已]{0,6}已|已(?:经)?(?:提前|如期|按期|按时|最终)")
_TO_COME = (
    r"(?:(?<![0-9])[0-9]{{1,4}}[日号天月]|月底|年底|年末|月末|[上中下]旬|近期|期限|时限|之)(?:之)?前|(?:月底|年底|年末|月末){verb}"
    r"|(?:将|拟|计划|预计|争取|力争|有望|准备|打算|待|等)[^已]{{0,16}}?(?:{verb}|到位)"
)
_COUNTED = re.compile(
    r"(?<![0-9])([0-9]{1,6})(?:件|个|处|项|家|起|宗|条|份|户)[^0-9已]{0,4}已[^0-9]{0,8}([0-9]{1,6})(?:件|个|处|项|家|起|宗|条|份|户)"
)
_OUT_OF = re.compile(r"(?<![0-9年月])([0-9]{1,6})/([0-9]{1,6})")
_PREFIXES = re.compile(r"^(?:已经|已|业已|均|都|全部|全)+")
_ENDINGS = re.compile(r"(?<=.)(?:完毕|到位|完成)$")


class _Says(Enum):
    """What one clause says; the weak ones give way to a result that another clause tells."""

    DONE = "done"
    NOW_DONE = "now-done"  # 现已…: done, whatever was planned or wanting before
    NOT_DONE = "not-done"
    PARTLY = "partly"
    TO_COME = "to-come"
    ASKED = "asked"  # ordered, planned, or to be kept up
    NOTHING = "nothing"


def classify_rectification(text: str, word_classes: Iterable[WordClass]) -> str:
    """The id of the class that a text on rectification belongs to; ``unclear`` (无法判断) where it says nothing of a result.

    Each clause says that it is done, not done, under way, only asked for, or nothing; what is partly done is under way. An order that
    was given (已下达限期整改通知书) and what is kept up (长期坚持) are under way unless another clause tells of the result. A promise alone
    (立行立改) is no result. A class that the grammar does not know is chosen by its words, in the order of the classes; one of its
    ``unless`` words in the text passes it over. Blank: ``unclear``. Source: DT-38.
    """
    return Classifier(word_classes).of(text)


class Classifier:
    """The classes of a campaign, ready to put texts into: one that was read before is not read again."""

    def __init__(self, word_classes: Iterable[WordClass]) -> None:
        self.classes = tuple({known.id: known for known in word_classes if known.kind == RECTIFICATION}.values())
        self.of = lru_cache(maxsize=16_384)(self._of)

    def _of(self, text: str) -> str:
        return _grammar(self.classes).klass(tuple(map(for_matching, text.splitlines()))) if self.classes else UNCLEAR


class _Grammar:
    """The grammar with the words of some classes in it."""

    def __init__(self, classes: tuple[WordClass, ...]) -> None:
        self._classes = classes
        words = {known.id: known.words for known in reversed(classes)}
        self._done, self._not, self._under_way = (words.get(id, ()) for id in (DONE, NOT_DONE, IN_PROGRESS))
        verbs = {_ENDINGS.sub("", _PREFIXES.sub("", word)) for word in self._done} - {""}
        verb = "(?:" + "|".join(sorted(map(re.escape, verbs), key=lambda each: (-len(each), each))) + ")" if verbs else "(?!)"
        shapes = (_OF_WHAT, _PROMISE, _PARTLY, _NOT, _ASKED, _REST, _RESULT, _HAS_HAPPENED, _TO_COME)
        made = (re.compile(shape.format(verb=verb)) for shape in shapes)
        self._of_what, self._promise, self._partly, self._wanting, self._asked, self._rest, self._result, self._happened, self._to_come = (
            made
        )

    def klass(self, lines: tuple[str, ...]) -> str:
        """The first class, in their order, that a text of these lines belongs to."""
        result = _together({self._says(clause) for line in lines for clause in _CLAUSES.split(line) if clause})
        key = "".join(lines)
        for known in self._classes:
            if known.id in (DONE, IN_PROGRESS, NOT_DONE):
                if known.id == result:
                    return result
            elif any(word in key for word in known.words) and not any(word in key for word in known.unless):
                return known.id
        return UNCLEAR

    def _says(self, clause: str) -> _Says:
        """What a clause says by itself: the first of the shapes, in this order, that stands in it."""
        clause = self._of_what.sub("", clause)
        happened = self._happened.search(clause)
        if self._wanting.search(clause) and not happened and not self._partly.search(clause):
            return _Says.NOT_DONE
        clause = self._promise.sub("", clause)
        happened = happened and self._happened.search(clause)
        if self._partly.search(clause) or _short_of_all(clause):
            return _Says.PARTLY
        if self._asked.search(clause):
            return _Says.ASKED
        if happened:
            return _Says.NOW_DONE if _BY_NOW.search(clause) else _Says.DONE
        if self._to_come.search(clause):
            return _Says.TO_COME
        if self._rest.search(clause):
            return _Says.PARTLY
        if self._result.search(clause):
            return _Says.DONE
        return self._by_words(clause)

    def _by_words(self, clause: str) -> _Says:
        if any(word in clause for word in self._not):
            return _Says.NOT_DONE
        if any(word in clause for word in self._under_way):
            return _Says.ASKED
        return _Says.DONE if any(word in clause for word in self._done) else _Says.NOTHING


_grammar = lru_cache(maxsize=16)(_Grammar)


def _short_of_all(clause: str) -> bool:
    """True where a clause counts what is done and what there is, and they differ: 5件中已整改3件, 已整改3/5."""
    counted, out_of = _COUNTED.search(clause), _OUT_OF.search(clause)
    return bool(counted and int(counted[2]) < int(counted[1])) or bool(out_of and int(out_of[1]) < int(out_of[2]))


def _together(said: set[_Says]) -> str:
    """The class of a text by what its clauses say."""
    if _Says.PARTLY in said:
        return IN_PROGRESS
    if _Says.NOW_DONE in said:
        return DONE
    if _Says.TO_COME in said or {_Says.DONE, _Says.NOT_DONE} <= said:
        return IN_PROGRESS
    if _Says.DONE in said:
        return DONE
    if _Says.NOT_DONE in said:
        return NOT_DONE
    return IN_PROGRESS if _Says.ASKED in said else UNCLEAR
