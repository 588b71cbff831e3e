"""Documents and workbooks as one PDF, printed by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from duchá.terms.write_beside import write_file

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_REFERENCE, _COUNT, _START = re.compile(rb"\b(\d+) 0 R\b"), re.compile(rb"/Count (\d+)"), re.compile(rb"startxref\s+(\d+)")
_PATIENCE = 600  # seconds for a run over all files


def find_office() -> Path | None:
    """LibreOffice, None where it is not installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is not None:
        return Path(found)
    return next((path for path in map(Path, _PLACES) if path.is_file()), None)


def write_pdf(office: Path, sources: Sequence[Path], target: Path) -> tuple[Path, ...]:
    """Prints the files one behind the other into one PDF; gives those that could not be printed. Raises OSError.

    Copies are printed, under a profile of their own: nothing of the office's is read or changed, and no macro runs.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        copies = [folder / f"{at:04d}{source.suffix.lower()}" for at, source in enumerate(sources)]
        for source, copy in zip(sources, copies, strict=True):
            shutil.copyfile(source, copy)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(office), profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder), *map(str, copies)]
        try:
            subprocess.run(command, cwd=folder, capture_output=True, timeout=_PATIENCE, check=False)
        except subprocess.TimeoutExpired as error:
            raise OSError(f"{error}") from None
        printed = [(source, copy.with_suffix(".pdf")) for source, copy in zip(sources, copies, strict=True)]
        there = [path for _, path in printed if path.is_file()]
        if there:
            write_file(target, joined(there) if len(there) > 1 else there[0].read_bytes())
        return tuple(source for source, path in printed if not path.is_file())


def pages_of(pdf: Path) -> int:
    """How many pages a PDF has that was joined here; 0 where there is none."""
    if not pdf.is_file():
        return 0
    found = _COUNT.findall(pdf.read_bytes())
    return max(map(int, found), default=0)


def joined(parts: Sequence[Path]) -> bytes:
    """One PDF of several as LibreOffice writes them: every object under a new number, their trees of pages below one root."""
    objects: list[bytes] = [b"", b""]  # the catalogue and the root of all pages, written last
    roots, count = [], 0
    for part in parts:
        data = part.read_bytes()
        places = _places(data)
        numbers = {old: at for at, old in enumerate(sorted(places), len(objects) + 1)}
        catalogue = int(_named(data, b"Root"))
        tree = int(_named(_object(data, places[catalogue]), b"Pages"))
        for old in sorted(places):
            body = _renumbered(_object(data, places[old]), numbers)
            if old == tree:
                count += int(_COUNT.findall(body)[0])
                body = body.replace(b"<<", b"<</Parent 2 0 R\n", 1)
            objects.append(body)
        roots.append(numbers[tree])
    kids = b" ".join(b"%d 0 R" % root for root in roots)
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return _written(objects)


def _written(objects: Sequence[bytes]) -> bytes:
    """The file of numbered objects, with the table of where each begins."""
    whole, places = bytearray(b"%PDF-1.7\n%\xc3\xa4\xc3\xbc\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return bytes(whole) + head + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(whole))


def _places(data: bytes) -> dict[int, int]:
    """Where each object begins, from the table at the end."""
    at = int(_START.findall(data)[-1])
    found: dict[int, int] = {}
    lines = iter(data[at:].split(b"\n"))
    next(lines)
    for line in lines:
        words = line.split()
        if len(words) == 2 and all(word.isdigit() for word in words):
            first, many = int(words[0]), int(words[1])
            for number in range(first, first + many):
                entry = next(lines).split()
                if entry[2] == b"n":
                    found[number] = int(entry[0])
        else:
            break
    return found


def _object(data: bytes, at: int) -> bytes:
    """The body of the object that begins there; of one with a stream, all of it by its marks."""
    begin = data.index(b"obj", at) + len(b"obj")
    end = data.index(b"endobj", begin)
    stream = data.find(b"stream", begin, end)
    if stream != -1:
        end = data.index(b"endobj", data.index(b"endstream", stream))
    return data[begin:end].strip()


def _renumbered(body: bytes, numbers: Mapping[int, int]) -> bytes:
    """The body with every reference under its new number; a stream is left as it is."""
    head, mark, stream = body.partition(b"stream")
    return _REFERENCE.sub(lambda found: b"%d 0 R" % numbers.get(int(found[1]), 0), head) + mark + stream


def _named(body: bytes, key: bytes) -> bytes:
    """The number of the object that a key refers to; of several the last, for a file ends with its newest trailer."""
    found = re.findall(b"/" + key + rb"\s+(\d+) 0 R", body)
    return bytes(found[-1])
