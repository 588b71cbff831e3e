"""A file complete or not at all: written beside its place first, then renamed. The one place in which that is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def beside(place: Path) -> Iterator[Path]:
    """The path to write to instead of ``place``; what stands there takes its place at the end, or is gone where it could not be finished.

    Raises OSError.
    """
    part = place.with_name(f".{place.name}.part")
    try:
        yield part
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def write_file(place: Path, data: bytes) -> None:
    """The bytes as a file. Raises OSError."""
    with beside(place) as part:
        part.write_bytes(data)
