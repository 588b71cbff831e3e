"""What somebody meets who uses the program for the first time, from README.md and the guide of rulebooks alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ran
from duchá.cli.explain import catalogue
from steps.office import Office
from steps.terminal import on_screen
from submissions.sample import context, unit_cell

Run = Callable[..., Ran]
OF_OUR_CHECKLIST = re.compile(r"\b(?:[A-DX]-?\d\d|(?:DT|SY|WZ|JS|JC-[A-Z])-\d\d|practice)\b")


def test_a_rulebook_just_begun_is_used_by_the_very_next_command_of_the_guide(ducha: Run, tmp_path: Path) -> None:
    assert ducha("rulebooks", "mou-2026", "--new").returncode == 0  # outside a campaign: in the working folder
    assert ducha("rulebooks", "mou-2026", "--check").returncode == 0
    made = ducha("init-campaign", "试算", "--rulebook", "mou-2026")
    assert made.returncode == 1 and "C008" in made.stdout, made.stderr  # nothing is missing but the units
    own = tmp_path / "试算" / "templates" / "rulebooks" / "mou-2026" / "rulebook.toml"
    assert own.read_text(encoding="utf-8") == (tmp_path / "mou-2026" / "rulebook.toml").read_text(encoding="utf-8")


def test_a_rulebook_given_by_its_path_comes_into_the_campaign_with_the_one_that_it_changes(ducha: Run, tmp_path: Path) -> None:
    ducha("rulebooks", "upper", "--new")
    lower = tmp_path / "lower"
    lower.mkdir()
    (lower / "rulebook.toml").write_text(
        'id = "lower"\nextends = "upper"\ntitle = "某县细则"\nshort_title = "细则"\nedition = "1"\nsource = "某县"\n', encoding="utf-8"
    )
    made = ducha("init-campaign", "行动", "--rulebook", "./lower/rulebook.toml")
    assert made.returncode == 1 and "C008" in made.stdout, made.stderr
    own = tmp_path / "行动" / "templates" / "rulebooks"
    assert sorted(folder.name for folder in own.iterdir()) == ["lower", "upper"]
    assert 'rulebooks = ["lower"]' in (tmp_path / "行动" / "campaign.toml").read_text(encoding="utf-8")
    (own / "lower" / "rulebook.toml").write_text((lower / "rulebook.toml").read_text("utf-8").replace("某县细则", "改过的细则"), "utf-8")
    ducha("init-campaign", "行动", "--rulebook", "lower")
    assert "改过的细则" in (own / "lower" / "rulebook.toml").read_text(encoding="utf-8")  # what the campaign has is not overwritten


def test_the_rulebook_of_the_folder_one_stands_in_is_checked_and_not_all_the_others(ducha: Run, tmp_path: Path) -> None:
    ducha("rulebooks", "mou-2026", "--new")
    path = tmp_path / "mou-2026" / "rulebook.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\nmistake = 1\n", encoding="utf-8")
    done = ducha("rulebooks", ".", "--check", cwd=path.parent)
    assert done.returncode == 1 and "mistake" in done.stdout and "dantu-2015" not in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('form = "monthly"', 'form = "monthyl"', "第{line}行（deliverables.monthly.form）"),
        ('groups = ["units"]', 'groups = ["unit"]', "第{line}行（deliverables.monthly.groups）"),
        ('article = "3"\n\n[[deliv', 'article = "3"\ncount = 2\n\n[[deliv', "第{line}行（groups.units.count）"),
    ],
)
def test_a_mistake_in_a_return_or_a_group_is_said_with_its_line_and_its_entry(
    ducha: Run, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (
        'id = "yuebao"\ntitle = "月报办法"\nshort_title = "月报"\nedition = "1"\nsource = "某区"\n'
        '[[articles]]\nid = "3"\nnumber = "第三条"\nsummary = "按月报送"\n[[groups]]\nid = "units"\nname = "部门"\narticle = "3"\n\n'
        '[[deliverables]]\nkey = "monthly"\nname = "月报"\narticle = "3"\ngroups = ["units"]\nrecipient = "督查室"\nform = "monthly"\n'
        'due = { text = "4月25日前", month = 4, day = 25 }\n'
        '[[forms]]\nid = "monthly"\nnumber = "附件1"\ntitle = "月报表"\nsheet = "附件1"\narticle = "3"\n'
        'header = [{ id = "unit", label = "填报单位", kind = "unit", required = true }]\ncolumns = [{ id = "n", title = "件数", kind = "count" }]\n'
    )
    assert text.count(old) == 1
    wrong = text.replace(old, new)
    (tmp_path / "yuebao").mkdir()
    (tmp_path / "yuebao" / "rulebook.toml").write_text(wrong, encoding="utf-8")
    mistake = new.splitlines()[1 if "count" in new else 0]
    done = ducha("rulebooks", "yuebao", "--check")
    assert done.returncode == 1
    assert "yuebao/rulebook.toml " + said.format(line=wrong.splitlines().index(mistake) + 1) in done.stdout


def test_no_page_of_a_fault_shows_a_number_of_our_own_checklist(ducha: Run) -> None:
    cited = [kind for kind in catalogue() if OF_OUR_CHECKLIST.search(kind.source)]
    assert len(cited) > 50
    for kind in cited[::25]:
        assert not OF_OUR_CHECKLIST.search(ducha("explain", kind.code).stdout), kind.code
        assert json.loads(ducha("explain", kind.code, "--json").stdout)["source"] == kind.source


def test_an_example_that_is_not_there_is_answered_with_all_that_are(ducha: Run) -> None:
    done = ducha("demo", "--example", "somewhere")
    assert done.returncode == 2
    assert "jincheng-2017、jinshui、shiyan-2015、wuzhi-2015、monthly；" in done.stderr


def test_a_place_that_names_the_unit_on_every_sheet_is_said_once() -> None:
    from duchá.submissions.unit.identify import identify_unit

    _, (fault,) = identify_unit({"unit": "区财政局"}, [unit_cell("区统计局"), unit_cell("区财政局"), unit_cell("区财政局")], context())
    said = fault.message
    assert fault.kind.code == "S303" and len(re.findall("表内“[^”]*”为“区财政局”", said)) == 1 and "为“区统计局”" in said


def test_the_path_of_what_was_written_stands_in_one_piece_on_a_narrow_screen(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "很长的文件夹名称放在这里" / "再长一些的文件夹名称"
    folder.parent.mkdir()
    office.folder.rename(folder)
    for command in (("report", "summary", "--as-of", "2015-11-20"), ("report", "register", "收件登记", "--as-of", "2015-11-20")):
        shown = on_screen(*command, columns=80, cwd=folder).text.splitlines()
        written = [path for path in (folder / "reports").iterdir() if any(str(path) in line for line in shown)]
        assert len(written) == len(list((folder / "reports").iterdir())), shown
        for path in written:
            path.unlink()
    offered = [line for line in shown if line.startswith("duchá record ")]
    assert offered and str(folder / "reports") in offered[0]


def test_a_score_of_days_before_the_rulebook_says_that_no_rule_counts(ducha: Run, tmp_path: Path) -> None:
    made = ducha("init-campaign", "行动", "--rulebook", "dantu-2015", "--rulebook", "jincheng-points-2017")
    assert made.returncode == 1, made.stderr
    folder = tmp_path / "行动"
    early = ducha("score", "2015Q4", "--as-of", "2015-12-31", cwd=folder).stdout
    assert "《积分办法》2017年11月20日起施行，本期在施行以前，加分、减分的条款都没有计。" in early
    assert "施行以前" not in ducha("score", "2018Q1", "--as-of", "2018-04-10", cwd=folder).stdout
