"""Which test shows which requirement, and where a rulebook holds it: read from the tests' markers and the rulebooks, never typed.

A test says what it shows by ``@pytest.mark.requirement("DT-01", key="dantu-2015 forms.approval")``. The key may be left out where a
rulebook names the requirement itself (``requirement = "DT-01"``). ``python tests/house/traceability.py`` writes docs/traceability.md.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "traceability.md"
COUNTS: Mapping[str, int] = {"X": 12, "DT": 40, "JC-Z": 23, "JC-J": 33, "JC-R": 24, "JC-K": 15, "SY": 32, "WZ": 27, "JS": 24}
IDS = tuple(f"{family}-{number:02}" for family, count in COUNTS.items() for number in range(1, count + 1))
HEAD = """# Requirements, rulebooks and tests

One row a requirement: where a rulebook holds it (`—`: it is the program's own), and a test that shows it. Made by `make traceability`.

| requirement | rulebook key | test |
| --- | --- | --- |
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A requirement that a test shows; ``key`` is empty where the rulebook names it itself."""

    requirement: str
    key: str
    test: str
    line: int


def shown_by_tests(root: Path = ROOT) -> Iterator[Shown]:
    """Every marker of every test, by the order of files."""
    for file in sorted((root / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "requirement":
                words = [one.value for one in node.args if isinstance(one, ast.Constant)]
                keys = [one.value.value for one in node.keywords if one.arg == "key" and isinstance(one.value, ast.Constant)]
                for word in words:
                    yield Shown(requirement=str(word), key=str(*keys), test=file.relative_to(root).as_posix(), line=node.lineno)


def keys_of_rulebooks(root: Path = ROOT) -> dict[str, str]:
    """The first place of each requirement that a shipped rulebook names: ``dantu-2015 forms.approval``."""
    found: dict[str, str] = {}
    for file in sorted((root / "templates" / "rulebooks").glob("*/rulebook.toml")):
        with file.open("rb") as stream:
            for path, requirement in _named(tomllib.load(stream), ()):
                for one in re.findall(r"[A-Z]+(?:-[A-Z])?-\d{2}", requirement):
                    found.setdefault(one, f"{file.parent.name} {'.'.join(path)}")
    return found


def _named(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        if isinstance(said := value.get("requirement"), str):
            yield path, said
        for key, inner in value.items():
            yield from _named(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            name = (
                next((str(inner[key]) for key in ("id", "name") if key in inner), str(number)) if isinstance(inner, dict) else str(number)
            )
            yield from _named(inner, (*path, name))


def page(root: Path = ROOT) -> str:
    """docs/traceability.md as it is to be."""
    keys, tests = keys_of_rulebooks(root), {}
    for shown in shown_by_tests(root):
        tests.setdefault(shown.requirement, shown)
    rows = ((one, (tests[one].key if one in tests else "") or keys.get(one, "—"), tests[one].test if one in tests else "") for one in IDS)
    return HEAD + "".join(f"| {one} | {key} | {test} |\n" for one, key, test in rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
