"""Tiny distributions, made on the spot: what is installed by the tests needs no network."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from pathlib import Path


def wheel(folder: Path, name: str, version: str, *requires: str) -> str:
    """A tiny distribution in a folder; its SHA-256."""
    info = f"{name}-{version}.dist-info"
    parts = {
        f"{name}.py": f"version = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        + "".join(f"Requires-Dist: {r}\n" for r in requires),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    hashed = {part: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode() for part, text in parts.items()}
    record = "".join(f"{part},sha256={digest},{len(parts[part])}\n" for part, digest in hashed.items()) + f"{info}/RECORD,,\n"
    file = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for part, text in {**parts, f"{info}/RECORD": record}.items():
            archive.writestr(part, text)
    return hashlib.sha256(file.read_bytes()).hexdigest()
