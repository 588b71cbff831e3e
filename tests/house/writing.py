"""Laws about texts: where Chinese stands, what is never named, how paths are written, that exceptions give reasons."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from house.tree import PACKAGE, Tree, is_catalogue, stage

CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
REGISTRY = re.compile(
    r"\b(?:[\w-]+\.)*(?:pypi|pythonhosted|npmjs|crates|rubygems)\.(?:org|io|com)\b|mirrors?\.[\w.-]+/(?:pypi|simple|npm)\b"
)
WORKPLACE = re.compile(r"/work/(?:shared|main|\.library)\b|/tmp/(?:brief)\b")
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc", "tools"}
OLD_NAMES = {
    *("Clockwork", "Lamps", "Footing", "Ways", "Desk", "Shelf", "Errand", "Anew", "Happened", "Parcel"),
    *("clockwork", "lamps", "footing", "desk", "shelf", "errand", "parcel", "parcels", "lates"),
}
EMPTY_ENDINGS = ("Manager", "Service", "Handler", "Helper", "Util", "Utils", "Base")
CITIES = re.compile(r"丹徒|镇江|晋城|十堰|武陟|金水|\b(?:dantu|jincheng|shiyan|wuzhi|jinshui)(?=$|[\s-])")
RULEBOOK_ID = re.compile(r"\b[a-z]+(?:-[a-z]+)*-20\d\d\b|\bjinshui(?:-example)?\b")
EXAMPLES = ("demo/", "steps/demo.py", "cli/demo.py")  # what an example is about is its own
OWN_REGISTERS = {  # registers that a room of the program is about, by the ids under which any rulebook may declare them
    "registers/ids.py": "the registers that scores and receipts are read from",
    "people/pools.py": "pools, teams and tasks of inspectors",
    "ledger/leads.py": "what people decided about leads",
}
OTHER_MEANINGS = {"feedback", "responsible", "systems", "procedures"}  # words of the program that a register happens to be called by
OWN_ROOMS = (
    "people/",
    "cli/team.py",
    "cli/case.py",
    "scoring/faults.py",
)  # where people, cases and the units' agreement are told what to fill in
QUOTED = re.compile("“([^“”]+)”")
OTHER_WORDS = {"责任人", "反馈", "材料清单", "曝光", "督查组"}  # words of the program that a sheet happens to be called by
SHEET = re.compile(r'^(?:title|sheet|file) = "([^"]+?)(?:\.xlsx)?"$', re.MULTILINE)
FORM = re.compile(r"^\[\[forms\]\]\n((?:(?!\[\[).*\n)*)", re.MULTILINE)
REGISTER = re.compile(r'^id = "([\w-]+)"(?:\n(?!\[\[).*)*?\nfilled_by = "o', re.MULTILINE)
EXCEPTION = re.compile(r"#\s*(?:noqa(?P<codes>:\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)?|type:\s*ignore(?P<kinds>\[[\w, -]+\])?)(?P<reason>.*)$")


def chinese_has_its_homes(tree: Tree) -> Iterator[str]:
    """Chinese stands in faults.py, wording.py, cli/, templates/ and in UPPER_CASE constants at the top of the one module that says it."""
    for file, module in tree.modules.items():
        if stage(file) == "cli" or is_catalogue(file) or PurePosixPath(file).name == "wording.py":
            continue
        docs = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)} | _constants(module)
        for node in ast.walk(module):
            said = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs else ""
            if CHINESE.search(said) and not tree.excused(file, node.lineno):
                yield f"{file}:{node.lineno} says {said[:20]!r}"


def _constants(module: ast.Module) -> set[int]:
    """The literals of a module's own UPPER_CASE constants."""
    made = [node for node in module.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return {id(inner) for node in made if _is_constant(node) for inner in ast.walk(node)}


def _is_constant(node: ast.Assign | ast.AnnAssign) -> bool:
    return all(isinstance(name, ast.Name) and name.id.lstrip("_").isupper() for name in _targets(node))


def _targets(node: ast.stmt) -> list[ast.expr]:
    """What a statement gives names to, those of a tuple one by one."""
    given = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [name for target in given for name in (target.elts if isinstance(target, ast.Tuple | ast.List) else [target])]


def no_city_lives_in_the_program(tree: Tree) -> Iterator[str]:
    """No city's name and no register of a regulation stands in the program: both are data. (A fault may name a rulebook to choose.)"""
    texts = [file for file in tree.files if file.startswith("templates/rulebooks/") and file.endswith("rulebook.toml")]
    registers = {id for file in texts if "/office/" not in file for id in REGISTER.findall(tree.text(file))} - OTHER_MEANINGS
    sheets = set().union(*(_sheets(tree.text(file)) for file in texts if "/office/" not in file)) - OTHER_WORDS
    sheets -= set().union(*(_sheets(tree.text(file)) for file in texts if "/office/" in file))
    for file, module in tree.modules.items():
        name = file.removeprefix(PACKAGE)
        if name.startswith(EXAMPLES):
            continue
        docs = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
        for node in ast.walk(module):
            said = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs else ""
            spoken = RULEBOOK_ID.sub("", said) if is_catalogue(file) else said
            if CITIES.search(spoken) and not tree.excused(file, node.lineno):
                yield f"{file}:{node.lineno} names a city: {said[:30]!r}"
            elif said in registers and name not in OWN_REGISTERS and not tree.excused(file, node.lineno):
                yield f"{file}:{node.lineno} names a register of a regulation: {said!r}"
            elif not name.startswith(OWN_ROOMS) and (named := ({said} | set(QUOTED.findall(said))) & sheets):
                yield f"{file}:{node.lineno} names a register of a regulation: {min(named)!r}"


def _sheets(text: str) -> set[str]:
    """What the registers in the text of a rulebook are called: title, sheet, file."""
    return {name for form in FORM.findall(text) if 'filled_by = "o' in form for name in SHEET.findall(form)}


def paths_are_nfc(tree: Tree) -> Iterator[str]:
    """Every path is NFC: a package in NFD cannot be imported."""
    return (f"{file!a} is not NFC" for file in tree.files if unicodedata.normalize("NFC", file) != file)


def no_registry_is_named(tree: Tree) -> Iterator[str]:
    """No package registry's host stands in any file."""
    for file in tree.files:
        for found in REGISTRY.finditer(tree.text(file)):
            yield f"{file} names {found[0]}"


def no_workplace_is_named(tree: Tree) -> Iterator[str]:
    """No file speaks of the machine it was written on."""
    for file in tree.files:
        for found in WORKPLACE.finditer(tree.text(file)):
            yield f"{file} names {found[0]}"


def names_say_something(tree: Tree) -> Iterator[str]:
    """No utils, helpers, base, manager: neither as a module nor as a class."""
    for file, module in tree.modules.items():
        if {PurePosixPath(file).stem, *PurePosixPath(file).parts} & EMPTY_WORDS:
            yield f"{file} is named after nothing"
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_ENDINGS):
                yield f"{file}:{node.lineno} class {node.name}"


def names_are_plain(tree: Tree) -> Iterator[str]:
    """No definition bears one of the names at which newcomers stopped."""
    for file, module in tree.modules.items():
        if PurePosixPath(file).stem in OLD_NAMES:
            yield f"{file} is a name that nobody understands"
        for node in ast.walk(module):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                    if name.lstrip("_") in OLD_NAMES:
                        yield f"{file}:{node.lineno} {name} is a name that nobody understands"


def a_class_name_means_one_thing(tree: Tree) -> Iterator[str]:
    """No two public classes of the house bear one name."""
    first: dict[str, str] = {}
    for file, module in tree.modules.items():
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                place = f"{file}:{node.lineno}"
                if (other := first.setdefault(node.name, place)) != place:
                    yield f"{place} {node.name} is a class of {other} too"


def no_plural_beside_its_singular(tree: Tree) -> Iterator[str]:
    """No module is named like the plural of its neighbour."""
    for folder, names in tree.folders.items():
        stems = {name.removesuffix(".py") for name in names if name.endswith(".py")}
        for one in sorted(stems):
            if {f"{one}s", f"{one.removesuffix('y')}ies"} & stems:
                yield f"{folder}/{one}.py lies beside its plural"


def sentences_stand_where_they_are_said(tree: Tree) -> Iterator[str]:
    """What a ``wording.py`` holds is said by two modules at least; the words of one stand at its top."""
    said = _constants_used(tree)
    for file, module in tree.modules.items():
        if PurePosixPath(file).name != "wording.py":
            continue
        name = file.removeprefix("src/").removesuffix(".py").replace("/", ".")
        inner = {node.id for node in ast.walk(module) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        for node in module.body:
            for target in _targets(node):
                if isinstance(target, ast.Name) and target.id not in inner and len(said.get((name, target.id), ())) < 2:
                    yield f"{file}:{node.lineno} {target.id} is said by one module alone, or by none"


def _constants_used(tree: Tree) -> dict[tuple[str, str], set[str]]:
    """Which modules use a name of a ``wording`` module."""
    used: dict[tuple[str, str], set[str]] = {}
    for file, module in tree.modules.items():
        aliases: dict[str, str] = {}
        for node in ast.walk(module):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    if alias.name == "wording":
                        aliases[alias.asname or alias.name] = f"{node.module}.wording"
                    elif node.module.endswith(".wording"):
                        used.setdefault((node.module, alias.name), set()).add(file)
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
                used.setdefault((aliases[node.value.id], node.attr), set()).add(file)
    return used


def exceptions_give_reasons(tree: Tree) -> Iterator[str]:
    """A lint exception names its rule and says why on its line."""
    for file in tree.files:
        if not file.endswith(".py") or file.startswith("tests/house/"):
            continue
        for number, line in enumerate(tree.text(file).splitlines(), 1):
            found = EXCEPTION.search(line)
            if found and not ((found["codes"] or found["kinds"]) and len(found["reason"].strip(" #-:()")) >= 8):
                yield f"{file}:{number} {found[0].strip()}"


def public_things_say_what_they_give(tree: Tree) -> Iterator[str]:
    """Every module, public class and public function has a docstring."""
    for file, module in tree.modules.items():
        if module.body and not ast.get_docstring(module):
            yield f"{file} has no docstring"
        for node in module.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                yield f"{file}:{node.lineno} {node.name} has no docstring"
