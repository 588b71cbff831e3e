"""What a 催办函 says: one letter a unit about all that was urged on a day. Text, table and mail come from the same letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duchá.campaign.model import Campaign, Sender
from duchá.ledger.explain import ways_of
from duchá.ledger.ladder import Reminded
from duchá.ledger.matter import Matter
from duchá.ledger.overdue import Item, Undated
from duchá.ledger.wording import ITEM_WORDS, LIGHT_WORDS
from duchá.reports.ledger import wording
from duchá.reports.mask import masked_text
from duchá.reports.page import PLAIN, CellRow, Official, Page, PageColumn, Report, Show
from duchá.reports.safe_text import as_markdown, words_as_markdown
from duchá.rulebook.machine import Move
from duchá.terms.deadline import on_paper
from duchá.terms.text import safe_name
from duchá.terms.unit import Unit
from duchá.terms.wording import PROVISIONAL, UNDATED, day_words

TITLE = "{campaign}逾期事项清单"
STEM = "overdue-{day}"
SHEET_LATE = "逾期"
SHEET_COMING = "即将到期"
COMING_TITLE = "{campaign}即将到期事项清单"
UNDATED_TITLE = "{campaign}未定期限事项清单"
UNDATED_NOTES = ("注：没有期限的不亮灯、不催办；事项请在“督办事项”填办理时限（快速处置的填处置类型），材料请在 campaign.toml 写截止日期。",)
SINCE = "立项日期"
NUMBER = "序号"
KIND = "类别"
UNIT = "单位"
MATTER = "事项编号"
WHAT = "事项或材料"
DUE = "期限"
DAYS_LATE = "逾期天数"
DAYS_LEFT = "还剩天数"
LIGHT = "灯"
REMINDERS = "已催促次数"
NOW = "本次"
REACHED = "期限怎么来的"
UNDER = "截至{day}"
FORMERLY = "{unit}（原{formerly}）"
OF_FORMER = "{what}（原{formerly}）"
MEASURE = "单位：项"
MARK = "截至{day}　duchá overdue"
NOTES = (
    "注：1. 逾期天数按自然日计，从期限次日起算。",
    "2. “本次”是按催办阶梯新达到的一级，每次逾期每级只发一次；“通报建议”须由人审定。",
    "3. 本清单和催办函都是草稿，登记“催办”后才计入催办。",
)
LETTER_NAME = "{order:02d}-{unit}-催办函"
LETTER_OF = "{name}（{of}）"
DAYS = "{days}天"
TIMES = "第{times}次"
KEY_RUNG = "重点督办"
CONTACT = "联系人：{contact}　{phone}"
MD_LETTER = """# 催办函

{unit}：

截至{day}，你单位下列{count}项工作已超过规定期限，尚未报送、反馈或者办结。请抓紧办理，立即报送；确有困难的，请书面说明原因和预计完成时间。

| 序号 | 事项 | 期限 | 已逾期 | 催办 |
|---|---|---|---|---|
{rows}

{key}{ways}

{contact}

{issuer}
{day}
"""
MD_KEY = "其中第{items}项逾期时间较长，已列入重点督办。\n\n"
MD_KEY_NEXT = "其中第{items}项逾期时间较长，仍不办理的，按规定列入重点督办。\n\n"
MD_ROW = "| {at} | {what} | {due} | {late} | {times} |"
MD_WAY = "第{at}项的期限：{reached}。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Urged:
    """What is urged on a day: ``had`` is what each lateness has had in all, ``waiting`` the lateness whose mail did not go out on its day."""

    day: date
    had: Mapping[str, Reminded]
    waiting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterItem:
    """One item of a letter. ``times``: which 催办 this is, counted by the 催办 that were registered, and this one.

    ``keyed``: 进入重点督办 was registered; to have reached the rung of that name only says that it may be.
    """

    item: Item
    what: str
    due: str
    reached: str
    times: int
    rung: str
    keyed: bool = False

    @property
    def late(self) -> str:
        """By how many days it is late, 暂定 where holidays that are not announced yet may still move its day."""
        return DAYS.format(days=self.item.days_late) + (PROVISIONAL if self.item.provisional else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """催办函, a draft until it is registered as sent. ``of`` tells it from the unit's other letters of the day, where other people write those."""

    unit: Unit
    day: date
    lines: tuple[LetterItem, ...]
    sender: Sender
    of: str = ""
    official: Official = PLAIN

    @property
    def template(self) -> str:
        """The name of the document it is written with, in templates/documents."""
        return "reminder-letter"

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        name = LETTER_NAME.format(order=self.unit.order, unit=safe_name(self.unit.name))
        return LETTER_OF.format(name=name, of=safe_name(self.of)) if self.of else name

    @property
    def issuer(self) -> str:
        """发文机关; empty where nobody is named."""
        return self.official.signed or self.sender.issuer

    @property
    def contact_line(self) -> str:
        """联系人 and 电话, empty where the campaign names nobody."""
        return CONTACT.format(contact=self.sender.contact, phone=self.sender.phone).strip() if self.sender.contact else ""

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """How the days were reached, each way once."""
        return ways_of([line.reached for line in self.lines])

    def fields(self) -> dict[str, object]:
        """What the template of the letter is filled with."""
        return {
            "unit": self.unit.name,
            "day": day_words(self.day),
            "count": len(self.lines),
            "lines": [
                {
                    "what": line.what,
                    "due": line.due,
                    "late": line.late,
                    "times": TIMES.format(times=line.times),
                    "reached": line.reached,
                }
                for line in self.lines
            ],
            "ways": [{"at": at, "reached": way} for at, way in self.ways],
            "key": self._items(keyed=True),
            "key_next": self._items(keyed=False),
            "contact": self.contact_line,
            "issuer": self.issuer,
            **self.official.fields(),
        }

    def _items(self, *, keyed: bool) -> list[str]:
        """The numbers of the lines that are under 重点督办, or that have only come so far that they may be."""
        wanted = (line.keyed if keyed else line.rung == KEY_RUNG and not line.keyed for line in self.lines)
        return [str(at) for at, so in enumerate(wanted, 1) if so]

    def markdown(self) -> str:
        """The letter as Markdown."""
        rows = "\n".join(MD_ROW.format(**words_as_markdown(line)) for line in self._table())
        ways = "\n\n".join(MD_WAY.format(at=at, reached=as_markdown(way)) for at, way in self.ways)
        words = {
            "unit": self.unit.name,
            "day": day_words(self.day),
            "count": len(self.lines),
            "contact": self.contact_line,
            "issuer": self.issuer,
        }
        sentences = ((MD_KEY, self._items(keyed=True)), (MD_KEY_NEXT, self._items(keyed=False)))
        key = "".join(said.format(items=wording.PAUSE.join(items)) for said, items in sentences if items)
        return MD_LETTER.format(rows=rows, key=key, ways=ways, **words_as_markdown(words))

    def _table(self) -> list[dict[str, object]]:
        """The rows of its table, as words."""
        return [
            {
                "at": at,
                "what": line.what,
                "due": line.due,
                "late": line.late,
                "times": TIMES.format(times=line.times),
            }
            for at, line in enumerate(self.lines, 1)
        ]


def _what(item: Item) -> str:
    what = masked_text(f"{item.matter} {item.what}".strip())  # a title may hold the number of who complained
    return OF_FORMER.format(what=what, formerly=item.formerly) if item.formerly else what


def letters_of(campaign: Campaign, items: Sequence[Item], matters: Iterable[Matter], urged: Urged) -> tuple[Letter, ...]:
    """One letter for each unit of the roster with something late that was urged on the day, or is waiting to be sent, in roster order.

    What other people write about (`Campaign.sender`) stands in a letter of its own.
    """
    listed = tuple(matters)
    counts = {matter.id: matter.count(Move.URGE) for matter in listed}
    keyed = {matter.id for matter in listed if _is_keyed(matter)}
    day = urged.day
    by_unit: dict[str, dict[Sender, list[LetterItem]]] = {}
    for item in items:
        so_far = urged.had.get(item.key, Reminded())
        rung = rungs_on(campaign, so_far.rungs[-1][1] if item.key in urged.waiting and so_far.rungs else day, so_far)
        if rung and item.days_late > 0:
            before = counts[item.matter] if item.matter else so_far.by(day) - 1
            line = LetterItem(
                item=item,
                what=_what(item),
                due=day_words(item.due) + (PROVISIONAL if item.provisional else ""),
                reached=item.reached,
                times=before + 1,
                rung=rung,
                keyed=item.matter in keyed,
            )
            by_unit.setdefault(item.unit, {}).setdefault(campaign.sender(item.deliverable), []).append(line)
    return tuple(
        Letter(
            unit=unit,
            day=day,
            lines=tuple(lines),
            sender=sender,
            of=_told_apart(campaign, sender, at) if len(by_unit[unit.name]) > 1 else "",
        )
        for unit in campaign.roster.units
        for at, (sender, lines) in enumerate(by_unit.get(unit.name, {}).items(), 1)
    )


def _is_keyed(matter: Matter) -> bool:
    """True where the last word on it is 进入重点督办."""
    said = [event.move for event in matter.events if event.move in (Move.KEY, Move.NOT_KEY)]
    return bool(said) and said[-1] is Move.KEY


def _told_apart(campaign: Campaign, sender: Sender, at: int) -> str:
    """What tells a letter from the others of its unit: who writes it; nothing of the campaign's own."""
    return "" if sender == campaign.sender() else sender.issuer or sender.contact or str(at)


def late_report(
    campaign: Campaign, items: Sequence[Item], had: Mapping[str, Reminded], as_of: date, undated: Sequence[Undated] = ()
) -> Report:
    """The workbook ``reports/overdue-DATE``: what is late, on a sheet of its own what is coming due where it was asked for, on the last
    what is owed without a day.

    What a lateness has had, and on this day, is counted by its own days: printing it again the same day gives the same.
    """
    late = [item for item in items if item.days_late > 0]
    coming = [item for item in items if item.days_late <= 0]
    pages = [_page(campaign, late, had, as_of)]
    pages += [_page(campaign, coming, had, as_of, coming=True)] if coming else []
    pages += [_undated_page(campaign, undated, as_of)] if undated else []
    title = TITLE.format(campaign=campaign.settings.name)
    day = as_of.isoformat()
    return Report(stem=STEM.format(day=day), title=title, as_of=as_of, mark=MARK.format(day=day), pages=tuple(pages))


def rungs_on(campaign: Campaign, day: date, had: Reminded) -> str:
    """The name of the rung that a lateness reached on a day; empty where it reached none."""
    books = (*campaign.rulebooks, *((campaign.office,) if campaign.office else ()))
    names = {rung.id: rung.name for book in reversed(books) for rung in book.ladder}
    return next((names.get(rung, rung) for rung, on in reversed(had.rungs) if on == day), "")


def _page(campaign: Campaign, items: Sequence[Item], had: Mapping[str, Reminded], as_of: date, *, coming: bool = False) -> Page:
    rows: list[CellRow] = []
    for at, item in enumerate(items, 1):
        so_far = had.get(item.key, Reminded())
        rows.append(
            (
                at,
                LIGHT_WORDS[item.light.value],
                ITEM_WORDS[item.kind.value],
                FORMERLY.format(unit=item.unit, formerly=item.formerly) if item.formerly else item.unit,
                item.matter,
                masked_text(item.what),
                item.due,
                abs(item.days_late),
                so_far.by(as_of),
                rungs_on(campaign, as_of, so_far),
                on_paper(item.reached),
            )
        )
    title = (COMING_TITLE if coming else TITLE).format(campaign=campaign.settings.name)
    return Page(
        name=SHEET_COMING if coming else SHEET_LATE,
        title=title,
        columns=_columns(coming=coming),
        rows=tuple(rows),
        under=UNDER.format(day=day_words(as_of)),
        measure=MEASURE,
        notes=NOTES,
    )


def _undated_page(campaign: Campaign, undated: Sequence[Undated], as_of: date) -> Page:
    return Page(
        name=UNDATED,
        title=UNDATED_TITLE.format(campaign=campaign.settings.name),
        columns=(
            PageColumn(title=NUMBER, show=Show.COUNT, width=6),
            PageColumn(title=UNIT, show=Show.TEXT, width=18),
            PageColumn(title=MATTER, width=15),
            PageColumn(title=WHAT, show=Show.WORDS, width=44),
            PageColumn(title=SINCE, show=Show.DAY, width=12),
        ),
        rows=tuple((at, one.unit, one.matter, masked_text(one.what), one.since) for at, one in enumerate(undated, 1)),
        under=UNDER.format(day=day_words(as_of)),
        measure=MEASURE,
        notes=UNDATED_NOTES,
    )


def _columns(*, coming: bool) -> tuple[PageColumn, ...]:
    return (
        PageColumn(title=NUMBER, show=Show.COUNT, width=6),
        PageColumn(title=LIGHT, width=6),
        PageColumn(title=KIND, width=9),
        PageColumn(title=UNIT, show=Show.TEXT, width=18),
        PageColumn(title=MATTER, width=15),
        PageColumn(title=WHAT, show=Show.WORDS, width=34),
        PageColumn(title=DUE, show=Show.DAY, width=12),
        PageColumn(title=DAYS_LEFT if coming else DAYS_LATE, show=Show.COUNT, width=9),
        PageColumn(title=REMINDERS, show=Show.COUNT, width=8),
        PageColumn(title=NOW, width=11),
        PageColumn(title=REACHED, show=Show.TEXT, width=46),
    )
