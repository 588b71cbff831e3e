"""Small XML parts through expat: events without namespaces, bounded depth, no document type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.parsers import expat

from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import REASONS

DEPTH_LIMIT = 64
Attributes = dict[str, str]


def new_parser() -> expat.XMLParserType:
    """A parser that refuses a document type as soon as it begins."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise Refused(faults.DOCTYPE)


def run(parser: expat.XMLParserType, part: bytes) -> None:
    """Parse it all; Refused where it is not well-formed or in an encoding that expat does not know."""
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["xml"]) from None
    except (ValueError, LookupError) as error:
        if error.__traceback__ is not None and error.__traceback__.tb_next is not None:
            raise  # out of a handler, which is our own code: no fault of the file
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["encoding"]) from None


def local(name: str) -> str:
    """An element or attribute name without its prefix."""
    return name.rpartition(":")[2]


def each(part: bytes, wanted: frozenset[str]) -> Iterator[tuple[str, Attributes, str]]:
    """(local name, attributes by local name, text inside) of every wanted element, at its end; nested ones give their text to the outer too."""
    parser = new_parser()
    found: list[tuple[str, Attributes, str]] = []
    open_ones: list[tuple[str, Attributes, list[str]]] = []
    names: dict[str, str] = {}  # as written → local name where it is wanted, else empty
    depth = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_LIMIT:
            raise Refused(faults.BAD_PACKAGE, reason=REASONS["depth"])
        if name not in names:
            names[name] = local(name) if local(name) in wanted else ""
        if names[name]:
            open_ones.append((names[name], {local(key): value for key, value in attributes.items()}, []))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if names[name]:
            element, attributes, texts = open_ones.pop()
            found.append((element, attributes, "".join(texts)))

    def text(data: str) -> None:
        for _, _, texts in open_ones:
            texts.append(data)

    handlers: tuple[Callable[..., None], ...] = (start, end, text)
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = handlers
    run(parser, part)
    return iter(found)
