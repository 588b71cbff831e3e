"""Laws about fault codes: unique, named, in the right stage, listed in READMEs, each with a case."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from house.tree import PACKAGE, Tree, is_catalogue, stage

LETTERS = {
    "rulebook": "G",
    "campaign": "C",
    "workbooks": "S0",
    "forms": "S",
    "submissions": "S",
    "journal": "J",
    "registers": "S7",
    "ledger": "L",
    "scoring": "K",
    "people": "P",
    "cli": "U",
}
CODE = re.compile(r"[A-Z]\d{3}")
CODES_IN_TEXT = re.compile(r"\b([A-Z]\d{3})(?:[–-]([A-Z]\d{3}))?\b")


class Kind(NamedTuple):
    """One entry of a catalogue, as its source shows it."""

    file: str
    constant: str
    code: str
    name: str


def kinds(tree: Tree) -> list[Kind]:
    """Every entry of every faults.py: ``CONSTANT = something(code, name, …)``."""
    found = []
    for file, module in tree.modules.items():
        if is_catalogue(file):
            for node in module.body:
                value = getattr(node, "value", None)
                if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(value, ast.Call):
                    words = [*value.args[:2], *(keyword.value for keyword in value.keywords if keyword.arg in ("code", "name"))]
                    texts = [word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)]
                    if len(texts) >= 2 and CODE.fullmatch(texts[0]):
                        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                        found.append(Kind(file, ast.unparse(target), texts[0], texts[1]))
    return found


def codes_are_unique(tree: Tree) -> Iterator[str]:
    """A code and a name each stand for one fault in the whole tree; names are kebab-case."""
    for field in ("code", "name"):
        count = Counter(getattr(kind, field) for kind in kinds(tree))
        yield from (f"{field} {value} is used {times} times" for value, times in count.items() if times > 1)
    yield from (f"{kind.file} {kind.code}: {kind.name!r}" for kind in kinds(tree) if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", kind.name))


def codes_follow_stages(tree: Tree) -> Iterator[str]:
    """A code begins with the letter of its stage; workbooks/ have S001–S099."""
    for kind in kinds(tree):
        letter = LETTERS.get(stage(kind.file))
        if letter is None or not kind.code.startswith(letter):
            yield f"{kind.file} {kind.code} should begin with {letter or '(no letter is set for this stage)'}"


def readmes_list_their_codes(tree: Tree) -> Iterator[str]:
    """A folder's README lists exactly the codes of its catalogue; S101–S109 stands for those in between that exist."""
    everything = {kind.code for kind in kinds(tree)}
    for folder in sorted({PurePosixPath(kind.file).parent for kind in kinds(tree)}):
        readme = f"{folder}/README.md"
        if readme not in tree.files:
            continue
        own = {kind.code for kind in kinds(tree) if PurePosixPath(kind.file).parent == folder}
        listed = set()
        for first, last in CODES_IN_TEXT.findall(tree.text(readme)):
            listed |= {first, last or first} | set(filter(lambda code, a=first, z=last: a <= code <= z, everything))
        yield from (f"{readme} does not list {code}" for code in sorted(own - listed))
        yield from (f"{readme} lists {code}, which its catalogue does not have" for code in sorted(listed - own))


def codes_have_cases(tree: Tree) -> Iterator[str]:
    """Every code, or its constant, stands in a test; every code that a case expects is alive."""
    outside = [
        file for file in tree.files if file.startswith("tests/") and not file.startswith("tests/house/") and file != "tests/test_house.py"
    ]
    words = set(re.findall(r"\w+", " ".join(tree.text(file) for file in outside)))
    yield from (f"{kind.file} {kind.code} {kind.constant} has no case" for kind in kinds(tree) if not {kind.code, kind.constant} & words)
    alive = {kind.code for kind in kinds(tree)}
    for file in outside:
        if file.startswith("tests/cases/"):
            dead = set(re.findall(r"\"([GCSJLPU]\d{3})\"", tree.text(file))) - alive
            yield from (f"{file} expects {code}, which no catalogue has" for code in sorted(dead))


def texts_are_by_the_catalogue(tree: Tree) -> Iterator[str]:
    """An entry of a catalogue is written one way, by ``fault_kind`` in a faults.py: nothing else makes a FaultKind."""
    for file, module in tree.modules.items():
        if file != f"{PACKAGE}terms/fault.py":
            foreign = ("FaultKind",) if is_catalogue(file) else ("FaultKind", "fault_kind")
            for node in ast.walk(module):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(foreign) and not tree.excused(file, node.lineno):
                    yield f"{file}:{node.lineno} makes a FaultKind of its own"
