"""What a writer may get wrong about points is refused with its line, its key and what to do, all of it in one run. Cases: tests/cases/rulebook/misuses.toml."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
import tomli

from conftest import CHECKOUT
from duchá.cli.app import run
from duchá.rulebook.parse import parse_rulebook
from scoring.own import BASE, FORM, HEAD, rule

CASES = tomli.loads((CHECKOUT / "tests/cases/rulebook/misuses.toml").read_text(encoding="utf-8"))["cases"]


def whole(text: str) -> str:
    return HEAD + text.replace("FORM\n", FORM).replace("BASE\n", BASE)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_misuse_is_named_by_its_key(case: dict[str, Any]) -> None:
    """E01, E07, E12."""
    faults = parse_rulebook("own", {"own": {"rulebook.toml": whole(case["text"])}})[1]
    assert [[fault.kind.code, fault.place.label] for fault in faults] == case["named"]
    for fault in faults:
        assert fault.message.endswith("。") and fault.remedy


def test_all_mistakes_come_in_one_run_in_the_order_of_the_text_with_their_lines(tmp_path: Path) -> None:
    """A path, without a campaign (E17)."""
    limit = '[[limits]]\nid = "{id}"\nname = "封顶"\narticle = "1"\n{keys}\n'
    text = (
        HEAD
        + BASE
        + rule("entered", any_role="true")
        + limit.format(id="a", keys="most = 5")
        + limit.format(id="b", keys='groups = ["x"]\nleast = "-1"')
    )
    text += '[grading]\narticle = "1"\ngrades = [{ name = "良", least = "60" }, { name = "优", least = "90" }]\n'
    text += '[[consequences]]\nid = "c"\nname = "表彰"\narticle = "1"\nsays = "表彰"\ntop = 1\ntop_share = "0.2"\nunless = "d"\n'
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "rulebook.toml").write_text(text, encoding="utf-8")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["rulebooks", str(tmp_path / "own"), "--check", "--json"]) == 1
    found = [(fault["code"], fault["label"], fault["cell"]) for fault in json.loads(out.getvalue())["faults"]]

    def line(said: str) -> str:
        return f"第{next(at for at, line in enumerate(text.splitlines(), 1) if line.startswith(said))}行"

    assert found == [
        ("G126", "limits.a.most", line("most = 5")),
        ("G007", "limits.b.groups", line('groups = ["x"]')),
        ("G126", "grading.grades[2]", line("grades = ")),
        ("G126", "consequences.c.top_share", line('top_share = "0.2"')),
        ("G007", "consequences.c.unless", line('unless = "d"')),
    ]
