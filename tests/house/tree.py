"""A tree of files as the laws see it: the checkout, or a small one planted by a test."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

PACKAGE = "src/duchá/"
STAGES = (
    *("terms", "workbooks", "rulebook", "campaign", "forms", "submissions", "journal", "receipts", "registers"),
    *("ledger", "scoring", "people", "reports", "demo", "steps", "cli"),
)
REASON = "# house: "  # on the line of a breach that has its reason


@dataclass(frozen=True)
class Tree:
    """Files by their path from the top; only what git tracks or would track."""

    root: Path
    files: tuple[str, ...]

    def text(self, file: str) -> str:
        """The text of a file; empty when it is not text."""
        content = (self.root / file).read_bytes()
        return "" if b"\0" in content else content.decode("utf-8", "replace")

    @cached_property
    def modules(self) -> Mapping[str, ast.Module]:
        """The parsed modules of the package, by path; those that do not parse are a breach of their own law."""
        return {file: module for file, module in self._parsed.items() if isinstance(module, ast.Module)}

    @cached_property
    def unparsable(self) -> Mapping[str, SyntaxError]:
        """The modules of the package that the oldest Python we serve cannot parse."""
        return {file: error for file, error in self._parsed.items() if isinstance(error, SyntaxError)}

    @cached_property
    def _parsed(self) -> Mapping[str, ast.Module | SyntaxError]:
        return {file: _parse(self.text(file), file) for file in self.files if file.startswith(PACKAGE) and file.endswith(".py")}

    @cached_property
    def folders(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the files of each folder of the package that holds modules besides ``__init__.py``."""
        folders: dict[str, list[str]] = {}
        for file in self.files:
            if file.startswith(PACKAGE) and PurePosixPath(file).parent != PurePosixPath(PACKAGE):
                folders.setdefault(str(PurePosixPath(file).parent), []).append(PurePosixPath(file).name)
        return {folder: tuple(names) for folder, names in folders.items() if any(n.endswith(".py") and n != "__init__.py" for n in names)}

    def excused(self, file: str, line: int) -> bool:
        """True when the line gives the reason for its breach."""
        _, mark, reason = self.text(file).splitlines()[line - 1].partition(REASON)
        return bool(mark) and len(reason.strip()) >= 10


def _parse(text: str, file: str) -> ast.Module | SyntaxError:
    try:
        return ast.parse(text, file, feature_version=(3, 11))
    except SyntaxError as error:
        return error


def checkout() -> Tree:
    """The checkout that this test file belongs to: tracked files and those not yet added."""
    root = Path(__file__).resolve().parents[2]
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root, capture_output=True, check=False
    )
    if listed.returncode:  # an unpacked source distribution
        return planted(root)
    names = [name.decode("utf-8", "replace") for name in listed.stdout.split(b"\0") if name]
    return Tree(root, tuple(sorted(name for name in set(names) if (root / name).is_file())))


def planted(root: Path) -> Tree:
    """Every file under a folder."""
    hidden = {".venv", ".git", "build", "dist"}
    files = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return Tree(root, tuple(sorted(file.as_posix() for file in files if not hidden & set(file.parts) and "__pycache__" not in file.parts)))


def stage(file: str) -> str:
    """The stage that a module belongs to; empty for the package's own files."""
    first, _, rest = file.removeprefix(PACKAGE).partition("/")
    return first if rest else ""


def is_catalogue(file: str) -> bool:
    """True for a catalogue of faults: a ``faults.py``, or a module of a folder ``faults/``."""
    path = PurePosixPath(file)
    return path.name == "faults.py" or path.parent.name == "faults"


def imports(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything imported, wherever in the module."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
