"""Campaigns of any rulebooks in any state, made and filled as an office would, with the commands called in this process."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomli
from openpyxl import Workbook, load_workbook

from duchá.campaign.model import Campaign
from duchá.cli.app import run
from duchá.forms.layout import lay_out
from duchá.forms.workbook import campaign_lists
from duchá.registers.offered import register_forms
from duchá.rulebook.form import Column, ColumnKind, FilledBy, Form
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from duchá.steps.open_campaign import open_campaign
from duchá.terms.moment import Moment

YEAR = 2018
START, END = date(YEAR, 1, 1), date(YEAR, 12, 31)
MIDDLE = date(YEAR, 6, 20)
A_YEAR_LATER = date(YEAR + 1, 12, 31)
EMPTY, RETURNS, REGISTERS, YEAR_OLD = "empty", "returns", "registers", "a year old"
STATES = (EMPTY, RETURNS, REGISTERS, YEAR_OLD)
JINCHENG = tuple(id for id in shipped_rulebooks() if id.startswith("jincheng-"))
ALONE = tuple((id,) for id in shipped_rulebooks())
EXAMPLES = Path(__file__).parents[2] / "examples" / "rulebooks"
OF_EXAMPLES = tuple((folder.name,) for folder in sorted(EXAMPLES.iterdir()) if folder.is_dir())
TOGETHER = (
    ("dantu-2015", "jincheng-points-2017"),
    ("jincheng-points-2017", "jincheng-13710"),
    ("jincheng-rapid-2017", "jincheng-points-2017"),
    ("dantu-2015", "jincheng-rapid-2017"),
    ("jinshui", "jinshui-example"),
    ("shiyan-2015", "jincheng-13710"),
    JINCHENG,
)
ZONE = ZoneInfo("Asia/Shanghai")
_PER_GROUP = 3
_ROWS = {"matters": 12, "events": 36}  # so that each kind meets each type, each step several matters


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a command line came to: its exit code, None where it broke off with an error that nobody foresaw (``error``)."""

    line: str
    code: int | None
    out: str
    err: str
    error: str = ""

    @property
    def broken(self) -> str:
        """What is wrong with how it ended; empty where it ended as every command must."""
        if self.error:
            return f"{self.line} → {self.error}"
        if self.code not in (0, 1, 2):
            return f"{self.line} → exit code {self.code}"
        for_programs = "--json" in self.line.split() and set(json.loads(self.out or "{}")) == {"error"}  # the reason, on stdout as well
        if self.code == 2 and ((self.out and not for_programs) or not self.err.startswith("× ") or self.err.count("\n") != 1):
            return f"{self.line} → exit 2 without its one line: {self.out[:200]!r} {self.err[:200]!r}"
        return ""


def command(*arguments: str | Path, cwd: Path | None = None) -> Ran:
    """Runs a command line in this process."""
    words = [str(argument) for argument in arguments]
    line, out, err = " ".join(words), io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(cwd or before)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code: int | None = run(words)
            error = ""
    except BaseException as wrong:
        if isinstance(wrong, KeyboardInterrupt):
            raise
        code, error = None, f"{type(wrong).__name__}: {wrong}"
    finally:
        os.chdir(before)
    return Ran(line=line, code=code, out=out.getvalue(), err=err.getvalue(), error=error)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A campaign folder and what was run to bring it where it is."""

    folder: Path
    rulebooks: tuple[str, ...]
    state: str
    ran: list[Ran] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day that commands are to take for today."""
        return A_YEAR_LATER if self.state == YEAR_OLD else MIDDLE

    def do(self, *arguments: str | Path) -> Ran:
        """A command line in the campaign folder."""
        ran = command(*arguments, cwd=self.folder)
        self.ran.append(ran)
        return ran

    def campaign(self) -> Campaign:
        """The campaign as it is now."""
        return open_campaign(self.folder, Moment(now=datetime(YEAR, 6, 20, 9, tzinfo=ZONE))).campaign


def make(folder: Path, rulebooks: Sequence[str], state: str) -> Made:
    """A campaign by these rulebooks in a state."""
    made = Made(folder=folder, rulebooks=tuple(rulebooks), state=state)
    bring_examples(folder, rulebooks)
    named = [word for id in rulebooks for word in ("--rulebook", id)]
    roster = roster_file(folder.with_name(f"{folder.name}-units.xlsx"), rulebooks)
    made.ran.append(command("init-campaign", folder, *named, "--year", str(YEAR), "--start", START, "--end", END, "--units", roster))
    if state in (RETURNS, YEAR_OLD):
        fill_returns(made)
        made.do("collect", "returns", "--received-at", f"{YEAR}-06-18T10:00")
    if state in (REGISTERS, YEAR_OLD):
        fill_registers(made)
        made.do("record")
    if state == YEAR_OLD:
        for period in (f"{YEAR}-05", *(f"{YEAR}Q{quarter}" for quarter in range(1, 5))):
            made.do("score", period, "--close", "--as-of", A_YEAR_LATER)
    return made


def copied(made: Made, folder: Path) -> Made:
    """The same campaign in another folder."""
    shutil.copytree(made.folder, folder)
    return Made(folder=folder, rulebooks=made.rulebooks, state=made.state)


def bring_examples(folder: Path, rulebooks: Sequence[str]) -> None:
    """Lays the example rulebooks among them into the campaign's folder, as whoever uses one does."""
    for id in rulebooks:
        if (id,) in OF_EXAMPLES:
            shutil.copytree(EXAMPLES / id, folder / "templates" / "rulebooks" / id)


@cache
def group_names(rulebooks: tuple[str, ...]) -> tuple[str, ...]:
    """The groups that the rulebooks name; one of its own where they name none."""
    texts = read_texts(id for id in rulebooks if (id,) not in OF_EXAMPLES)
    books = [parse_rulebook(id, texts)[0] for id in rulebooks if (id,) not in OF_EXAMPLES]
    own = [tomli.loads((EXAMPLES / id / "rulebook.toml").read_text(encoding="utf-8")) for id in rulebooks if (id,) in OF_EXAMPLES]
    names = [group.name for book in books if book is not None for group in book.groups]
    return tuple(dict.fromkeys([*names, *(group["name"] for book in own for group in book.get("groups", ()))])) or ("市直",)


def roster_file(path: Path, rulebooks: Sequence[str]) -> Path:
    """A roster with units in every group that the rulebooks name, in one of its own where they name none."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["序号", "单位名称", "别名", "组别", "单位类别", "责任处室", "电子邮箱"])
    order = count(1)
    for at, group in enumerate(group_names(tuple(rulebooks))):
        own = "县(市、区)" if group == "开发区" else group
        for number in range(1, _PER_GROUP + 1):
            name = f"试{chr(0x7532 + at)}{'一二三'[number - 1]}局"
            sheet.append(
                [
                    next(order),
                    name,
                    "",
                    own,
                    group if own != group else "",
                    "综合科" if number == 1 else "",
                    f"u{at}{number}@example.invalid",
                ]
            )
    book.save(path)
    return path


def fill_returns(made: Made) -> None:
    """The blanks of ``blank/`` filled in and laid into ``returns/``: full, nil and untouched ones."""
    campaign = made.campaign()
    forms = {form.sheet: form for form in campaign.forms(FilledBy.UNIT)}
    for number, path in enumerate(sorted((made.folder / "blank").glob("*.xlsx"))):
        book = load_workbook(path)
        for sheet in book.worksheets:
            if (form := forms.get(sheet.title)) is not None and number % 4 != 3:
                _fill(sheet, form, campaign, rows=0 if number % 4 == 2 else 2)
        book.save(made.folder / "returns" / path.name)


def _fill(sheet: Any, form: Form, campaign: Campaign, *, rows: int) -> None:
    layout, lists = lay_out(form), campaign_lists(campaign)
    for place in layout.header:
        if place.field.kind is not ColumnKind.UNIT:
            sheet[place.entry.at].value = "2018-06-18" if place.field.kind is ColumnKind.DATE else "李同志"
    for row in range(1, max(rows, len(form.preset) if rows else 0) + 1):  # rows that are printed are all answered
        for column in form.columns:
            if sheet[layout.body(row, column.id).at].value is None:
                sheet[layout.body(row, column.id).at].value = _value(column, row, lists, campaign)


def fill_registers(made: Made) -> None:
    """Every register of ``registers/`` with rows in it: matters of each kind and type, each step, each situation; the others by their columns."""
    campaign = made.campaign()
    lists = campaign_lists(campaign)
    by_file: dict[str, list[Form]] = {}
    for form in register_forms(campaign, lists):
        by_file.setdefault(form.file, []).append(form)
    for path in sorted((made.folder / "registers").glob("*.xlsx")):
        book = load_workbook(path)
        for form in by_file.get(path.name, ()):
            sheet = next(sheet for sheet in book.worksheets if sheet.title == form.sheet)
            layout = lay_out(form)
            for row, values in enumerate(_rows(form, lists, campaign), 1):
                for id, value in values.items():
                    sheet[layout.body(row, id).at].value = value
        book.save(path)


def _rows(form: Form, lists: dict[str, tuple[str, ...]], campaign: Campaign) -> Iterator[dict[str, Any]]:
    """As many rows as its longest list of choices has, each with the next choice of every list."""
    columns = [column for column in form.columns if column.id != "record_no"]
    longest = max((len(column.choices) for column in columns), default=0)
    for number in range(1, _ROWS.get(form.id, min(max(longest, 4), 40)) + 1):
        yield {column.id: _value(column, number, lists, campaign) for column in columns if _filled(column, number)}


def _filled(column: Column, number: int) -> bool:
    """Required columns always, the others in two of three rows."""
    return column.required or column.key or (number + len(column.id)) % 3 != 0


def _value(column: Column, number: int, lists: dict[str, tuple[str, ...]], campaign: Campaign) -> Any:
    """Something that fits the column, another in each row."""
    units = [unit.name for unit in campaign.roster.units]
    day = START + timedelta(days=(11 * number) % 160)
    offered = column.choices or lists.get(column.choices_from, ())
    match column.kind:
        case ColumnKind.CHOICE if offered:
            return offered[(number - 1) % len(offered)]
        case ColumnKind.UNIT:
            return units[number % len(units)]
        case ColumnKind.UNITS:
            return f"{units[(number + 1) % len(units)]}、{units[(number + 2) % len(units)]}"
        case ColumnKind.DATE:
            return day
        case ColumnKind.DATES:
            return f"{day.isoformat()}、{(day + timedelta(days=30)).isoformat()}"
        case ColumnKind.TIME:
            return "16:30"
        case ColumnKind.PERIOD:
            return (f"{YEAR}Q2", f"{YEAR}")[number % 2]
        case ColumnKind.AMOUNT | ColumnKind.COUNT:
            return YEAR - 1 if column.id == "year" else number
        case ColumnKind.PERCENT:
            return "96%"
        case ColumnKind.YES_NO:
            return ("是", "否")[number % 2]
        case _:
            if column.choices_from == "matters" or column.id == "matter":
                return f"DB-{number % 12 + 1:02}" if column.required or number % 2 else f"新-{number}"
            if offered:
                return offered[(number - 1) % len(offered)]
            return f"{column.title or column.id}{number}号"
