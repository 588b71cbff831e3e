"""Whatever prints a count of returns, problems or what is late prints the same one: JSON, pages, the dashboard, the list of the day, a roll-up, letters."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from sweep.campaigns import EMPTY, Made, command, copied

DAYS = ("2015-11-17", "2015-11-20", "2015-11-22", "2015-11-25", "2015-12-31")
OVER = "2015-11-21"  # from here on everything has had its day


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The example campaign: 41 departments, returns of every kind, registers, something late."""
    folder = tmp_path_factory.mktemp("one") / "示例"
    assert command("demo", folder, "-q").code in (0, 1)
    made = Made(folder=folder, rulebooks=(), state=EMPTY)
    copied(made, folder.with_name("原样"))
    return made


def page(made: Made, name: str, day: str, written: str = "md") -> str:
    """A report as text, without its markup."""
    ran = made.do("report", name, "--as-of", day, "--format", written, "--json")
    assert ran.code in (0, 1), ran
    found = [made.folder / file if (made.folder / file).exists() else Path(file) for file in json.loads(ran.out)["files"]]
    assert found
    return re.sub(r"<[^>]*>|\*\*|\s", "", found[0].read_text(encoding="utf-8"))


def told(text: str, words: str) -> int:
    """The number that stands where the words have ``N``."""
    match = re.search(re.escape(words).replace("N", r"(\d+)").replace("X", r"[\d.%]+"), text)
    assert match is not None, f"{words}: {text[:400]}"
    return int(match[1])


def total(text: str, heading: str) -> Mapping[str, str]:
    """The line 合计 of the first table under a heading, by its titles; without markup the cells stand between bars."""
    after = text[text.index(f"##{heading}") :]
    titles = re.search(r"\|序号\|(.*?)\|\|-", after)
    line = re.search(r"\|\|合计\|(.*?)\|(?:\||##|-|$)", after)
    assert titles is not None and line is not None, after[:400]
    return dict(zip(titles[1].split("|")[1:], line[1].split("|"), strict=False))


@pytest.mark.sweep
@pytest.mark.parametrize("day", DAYS)
def test_every_page_that_counts_comes_to_the_same(demo: Made, day: str, tmp_path: Path) -> None:
    status = json.loads(demo.do("status", "--as-of", day, "--json").out)
    due, received, missing, not_due = (sum(task[key] for task in status["tasks"]) for key in ("due", "received", "missing", "not_due"))
    states = Counter(one["state"] for unit in status["units"] for one in unit["deliverables"].values())
    assert (states["received"] + states["sent-back"] + states["held"], states["missing"]) == (received, missing)

    summary, brief, dashboard = page(demo, "summary", day), page(demo, "brief", day), page(demo, "dashboard", day, "html")
    sums = total(summary, "总表")
    problems = int(sums["问题数"] or 0)
    assert (int(sums["应报"]), int(sums["实报"]), int(sums["未报"]), int(sums["未到期"])) == (due, received, missing - not_due, not_due)
    assert (int(sums["退回"]), int(sums["待确认"])) == (states["sent-back"], states["held"])
    assert (told(summary, "应报N份"), told(summary, "实报N份")) == (due, received)
    assert (told(brief, "应报N份"), told(brief, "实报N份")) == (due, received)
    assert told(dashboard, f"报送率X{received}／N份") == due

    items = json.loads(demo.do("overdue", "--as-of", day, "--json").out)["items"]
    late = [item for item in items if item["days_late"] > 0]
    unsent = [item for item in late if item["kind"] == "deliverable"]
    assert len(unsent) == missing - not_due
    assert told(dashboard, "逾期N项") == len(late)
    assert not late or told(brief, "逾期N项") == len(late)
    assert not unsent or told(brief, "份，涉及N个单位") == len({item["unit"] for item in unsent})
    todos = json.loads(demo.do("today", "--look", "--as-of", day, "--json").out)["items"]
    assert {item["unit"] for item in late} == {item["unit"] for item in todos if item["kind"] == "late"}

    rolled = json.loads(command("rollup", tmp_path / "汇总", demo.folder, "--as-of", day, "--json").out)
    (one,) = rolled["campaigns"]
    keys = ("due", "received", "on_time", "late", "missing", "pending", "sent_back", "held", "nil")
    of_summary = ("应报", "实报", "按时", "逾期", "未报", "未到期", "退回", "待确认", "零报告")
    assert [one[key] for key in keys] == [int(sums[title]) for title in of_summary]
    assert (one["told"], one["done"]) == (problems, int(sums["已整改"] or 0))
    crossed = int(total(summary, "类别交叉表")["问题数"] or 0)
    assert one["problems"] == crossed == told(dashboard, "问题N")
    assert not problems or problems == told(summary, "发现问题N件")

    if OVER <= day < "2015-12":
        bulletin = page(demo, "bulletin", day)
        assert (told(bulletin, "应报材料N份"), told(bulletin, "实报N份"), told(bulletin, "未报N份")) == (
            due,
            received,
            missing,
        )


@pytest.mark.sweep
@pytest.mark.parametrize("day", ("2015-11-17", "2015-11-20", "2015-11-22", "2015-12-31"))  # the example itself has urged on 11-25
def test_the_letters_together_list_what_is_urged_that_day_and_each_numbers_what_it_lists(demo: Made, day: str, tmp_path: Path) -> None:
    made = copied(Made(folder=demo.folder.with_name("原样"), rulebooks=(), state=EMPTY), tmp_path / "示例")
    items = json.loads(made.do("overdue", "--as-of", day, "--letters", "--json").out)["items"]
    urged = Counter((item["unit"], item["days_late"]) for item in items if item["made"] is not None)
    written = Counter[tuple[str, int]]()
    for path in (made.folder / "reports" / f"催办函-{day}").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        rows = re.findall(r"^\| \d+ \| .* \| (\d+)天 \| 第\d+次 \|$", text, re.MULTILINE)
        assert told(text, "下列N项工作已超过规定期限") == len(rows), text
        written += Counter((path.stem.split("-")[1], int(days)) for days in rows)
    assert written == urged
    assert urged or day < OVER


@pytest.mark.sweep
@pytest.mark.parametrize("day", DAYS)
def test_a_notice_numbers_what_it_lists_and_all_of_them_list_what_the_ledger_has_as_not_put_right(demo: Made, day: str) -> None:
    ran = demo.do("report", "rectification", "--as-of", day, "--format", "md", "--json")
    assert ran.code in (0, 1), ran
    listed = Counter[str]()
    for path in (demo.folder / "reports" / f"整改通知书-{day}").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        rows = re.findall(r"^\| \d+ \| ", text, re.MULTILINE)
        assert told(text, "下列N个问题") == len(rows), text
        listed[path.stem.split("-")[1]] += len(rows)
    problems = json.loads(demo.do("ledger", "--as-of", day, "--kind", "problem", "--json").out)["matters"]
    assert listed == Counter(one["lead"] for one in problems if one["state"] == "待整改") and listed
