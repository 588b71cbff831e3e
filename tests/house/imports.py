"""Laws about who may know whom: import order, formats and the system, the terminal, the clock, data frames."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from house.tree import STAGES, Tree, functions, imports, stage

AT_THE_EDGE = {
    *("openpyxl", "python_calamine", "xlrd", "xlsxwriter", "docx", "docxtpl", "jinja2", "msoffcrypto", "PIL", "lxml", "defusedxml"),
    *("sqlite3", "os", "io", "zipfile", "tarfile", "tempfile", "shutil", "subprocess", "multiprocessing", "socket", "smtplib", "glob"),
}
TERMINAL = {"typer", "rich", "click", "shellingham"}
CLOCKS = {
    *(("date", "today"), ("datetime", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time"), ("time", "time_ns")),
    *(("time", "localtime"), ("time", "gmtime"), ("time", "ctime"), ("time", "strftime")),
}


def import_order(tree: Tree) -> Iterator[str]:
    """No import runs to the right."""
    for file, module in tree.modules.items():
        for line, name in imports(module):
            if name.startswith("."):
                yield f"{file}:{line} imports {name} by a relative path"
            parts = name.split(".")
            staged = parts[0] == "duchá" and len(parts) > 1 and parts[1] in STAGES and stage(file) in STAGES
            if staged and STAGES.index(parts[1]) > STAGES.index(stage(file)):
                yield f"{file}:{line} in {stage(file)}/ imports {name}"


def every_folder_is_a_stage(tree: Tree) -> Iterator[str]:
    """Every folder of the package stands in the order."""
    for found in sorted({stage(file) for file in tree.modules} - {"", *STAGES}):
        yield f"{found}/ has no place in the order"


def formats_and_system_at_the_edge(tree: Tree) -> Iterator[str]:
    """Only read_*.py and write_*.py touch file formats, the store and the system; a Path may also be named in steps/ and cli/."""
    for file, module in tree.modules.items():
        if _at_the_edge(file) or not stage(file):
            continue
        for line, name in imports(module):
            top = name.split(".")[0]
            if (top in AT_THE_EDGE or (top == "pathlib" and stage(file) not in ("steps", "cli"))) and not tree.excused(file, line):
                yield f"{file}:{line} imports {name}; only read_*.py and write_*.py may"
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
                yield f"{file}:{node.lineno} opens a file; only read_*.py and write_*.py may"


def pandas_in_reports(tree: Tree) -> Iterator[str]:
    """pandas serves people's views: only in reports/."""
    for file, module in tree.modules.items():
        for line, name in imports(module):
            if name.split(".")[0] == "pandas" and stage(file) != "reports":
                yield f"{file}:{line} imports pandas"


def terminal_in_cli(tree: Tree) -> Iterator[str]:
    """typer and rich only in cli/; nobody else prints or asks."""
    for file, module in tree.modules.items():
        if stage(file) == "cli":
            continue
        for line, name in imports(module):
            if name.split(".")[0] in TERMINAL:
                yield f"{file}:{line} imports {name}"
        for node in ast.walk(module):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if called in ("print", "input") and not tree.excused(file, node.lineno):
                yield f"{file}:{node.lineno} calls {called}()"


def clock_in_cli(tree: Tree) -> Iterator[str]:
    """Nobody reads the clock below cli/: the day is a parameter. (time.monotonic measures, it does not tell the time.)"""
    for file, module in tree.modules.items():
        if stage(file) == "cli":
            continue
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute) and (_last_name(node.value), node.attr) in CLOCKS and not tree.excused(file, node.lineno):
                yield f"{file}:{node.lineno} reads the clock by {_last_name(node.value)}.{node.attr}"
        for line, name in imports(module):
            if tuple(name.split(".")[-2:]) in CLOCKS:
                yield f"{file}:{line} imports the clock {name}"


def heavy_imports_inside(tree: Tree) -> Iterator[str]:
    """What is slow to import is imported in the function that needs it, except in a module that is itself imported so."""
    heavy = {"openpyxl", "pandas", "docx", "docxtpl", "python_calamine", "xlsxwriter", "chinese_calendar", "xlrd", "lxml", "jinja2", "PIL"}
    for file, module in tree.modules.items():
        for node in module.body:
            for line, name in imports(ast.Module([node], [])) if isinstance(node, ast.Import | ast.ImportFrom) else ():
                if name.split(".")[0] in heavy and not tree.excused(file, line):
                    yield f"{file}:{line} imports {name} at start"


def frames_stay_home(tree: Tree) -> Iterator[str]:
    """A DataFrame never crosses a folder: no public function takes or gives one, no record holds one."""
    for file, module in tree.modules.items():
        for function in functions(module):
            arguments = [*function.args.args, *function.args.kwonlyargs, *function.args.posonlyargs]
            wanted = [argument.annotation for argument in arguments] + [function.returns]
            if not function.name.startswith("_") and any(_names_frame(annotation) for annotation in wanted):
                yield f"{file}:{function.lineno} {function.name}() passes a DataFrame"
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                fields = (item for item in node.body if isinstance(item, ast.AnnAssign))
                yield from (f"{file}:{field.lineno} {node.name} holds a DataFrame" for field in fields if _names_frame(field.annotation))


def _at_the_edge(file: str) -> bool:
    return file.rpartition("/")[2].startswith(("read_", "write_"))


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _names_frame(annotation: ast.expr | None) -> bool:
    return annotation is not None and any(word in ast.unparse(annotation) for word in ("DataFrame", "pd.Series", "pandas.Series"))
