"""Laws about shape: commands, records, what is caught, READMEs. A file is as long as its subject: no law counts its lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from house.tree import Tree, functions, stage

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
