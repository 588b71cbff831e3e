"""The one way to files that travel with the program: rulebooks, documents, pages under ``templates/``."""

from __future__ import annotations

from pathlib import Path, PurePosixPath


def packaged(path: str, own: Path | None = None) -> Path:
    """The file or folder at ``templates/<path>``; a campaign's own folder ``own`` comes first, file by file.

    Raises FileNotFoundError where neither has it, ValueError when the path leaves the folder.
    """
    inside = _inside(path)
    places = [own / inside] if own is not None else []
    places += [root() / inside]
    found = next((place for place in places if place.is_file()), None) or next((place for place in places if place.is_dir()), None)
    if found is None:
        raise FileNotFoundError(2, "no such template", str(places[-1]))
    return found


def packaged_names(folder: str, own: Path | None = None) -> tuple[str, ...]:
    """Names in ``templates/<folder>``, sorted, together with those that a campaign's own folder adds."""
    inside = _inside(folder)
    places = [place for place in (root() / inside, own / inside if own is not None else None) if place is not None and place.is_dir()]
    return tuple(sorted({entry.name for place in places for entry in place.iterdir() if not entry.name.startswith((".", "~$", "__"))}))


def root() -> Path:
    """The packaged ``templates`` folder: inside the package when installed from a wheel, at the top of the checkout when editable."""
    package = Path(__file__).resolve().parents[1]
    inside, checkout = package / "templates", package.parents[1] / "templates"
    return inside if inside.is_dir() else checkout


def _inside(path: str) -> PurePosixPath:
    inside = PurePosixPath(path)
    if inside.is_absolute() or ".." in inside.parts or "\\" in path:
        raise ValueError(f"{path!r} is not inside templates/")
    return inside
