"""A place for originals that are only looked at: archived for the time of a check, gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def passing_archive() -> Iterator[Path]:
    """An archive folder that is removed at the end with everything in it."""
    with tempfile.TemporaryDirectory(prefix="ducha-") as folder:
        yield Path(folder)
