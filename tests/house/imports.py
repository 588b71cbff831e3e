"""Laws about who may know whom: import order, formats and the system, the terminal, the clock, data frames."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from house.edge import EDGE
from house.tree import PACKAGE, STAGES, Tree, functions, imports, stage

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


def no_loops_of_files(tree: Tree) -> Iterator[str]:
    """No module reaches itself by what it imports, wherever in it the import stands."""
    for loop in _loops(_graph(tree)):
        yield f"{' → '.join(loop)} import each other in a loop"


def no_loops_of_folders(tree: Tree) -> Iterator[str]:
    """No sibling folders import each other in a loop; what lies beside sub-folders stands above all of them or below, never both by one way."""
    graph = _graph(tree)
    folders = {name.rpartition(".")[0] for name in graph}
    for parent in sorted({"", *folders, *(folder.rpartition(".")[0] for folder in folders)}):
        edges: dict[str, set[str]] = {}
        for name, targets in graph.items():
            if (mine := _child(name, parent)) is not None:
                others = {child for target in targets if (child := _child(target, parent)) is not None and child != mine}
                edges.setdefault(mine, set()).update(others)
        for loop in _loops(edges):
            yield f"in {parent or 'the package'}: {' → '.join(loop)} import each other in a loop"


def _child(name: str, parent: str) -> str | None:
    """The folder of a parent in which a module lies, ``*`` for the parent's own modules; None for modules of elsewhere."""
    if parent and not name.startswith(f"{parent}."):
        return None
    first, _, rest = name[len(parent) + 1 if parent else 0 :].partition(".")
    return f"{first}/" if rest else "*"


def _graph(tree: Tree) -> dict[str, set[str]]:
    """The modules of the package by their names below it, with those that each imports."""
    modules = {file.removeprefix(PACKAGE).removesuffix(".py").replace("/", "."): module for file, module in tree.modules.items()}
    modules = {name: module for name, module in modules.items() if not name.endswith("__init__") and name != "__main__"}
    found: dict[str, set[str]] = {name: set() for name in modules}
    for name, module in modules.items():
        for _, target in imports(module):
            inner = target.removeprefix("duchá.") if target.startswith("duchá.") else ""
            found[name] |= {one for one in (inner, inner.rpartition(".")[0]) if one in modules and one != name}
    return found


def _loops(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """What reaches itself, each loop once: what is left when everything without a way on, or without a way in, is taken away."""
    left = {name: set(targets) & set(edges) for name, targets in edges.items()}
    while loose := {name for name, targets in left.items() if not targets} | {
        name for name in left if not any(name in t for t in left.values())
    }:
        left = {name: targets - loose for name, targets in left.items() if name not in loose}
    found: list[list[str]] = []
    for start in sorted(left):
        if not any(start in loop for loop in found):
            path = [start]
            while (onward := min(left[path[-1]])) not in path:
                path.append(onward)
            loop = path[path.index(onward) :]
            if set(loop) not in map(set, found):
                found.append(loop)
    return found


def the_edge_is_listed(tree: Tree) -> Iterator[str]:
    """Formats, the store and the system are touched by the modules of ``edge.EDGE`` alone, each with what it touches; none is listed in vain.

    A Path may also be named in steps/ and cli/.
    """
    touching = {file: next(_touches(file, module, tree), "") for file, module in tree.modules.items() if stage(file)}
    for file, touched in touching.items():
        if touched and file.removeprefix(PACKAGE) not in EDGE:
            yield f"{touched}, and stands not in tests/house/edge.py"
    if "src/duchá/cli/app.py" in tree.modules:  # a whole tree, not a planted one
        yield from (f"{name} is listed in tests/house/edge.py and touches nothing" for name in EDGE if not touching.get(PACKAGE + name))


def _touches(file: str, module: ast.Module, tree: Tree) -> Iterator[str]:
    for line, name in imports(module):
        top = name.split(".")[0]
        if (top in AT_THE_EDGE or (top == "pathlib" and stage(file) not in ("steps", "cli"))) and not tree.excused(file, line):
            yield f"{file}:{line} imports {name}"
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            yield f"{file}:{node.lineno} opens a file"


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


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _names_frame(annotation: ast.expr | None) -> bool:
    return annotation is not None and any(word in ast.unparse(annotation) for word in ("DataFrame", "pd.Series", "pandas.Series"))
