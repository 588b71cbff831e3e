"""Laws about shape: commands, records, what is caught, READMEs. A file is as long as its subject: no law counts its lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from house.edge import NOT_YET_RECORDS, TABLES
from house.tree import PACKAGE, Tree, functions, stage

LONGEST_COMMAND = 12


def modules_parse(tree: Tree) -> Iterator[str]:
    """Every module is valid on Python 3.11."""
    return (f"{file}:{error.lineno} {error.msg}" for file, error in tree.unparsable.items())


def commands_are_short(tree: Tree) -> Iterator[str]:
    """A command is options → one step → answer: at most twelve lines after its docstring."""
    for file, module in tree.modules.items():
        if stage(file) == "cli" and any(function.name == "register" for function in functions(module)):
            for function in (one for one in functions(module) if _is_command(one)):
                body = function.body[1:] if ast.get_docstring(function) else function.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                if lines > LONGEST_COMMAND and not tree.excused(file, function.lineno):
                    yield f"{file}:{function.lineno} {function.name}() has {lines} lines"


def records_are_frozen(tree: Tree) -> Iterator[str]:
    """Every dataclass is frozen and slotted."""
    for file, module in tree.modules.items():
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                for mark in node.decorator_list:
                    written = ast.unparse(mark)
                    loose = "dataclass" in written and not ("frozen=True" in written and "slots=True" in written)
                    if loose and not tree.excused(file, mark.lineno):
                        yield f"{file}:{node.lineno} {node.name} is not frozen and slotted"


def nothing_broad_is_caught(tree: Tree) -> Iterator[str]:
    """No bare except, no except Exception or BaseException: what is caught is named."""
    for file in tree.files:
        if file.endswith(".py") and not file.startswith("tests/") and file not in tree.unparsable:
            for node in ast.walk(ast.parse(tree.text(file))):
                if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not tree.excused(file, node.lineno):
                    yield f"{file}:{node.lineno} catches everything"


def readmes_list_their_folder(tree: Tree) -> Iterator[str]:
    """Each folder's README names exactly the files of its folder."""
    for folder, names in tree.folders.items():
        if "README.md" not in names:
            yield f"{folder} has no README.md"
            continue
        text = tree.text(f"{folder}/README.md")
        listed = {found[1] for found in re.finditer(r"`([\w.-]+\.py)`", text)} - {"__init__.py"}
        there = {name for name in names if name.endswith(".py")} - {"__init__.py"}
        yield from (f"{folder}/README.md does not list {name}" for name in sorted(there - listed))
        yield from (f"{folder}/README.md lists {name}, which is not there" for name in sorted(listed - there))
        inner = {PurePosixPath(other).name for other in tree.folders if str(PurePosixPath(other).parent) == folder}
        yield from (f"{folder}/README.md does not list {name}/" for name in sorted(inner) if f"`{name}/" not in text)


def _is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """What typer calls: its parameters are annotated as options or arguments."""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    return any(isinstance(one.annotation, ast.Subscript) and ast.unparse(one.annotation.value) == "Annotated" for one in arguments)


def _is_broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or (isinstance(name, ast.Name) and name.id in ("Exception", "BaseException")) for name in names)


def tables_are_records(tree: Tree) -> Iterator[str]:
    """Past the edge nothing is handed on as a table of anything: what has known keys is a frozen record."""
    for file, module in tree.modules.items():
        short = file.removeprefix(PACKAGE)
        found = sorted({node.lineno for node in ast.walk(module) if _is_table_of_anything(node)})
        if short not in TABLES and short not in NOT_YET_RECORDS:
            yield from (f"{file}:{line} has a table of anything" for line in found)


def facts_are_read_as_records(tree: Tree) -> Iterator[str]:
    """What a fact says is read from its record (`journal/records.py`, `journal/notes.py`), not from its payload by key."""
    for file, module in tree.modules.items():
        short = file.removeprefix(PACKAGE)
        found = sorted({node.lineno for node in ast.walk(module) if _reads_payload(node)})
        if short != "journal/records.py" and short not in NOT_YET_RECORDS:
            yield from (f"{file}:{line} reads a payload by key" for line in found)


def _is_table_of_anything(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript) and ast.unparse(node) in ("dict[str, Any]", "Mapping[str, Any]")


def _reads_payload(node: ast.AST) -> bool:
    by_key = isinstance(node, ast.Subscript) or (isinstance(node, ast.Attribute) and node.attr == "get")
    return by_key and isinstance(node.value, ast.Attribute) and node.value.attr == "payload"
