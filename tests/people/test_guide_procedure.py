"""The procedure of docs/write-your-own-rulebook.md is a whole rulebook: it holds, and its cases come out as the page prints them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import CHECKOUT
from duchá.cli.app import run
from people.jincheng import cases, jincheng, shown
from scoring.office import Office

GUIDE = CHECKOUT / "docs" / "write-your-own-rulebook.md"


def section() -> str:
    return GUIDE.read_text(encoding="utf-8").split("## 办案程序", 1)[1]


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("guide") / "来信"
    book = folder / "templates" / "rulebooks" / "our-letters"
    book.mkdir(parents=True)
    text = re.search(r"```toml\n(.*?)```", section(), re.DOTALL)
    assert text is not None
    (book / "rulebook.toml").write_text(text[1], encoding="utf-8")
    office = jincheng(folder, "our-letters")
    office.write({
        "群众来信": [{"来信编号": "LX-1", "收信日期": date(2019, 3, 1), "经办单位": "市住建局", "署名": "实名"}],
        "来信办理": [{"日期": date(2019, 3, 4), "来信编号": "LX-1", "环节": "转办", "发往": "市住建局", "抄送": "督查室"}],
    })  # fmt: skip
    office.run("record", wants=1)
    return office


def test_the_example_holds(letters: Office, capsys: Any) -> None:
    assert run(["rulebooks", "our-letters", "--check", "-C", str(letters.folder)]) == 0, capsys.readouterr()


def test_it_prints_what_the_page_prints(letters: Office) -> None:
    printed = re.search(r"```\n\$ duchá case list\n(.*?)```", section(), re.DOTALL)
    assert printed is not None
    said = letters.run("case", "list", "--as-of", "2019-03-05", wants=1)
    for line in printed[1].strip().splitlines():
        assert re.sub(r"[\s─]+", "", line) in re.sub(r"[\s─]+", "", said), line


def test_its_case_goes_through_once_everything_is_said(letters: Office) -> None:
    assert shown(letters, "LX-1", date(2019, 3, 5))["state"] == "已登记"
    letters.write({
        "来信办理": [
            {"日期": date(2019, 3, 5), "来信编号": "LX-1", "环节": "联系来信人", "结果": "已核对"},
            {"日期": date(2019, 3, 5), "来信编号": "LX-1", "环节": "转办", "发往": "市住建局", "抄送": "督查室", "批准人": "李"},
        ],
    })  # fmt: skip
    letters.run("record", wants=None)
    found = cases(letters, date(2019, 3, 18))["cases"][0]
    assert (found["state"], found["next"]) == ("已转办", ["答复"])
    one = shown(letters, "LX-1", date(2019, 3, 18))
    assert (one["due"], one["light"]) == ("2019-03-20", "yellow")
    assert shown(letters, "LX-1", date(2019, 3, 21))["light"] in ("red", "flashing")
    assert Path(letters.folder, "registers", "核实材料.xlsx").exists()
