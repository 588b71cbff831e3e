"""``duchá report summary`` in a real campaign folder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from conftest import Ran
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.terms.moment import Moment
from reports.returns import SHANGHAI, Journal, filled, row
from sweep.campaigns import EMPTY, command, make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign with one return in its journal."""
    folder = tmp_path / "行动"
    begun = datetime(2015, 11, 3, 9, 0, tzinfo=SHANGHAI)
    init_campaign(folder, Wish(rulebooks=("dantu-2015",), name="依法履职"), Moment(now=begun, by="张三"))
    journal = Journal(path=folder / ".duchá" / "journal.sqlite3")
    journal.submit("区财政局", 18, filled("approval", row("approval", 1, "许可", "超期", "已整改")))
    return folder


def test_the_workbook_and_the_text_are_written_and_named(ducha: Callable[..., Ran], folder: Path) -> None:
    ran = ducha("report", "summary", "--as-of", "2015-11-24", cwd=folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "应报164份，实报1份（按时1份、逾期0份），未报163份；发现问题1件，单位自报已整改1件，自报整改率100.00%。" in ran.stdout
    assert (folder / "reports" / "自查自纠汇总-2015-11-24.xlsx").is_file()
    answer = json.loads(ducha("report", "summary", "--as-of", "2015-11-24", "--format", "md", "--json", cwd=folder).stdout)
    assert Path(answer["file"]) == folder / "reports" / "自查自纠汇总-2015-11-24.md"
    assert {page["name"]: page["rows"] for page in answer["pages"]}["附件2"] == 1


@pytest.mark.requirement("X-07")
def test_the_same_day_as_known_then_is_repeated_to_the_byte(ducha: Callable[..., Ran], folder: Path) -> None:
    again = ("report", "summary", "--as-of", "2015-11-24", "--known-at", "2015-11-10T12:00", "-q")
    path = folder / "reports" / "自查自纠汇总-2015-11-24.xlsx"
    assert ducha(*again, cwd=folder).returncode == 0
    before = path.read_bytes()
    later = Journal(path=folder / ".duchá" / "journal.sqlite3", receipts=1, now=datetime(2015, 11, 25, tzinfo=SHANGHAI))
    later.submit("区审计局", 18, filled("approval", nil=True))
    assert ducha(*again, cwd=folder).returncode == 0
    assert path.read_bytes() == before
    assert ducha("report", "summary", "--as-of", "2015-11-24", "-q", cwd=folder).returncode == 0
    assert path.read_bytes() != before


def test_what_the_campaign_lacks_is_said_once_and_is_no_reason_to_look_at_the_report(ducha: Callable[..., Ran], folder: Path) -> None:
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8").replace("[groups]", '[groups]\n"镇、街道、园区" = ["乡镇"]')
    settings.write_text(text, encoding="utf-8")
    said = []
    for _ in range(2):
        ran = ducha("report", "bulletin", "--as-of", "2015-11-24", cwd=folder)
        assert ran.returncode == 0
        said.append("（C017）" in ran.stdout)
    assert said == [True, False]


@pytest.mark.parametrize("written_as", ["md", "xlsx", "docx", "html"])
def test_the_annual_report_names_readings_of_another_rulebook_with_their_own_article(tmp_path: Path, written_as: str) -> None:
    """A04: it ended in a program error where a return counts as 限期材料."""
    folder = make(tmp_path / "行动", ("dantu-2015", "jincheng-points-2017"), EMPTY).folder
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8").replace("[readings]", 'timed_materials = ["report"]\n\n[readings]', 1)
    settings.write_text(text, encoding="utf-8")
    ran = command("report", "annual", "--period", "2018", "--as-of", "2018-12-31", "--format", written_as, "-C", folder)
    assert ran.code in (0, 1) and not ran.error, ran
    if written_as == "md":
        text = (folder / "reports" / "年末总评及建议-2018-2018-12-31.md").read_text(encoding="utf-8")
        assert re.search("“11月20日前”含不含当日 .*《丹徒专项督查通知》四（二）.* 不含当日", text)


@pytest.mark.parametrize(
    ("rulebooks", "code", "words"),
    [
        (("dantu-2015",), "K021", "没有计分条款，出不了单位积分明细"),
        (("wuzhi-2015",), "K022", "没有任何单位的《"),
    ],
)
def test_a_unit_page_without_points_is_one_line(tmp_path: Path, rulebooks: tuple[str, ...], code: str, words: str) -> None:
    """A05: it ended in a program error."""
    folder = make(tmp_path / "行动", rulebooks, EMPTY).folder
    ran = command("report", "unit", "-C", folder, "--as-of", "2018-06-20")
    assert (ran.code, ran.out, code in ran.err, words in ran.err, ran.err.count("\n")) == (2, "", True, True, 1), ran


def test_an_unknown_report_is_one_line_and_exit_2(ducha: Callable[..., Ran], folder: Path) -> None:
    ran = ducha("report", "nonsense", cwd=folder)
    assert (ran.returncode, len(ran.stderr.strip().splitlines())) == (2, 1)
