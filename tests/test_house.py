"""The laws of the house: the tree keeps each, and each turns red when it is broken on purpose."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from house import catalogue, edge, imports, shape, writing
from house.tree import PACKAGE, Tree, checkout, planted

Law = Callable[[Tree], Iterator[str]]
LONG = "def long(unit: Annotated[str, Option()]) -> None:\n" + "    pass\n" * 40
REGISTRY_LINE = "index-url = https://" + "pypi" + ".org/simple\n"
KIND = '"""Catalogue."""\nBLANK = kind("{code}", "{name}")\n'

# law → files that break it, and what the law then says
BREACHES: Mapping[Law, tuple[Mapping[str, str], str]] = {
    imports.import_order: (
        {"terms/place.py": "def f():\n    from duchá.journal import fact\n"},
        "terms/place.py:2 in terms/ imports duchá.journal.fact",
    ),
    imports.every_folder_is_a_stage: ({"plugins/hook.py": ""}, "plugins/ has no place"),
    imports.the_edge_is_listed: ({"forms/layout.py": "import openpyxl.styles\n"}, "forms/layout.py:1 imports openpyxl.styles"),
    imports.no_loops_of_files: (
        {"forms/layout.py": "def f():\n    from duchá.forms import marks\n", "forms/marks.py": "from duchá.forms.layout import f\n"},
        "forms.layout → forms.marks",
    ),
    imports.no_loops_of_folders: (
        {
            "forms/sheet/entry.py": "from duchá.forms.package import zips\n",
            "forms/package/zips.py": "",
            "forms/package/parts.py": "from duchá.forms import names\n",
            "forms/names.py": "from duchá.forms.sheet import entry\n",
        },
        "in forms: * → sheet/ → package/",
    ),
    imports.pandas_in_reports: ({"ledger/rates.py": "def f():\n    import pandas as pd\n"}, "ledger/rates.py:2 imports pandas"),
    imports.terminal_in_cli: ({"steps/collect.py": "from rich.table import Table\n"}, "steps/collect.py:1 imports rich.table.Table"),
    imports.clock_in_cli: (
        {"ledger/status.py": "from datetime import date\nd = date.today()\n"},
        "ledger/status.py:2 reads the clock by date.today",
    ),
    imports.heavy_imports_inside: ({"reports/write_xlsx.py": "import xlsxwriter\n"}, "reports/write_xlsx.py:1 imports xlsxwriter at start"),
    imports.frames_stay_home: ({"reports/pages.py": "def pivot(rows) -> pd.DataFrame: ...\n"}, "pivot() passes a DataFrame"),
    writing.chinese_has_its_homes: (
        {"scoring/rank.py": '"""名次."""\nNAME = "名次"\ndef f():\n    return f"第{1}名"\n'},
        "scoring/rank.py:4 says '第'",
    ),
    writing.no_city_lives_in_the_program: (
        {
            "ledger/rates.py": 'NAME = "十堰"\nREGISTER = "complaints"\n',
            "../../templates/rulebooks/x/rulebook.toml": '[[forms]]\nid = "complaints"\nnumber = ""\nfilled_by = "office"\n',
        },
        "ledger/rates.py:2 names a register of a regulation: 'complaints'",
    ),
    writing.paths_are_nfc: ({unicodedata.normalize("NFD", "terms/duchá.py"): ""}, "is not NFC"),
    writing.no_registry_is_named: ({"../../requirements.lock": REGISTRY_LINE}, "requirements.lock names pypi"),
    writing.no_workplace_is_named: ({"terms/place.py": "# see /work/" + "shared/design.md\n"}, "terms/place.py names /work/"),
    writing.names_say_something: ({"forms/utils.py": ""}, "forms/utils.py is named after nothing"),
    writing.names_are_plain: ({"ledger/status.py": "class Lamps: ...\n"}, "ledger/status.py:1 Lamps"),
    writing.a_class_name_means_one_thing: (
        {"forms/layout.py": "class Line: ...\n", "reports/page.py": "class Line: ...\n"},
        "reports/page.py:1 Line is a class of src/duchá/forms/layout.py:1",
    ),
    writing.no_plural_beside_its_singular: ({"forms/mark.py": "", "forms/marks.py": ""}, "forms/mark.py lies beside its plural"),
    writing.sentences_stand_where_they_are_said: (
        {"forms/wording.py": 'YES, NOTE = "是", "说明"\n', "forms/layout.py": "from duchá.forms.wording import NOTE\n"},
        "forms/wording.py:1 NOTE is said by one module alone",
    ),
    writing.exceptions_give_reasons: ({"forms/layout.py": "import x  # noqa: F401\n"}, "forms/layout.py:1 # noqa: F401"),
    writing.public_things_say_what_they_give: (
        {"forms/layout.py": '"""Doc."""\ndef place(): ...\n'},
        "forms/layout.py:2 place has no docstring",
    ),
    shape.modules_parse: ({"forms/layout.py": "def first[T](of: list[T]) -> T: ...\n"}, "forms/layout.py:1"),
    shape.commands_are_short: ({"cli/status.py": "def register(app): ...\n" + LONG}, "cli/status.py:2 long() has 40 lines"),
    shape.records_are_frozen: (
        {"forms/model.py": "@dataclass(frozen=True)\nclass Form: ...\n"},
        "forms/model.py:2 Form is not frozen and slotted",
    ),
    shape.tables_are_records: (
        {"ledger/rates.py": "from typing import Any\ndef rate(of: list[dict[str, Any]]) -> int: ...\n"},
        "ledger/rates.py:2 has a table of anything",
    ),
    shape.facts_are_read_as_records: (
        {"ledger/rates.py": "def days(fact):\n    return fact.payload.get('days') or fact.payload['day']\n"},
        "ledger/rates.py:2 reads a payload by key",
    ),
    shape.nothing_broad_is_caught: (
        {"steps/run.py": "try: pass\nexcept (ValueError, Exception): pass\n"},
        "steps/run.py:2 catches everything",
    ),
    shape.readmes_list_their_folder: ({"forms/README.md": "`layout.py`", "forms/model.py": ""}, "does not list model.py"),
    catalogue.codes_are_unique: (
        {"journal/faults.py": KIND.format(code="J001", name="a"), "people/faults.py": KIND.format(code="J001", name="b")},
        "code J001 is used 2 times",
    ),
    catalogue.codes_follow_stages: ({"journal/faults.py": KIND.format(code="S101", name="a")}, "S101 should begin with J"),
    catalogue.readmes_list_their_codes: (
        {"journal/faults.py": KIND.format(code="J001", name="a"), "journal/README.md": "J002"},
        "README.md does not list J001",
    ),
    catalogue.codes_have_cases: ({"journal/faults.py": KIND.format(code="J001", name="a")}, "J001 BLANK has no case"),
    catalogue.texts_are_by_the_catalogue: ({"forms/faults.py": "X = FaultKind(code='S199')\n"}, "forms/faults.py:1 makes a FaultKind"),
}


@pytest.fixture(scope="module")
def tree() -> Tree:
    """The checkout, read once."""
    return checkout()


def plant(root: Path, files: Mapping[str, str]) -> Tree:
    """A small tree with the files at their places in the package."""
    for name, text in files.items():
        file = (root / PACKAGE / name).resolve()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return planted(root.resolve())


def name(law: object) -> str | None:
    """The law's own name in the report."""
    return law.__name__ if callable(law) else None


@pytest.mark.parametrize("law", BREACHES, ids=name)
def test_the_tree_keeps_the_law(law: Law, tree: Tree) -> None:
    assert not (broken := list(law(tree))), f"{law.__doc__}\n" + "\n".join(broken)


@pytest.mark.parametrize("law", BREACHES, ids=name)
def test_a_planted_breach_turns_it_red(law: Law, tmp_path: Path) -> None:
    files, says = BREACHES[law]
    found = list(law(plant(tmp_path, files)))
    assert len(found) >= 1 and any(says in breach for breach in found), found


@pytest.mark.parametrize("said", ["三个平台", "请在“三个平台”里补上", "三个平台登记表"])
def test_a_register_of_a_regulation_is_seen_by_its_printed_name_too(said: str, tmp_path: Path) -> None:
    rulebook = '[[forms]]\nid = "platforms"\ntitle = "三个平台登记表"\nsheet = "三个平台"\nfilled_by = "office"\nfile = "三个平台.xlsx"\n'
    planted_there = {"ledger/rates.py": f'SAID = "{said}"\n', "../../templates/rulebooks/x/rulebook.toml": rulebook}
    assert list(writing.no_city_lives_in_the_program(plant(tmp_path, planted_there))) == [
        f"src/duchá/ledger/rates.py:1 names a register of a regulation: '{said if said.endswith('表') else '三个平台'}'"
    ]


@pytest.mark.parametrize("law", BREACHES, ids=name)
def test_a_tree_without_the_breach_stays_green(law: Law, tmp_path: Path) -> None:
    good = {
        "terms/place.py": '"""位置."""\n\nfrom __future__ import annotations\n',
        "cli/status.py": '"""收件情况."""\n\nfrom duchá.terms import place\n\nWORDS = "收件"\n',
        "terms/README.md": "`place.py`\n",
        "cli/README.md": "`status.py`\n",
    }
    assert list(law(plant(tmp_path, good))) == []


def test_no_law_is_forgotten() -> None:
    """A law is a public function of tests/house that takes a tree and gives breaches."""
    laws = {
        found
        for module in (imports, writing, shape, catalogue)
        for found in vars(module).values()
        if callable(found)
        and getattr(found, "__module__", "") == module.__name__
        and not found.__name__.startswith("_")
        and found.__doc__
        and getattr(found, "__annotations__", {}).get("return") == "Iterator[str]"
    }
    assert laws == set(BREACHES)


def test_what_has_become_a_record_is_listed_no_more(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = edge.TABLES.keys() | edge.NOT_YET_RECORDS
    monkeypatch.setattr(shape, "TABLES", {})
    monkeypatch.setattr(shape, "NOT_YET_RECORDS", frozenset())
    broken = [*shape.tables_are_records(tree), *shape.facts_are_read_as_records(tree)]
    assert listed == {breach.partition(":")[0].removeprefix(PACKAGE) for breach in broken}


def test_the_laws_look_at_something(tree: Tree) -> None:
    """A guard pointed at a folder that moved finds nothing wrong for ever."""
    assert f"{PACKAGE}terms/fault.py" in tree.modules and len(tree.modules) > 20
    assert len(catalogue.kinds(tree)) > 10
    assert f"{PACKAGE}terms" in tree.folders


@pytest.mark.parametrize(("reason", "breaches"), [("  # house: one branch a column, in the order of the form", 0), ("  # house: no", 1)])
def test_a_reason_on_the_line_excuses_only_when_it_is_one(reason: str, breaches: int, tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        {"cli/status.py": f"def register(app): ...\ndef long(unit: Annotated[str, Option()]) -> None:{reason}\n" + "    pass\n" * 40},
    )
    assert len(list(shape.commands_are_short(tree))) == breaches


def test_codes_between_two_in_a_readme_count_as_listed(tmp_path: Path) -> None:
    three = "".join(f'K{n} = kind("J00{n}", "n{n}")\n' for n in (1, 2, 5))
    tree = plant(tmp_path, {"journal/faults.py": three, "journal/README.md": "J001–J005"})
    assert list(catalogue.readmes_list_their_codes(tree)) == []
