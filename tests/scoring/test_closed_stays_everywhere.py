"""What was closed prints the same under every rulebook that can be closed, shipped ones and the examples: months, quarters, half-years, years; points,
targets, grades, cards, item sheets, with inspection teams and accountability cases beside them; after edits of every register, the roster, the settings, the readings, the rulebook itself, receipts and waivers."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings, strategies as st
from openpyxl import Workbook, load_workbook

from duchá.terms.read_packaged import packaged
from made_once import copied
from scoring.office import Office
from sweep.campaigns import Made, bring_examples, command, fill_registers, fill_returns, group_names

POINTS, DANTU = "jincheng-points-2017", "dantu-2015"
CARDS = "shili-hongpai-2018"
TEAMS, CASES = "jincheng-inspectors-2017", "jincheng-accountability-2017"
CLOSED = {
    (POINTS,): ("2018Q1", "2018Q2", "2018H1", "2018"),
    (TEAMS, CASES, POINTS): ("2018Q2", "2018H1"),
    (DANTU, POINTS): ("2018Q2", "2018"),
    ("shili-mubiao-2018",): ("2018",),
    (CARDS,): ("2018-03", "2018-05"),
    ("shili-jifen-2018",): ("2018-03", "2018-05", "2018H1", "2018"),
}
LATER = {
    POINTS: ("2018Q3", "2018H2", "2019"),
    "shili-mubiao-2018": ("2019",),
    CARDS: ("2018-04",),
    "shili-jifen-2018": ("2018-04",),
}
BESIDE = ("建议审批.xlsx", "积分核对.xlsx")  # what is shown beside a closed period as it is today
DAYS = ("2020-01-08", "2020-03-05")
Edit = Callable[[Made, int], object]


def office(folder: Path, rulebooks: tuple[str, ...]) -> Made:
    """A copy of a year with every register filled and, where units report, returns that count as materials; some periods closed."""
    copied(folder, ("closed everywhere", rulebooks), lambda place: _closed(place, rulebooks))
    return Made(folder=folder, rulebooks=rulebooks, state="closed")


def _closed(folder: Path, rulebooks: tuple[str, ...]) -> None:
    bring_examples(folder, rulebooks)
    book = Workbook()
    book.worksheets[0].append(["序号", "单位名称", "曾用名", "组别", "启用日期", "停用日期", "并入单位"])
    for order, (group, word) in enumerate((group, word) for group in group_names(rulebooks) for word in "甲乙丙"):
        book.worksheets[0].append([order + 1, f"试{group[:2]}{word}局", "", group])
    roster = folder.with_name("名单.xlsx")
    book.save(roster)
    named = [word for id in rulebooks for word in ("--rulebook", id)]
    command("init-campaign", folder, *named, "--year", "2018", "--start", "2018-01-01", "--end", "2018-12-31", "--units", roster)
    made = Made(folder=folder, rulebooks=rulebooks, state="new")
    if DANTU in rulebooks:
        retyped(r"\n\[readings\]", '\ntimed_materials = ["approval"]\n\n[readings]')(made, 0)
        fill_returns(made)
        made.do("collect", "returns", "--received-at", "2018-06-18T10:00")
    fill_registers(made)
    if rulebooks == (CARDS,):  # two works far enough behind, so that a card is shown in each month that is closed
        behind = ((date(2018, 3, 31), 35), (date(2018, 5, 31), 10))
        rows = [
            {"日期": day, "单位": made.campaign().roster.units[0].name, "项目": "桥", "序时进度": 50, "实际进度": at} for day, at in behind
        ]
        Office(folder).write({"进度": rows})
    made.do("record")
    for period in CLOSED[rulebooks]:
        ran = made.do("score", period, "--close", "--as-of", "2019-12-31", "--reason", "试", "--rulebook", rulebooks[-1], "--json")
        assert ran.code in (0, 1), ran
        closed = json.loads(ran.out)
        assert closed["closed"] and [one for group in closed["groups"] for one in group["standings"] if one["entries"]], period


def printed(made: Made, day: str) -> dict[str, str]:
    """Everything that is printed of the closed periods on a day, by file; the day itself is taken out."""
    shutil.rmtree(made.folder / "reports")
    found: dict[str, str] = {}
    of = ("--rulebook", made.rulebooks[-1])
    for period in CLOSED[made.rulebooks]:
        found[period] = made.do("score", period, *of, "--as-of", day, "--json").out
        for report in ("ranking", "unit"):
            ran = made.do("report", report, "--period", period, *of, "--as-of", day, "--format", "md")
            assert ran.code in (0, 1), ran
    for path in sorted((made.folder / "reports").rglob("*.md")):
        found[path.relative_to(made.folder).as_posix()] = path.read_text(encoding="utf-8")
    shown = date.fromisoformat(day)
    written = f"{day}|{shown.year}年{shown.month}月{shown.day}日"
    return {name.replace(day, "…"): re.sub(written, "…", text) for name, text in found.items()}


def rewritten(cells: Callable[[object, dict[str, str]], object]) -> Edit:
    """Types something else into the cells of all registers, and records them."""

    def edit(made: Made, n: int) -> None:
        names = [unit.name for unit in made.campaign().roster.units]
        others = dict(zip(names, names[1 + n % 2 :] + names[: 1 + n % 2], strict=True))
        for path in sorted((made.folder / "registers").glob("*.xlsx")):
            if path.name in BESIDE:
                continue
            book = load_workbook(path)
            for sheet in book.worksheets:
                for row in sheet.iter_rows(min_row=2):
                    for cell in row:
                        if cell.value is not None and cell.coordinate not in sheet.merged_cells:
                            cell.value = cells(cell.value, others)
            book.save(path)
        made.do("record")

    return edit


def whole(files: Callable[[Path, int], object]) -> Edit:
    """Does something with each register's file, and records them."""

    def edit(made: Made, n: int) -> None:
        for path in sorted((made.folder / "registers").glob("*.xlsx")):
            if path.name not in BESIDE:
                files(path, n)
        made.do("record")

    return edit


def _rows_out(path: Path, n: int) -> None:
    book = load_workbook(path)
    for sheet in book.worksheets:
        sheet.delete_rows(5 + n % 3)
        sheet.delete_rows(sheet.max_row - 1)
    book.save(path)


def _rearranged(path: Path, n: int) -> None:
    book = load_workbook(path)
    for sheet in book.worksheets:
        sheet.insert_rows(5, 1 + n % 3)
    book.save(path.with_name(f"另存-{path.name}"))
    path.unlink()


def units(change: Callable[[list[dict[str, object]], int], object]) -> Edit:
    """Changes the rows of units.xlsx."""

    def edit(made: Made, n: int) -> None:
        path = made.folder / "units.xlsx"
        (titles, *rows) = load_workbook(path).worksheets[0].values
        listed = [dict(zip(map(str, titles), row, strict=True)) for row in rows if any(row)]
        change(listed, n)
        book = Workbook()
        book.worksheets[0].append([*titles])
        for row in listed:
            book.worksheets[0].append([row.get(str(title)) for title in titles])  # type: ignore[misc]  # what a cell may hold
        book.save(path)

    return edit


def _all_renamed(rows: list[dict[str, object]], n: int) -> None:
    for row in rows:
        row |= {"曾用名": row["单位名称"], "单位名称": f"新{row['单位名称']}"}


def _old_name_given_to_another(rows: list[dict[str, object]], n: int) -> None:
    one = rows[n % len(rows)]
    taken = {row["单位名称"] for row in rows}
    rows.append({**one, "序号": 99})
    one |= {"曾用名": one["单位名称"], "单位名称": next(name for name in (f"改名{at}局" for at in range(len(rows))) if name not in taken)}


def _names_swapped(rows: list[dict[str, object]], n: int) -> None:
    rows[0]["单位名称"], rows[1]["单位名称"] = rows[1]["单位名称"], rows[0]["单位名称"]


def _dissolved(rows: list[dict[str, object]], n: int) -> None:
    rows[n % len(rows)] |= {"停用日期": "2018-02-01", "并入单位": rows[(n + 1) % len(rows)]["单位名称"]}


def _one_group(rows: list[dict[str, object]], n: int) -> None:
    for row in rows:
        row["组别"] = rows[-1]["组别"]


def _most_taken_off(rows: list[dict[str, object]], n: int) -> None:
    del rows[2:]


def retyped(pattern: str, by: str) -> Edit:
    """Writes something else into campaign.toml."""

    def edit(made: Made, n: int) -> None:
        path = made.folder / "campaign.toml"
        path.write_text(re.sub(pattern, by, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE), encoding="utf-8")

    return edit


def other_readings(made: Made, n: int) -> None:
    chosen = "".join(
        f'"{book.id}.{one.id}" = "{one.options[n % len(one.options)].id}"\n' for book in made.campaign().rulebooks for one in book.readings
    )
    retyped(r'\[readings\]\n(?:".*\n)*', f"[readings]\n{chosen}")(made, n)


def revised(pattern: str, by: str) -> Edit:
    """The regulation itself in another edition, in place of the one that was used."""

    def edit(made: Made, n: int) -> None:
        id = made.rulebooks[-1]
        own = made.folder / "templates" / "rulebooks" / id
        if not own.is_dir():
            shutil.copytree(Path(str(packaged("rulebooks") / id)), own)
        path = own / "rulebook.toml"
        path.write_text(re.sub(pattern, by, path.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")

    return edit


def receipts(made: Made, n: int) -> None:
    """What comes late, and what came: taken back, removed for good, accepted, sent in anew."""
    made.do("resolve", str(n + 1), "--withdraw", "--reason", "报错了单位")
    made.do("journal", "purge", str(n + 2), "--approver", "某", "--reason", "他人信息")
    made.do("resolve", str(n + 3), "--accept", "--reason", "试")
    for path in sorted((made.folder / "blank").glob("*.xlsx"))[n : n + 4]:
        shutil.copy(path, made.folder / "returns" / f"再报-{path.name}")
    made.do("collect", "returns", "--received-at", "2019-01-04T10:00")


def waived(made: Made, n: int) -> None:
    given = made.do(
        "waive", "S101", "--unit", made.campaign().roster.units[-1].name, "--approver", "某", "--reason", "试", "--until", "2099-12-31"
    )
    assert given.code in (0, 1), given
    if n % 2:
        assert made.do("undo", "waiver", "1", "--reason", "试").code in (0, 1)


def closed_on(made: Made, n: int) -> None:
    for period in LATER[made.rulebooks[-1]]:
        made.do("score", period, "--close", "--as-of", "2020-01-01", "--reason", "试", "--rulebook", made.rulebooks[-1])


EDITS: dict[str, Edit] = {
    "numbers": rewritten(lambda value, _: value + 1 if type(value) is int and 2 < value < 100 else value),
    "days": rewritten(lambda value, _: value + timedelta(days=9) if isinstance(value, datetime) else value),
    "units": rewritten(lambda value, others: others.get(str(value), value)),
    "texts": rewritten(lambda value, _: f"{value}改" if re.search(r"\d号$", str(value)) else value),
    "rows out": whole(_rows_out),
    "rearranged": whole(_rearranged),
    "files gone": whole(lambda path, _: path.unlink()),
    "renamed": units(_all_renamed),
    "name given on": units(_old_name_given_to_another),
    "names swapped": units(_names_swapped),
    "dissolved": units(_dissolved),
    "one group": units(_one_group),
    "taken off": units(_most_taken_off),
    "called otherwise": retyped('^name = ".*"', 'name = "另一个行动"'),
    "another office": retyped('^issuer = ".*"', 'issuer = "另一个室"'),
    "ends later": retyped("^end = .*$", "end = 2019-06-30"),
    "begins later": retyped("^start = .*$", "start = 2018-04-01"),
    "other readings": other_readings,
    "other points": revised(r'points = "(-?)(\d)', r'points = "\g<1>1\2'),
    "other title": revised('^title = "(.*)"$', r'title = "\1（修订）"'),
    "other articles": revised(r'^number = "第(.*)条', r'number = "新第\1条'),
    "other group": revised(r'(\[\[groups\]\]\nid = ".*"\nname = ")', r"\1新"),
    "receipts": receipts,
    "waived": waived,
    "closed on": closed_on,
}


@pytest.mark.sweep
@pytest.mark.parametrize("rulebooks", CLOSED, ids="+".join)
@pytest.mark.parametrize("edit", EDITS)
def test_what_was_closed_under_any_rulebook_prints_the_same_after_each_kind_of_edit(
    rulebooks: tuple[str, ...], edit: str, tmp_path: Path
) -> None:
    made = office(tmp_path / "行动", rulebooks)
    before = printed(made, DAYS[0])
    EDITS[edit](made, 1)
    assert printed(made, DAYS[1]) == before
    assert made.do("journal", "verify").code == 0


def refused(made: Made) -> bool:
    """True where edits together make a roster that no command takes (two units of one name, one merged into a name that is gone): that is said."""
    said = made.do("status").err
    return "（C0" in said and said.startswith("× units.xlsx")


@pytest.mark.sweep
@pytest.mark.parametrize("rulebooks", CLOSED, ids="+".join)
def test_what_was_closed_under_any_rulebook_prints_the_same_after_any_history_of_edits(rulebooks: tuple[str, ...]) -> None:
    @settings(max_examples=8, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.too_slow])
    @given(
        history=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 5)), min_size=2, max_size=5), day=st.sampled_from(DAYS)
    )
    def after(history: list[tuple[str, int]], day: str) -> None:
        with tempfile.TemporaryDirectory() as place:
            made = office(Path(place) / "行动", rulebooks)
            before = printed(made, DAYS[0])
            for name, n in history:
                EDITS[name](made, n)
                assume(not refused(made))
            assert printed(made, day) == before
            assert made.do("journal", "verify").code == 0

    after()
