"""离线安装包: one zip a platform with every wheel that duchá needs, by hash, and an installer that asks no network for anything.

Run by ``make bundle`` in the development environment. What goes in follows from requirements.lock and the project's own requirements;
nothing is resolved. On the other side a person unpacks the zip and starts 安装.bat or install.sh.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import tomli
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
BUILD = HERE / "build" / "bundle"
INSTALLER = HERE / "docs" / "bundle"  # install.py, install.sh, 安装.bat, 先看这里.txt: copied as they are
MANUAL = HERE / "build" / "docs"
PYTHONS = ("3.11", "3.12", "3.13")
LINE = re.compile(
    r"^(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\\n]+?))? \\\n(?P<hashes>(?:    --hash=\S+(?: \\)?\n)+)", re.M
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A kind of machine: its name in the file, the tags of wheels that run there, and how markers see it."""

    name: str
    tags: tuple[str, ...]
    sees: Mapping[str, str]


def _linux(machine: str) -> tuple[str, ...]:
    return (*(f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1)), f"manylinux2014_{machine}", f"linux_{machine}")


PLATFORMS = (
    Platform(
        name="windows-x64",
        tags=("win_amd64",),
        sees={"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
    ),
    Platform(
        name="linux-x64",
        tags=_linux("x86_64"),
        sees={"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
    ),
    Platform(
        name="linux-arm64",
        tags=_linux("aarch64"),
        sees={"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "aarch64"},
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One line of the lock, as it is written."""

    name: str
    version: str
    marker: str
    text: str


def pins(lock: str) -> tuple[Pin, ...]:
    """Every line of a lock with its hashes."""
    return tuple(
        Pin(name=canonicalize_name(found["name"]), version=found["version"], marker=found["marker"] or "", text=found[0])
        for found in LINE.finditer(lock)
    )


def wanted(lock: tuple[Pin, ...], asked: list[Requirement], environment: Mapping[str, str]) -> tuple[Pin, ...]:
    """The lines of a lock that running duchá needs on one machine. Raises SystemExit where one is not in the lock."""
    there = {pin.name: pin for pin in lock if not pin.marker or Marker(pin.marker).evaluate(dict(environment))}
    found: dict[str, Pin] = {}
    waiting = [(one, "") for one in asked]
    seen: set[tuple[str, str]] = set()
    while waiting:
        one, extra = waiting.pop()
        name = canonicalize_name(one.name)
        if (str(one), extra) in seen or (one.marker and not one.marker.evaluate({**environment, "extra": extra})):
            continue
        seen.add((str(one), extra))
        if name not in there:
            raise SystemExit(f"requirements.lock 里没有 {name}，离线包做不完整；请先更新 requirements.lock。")
        found[name] = there[name]
        waiting += [(inner, part) for inner in _requires(name) for part in ("", *one.extras)]
    return tuple(found[name] for name in sorted(found))


def _requires(name: str) -> list[Requirement]:
    try:
        return [Requirement(text) for text in importlib.metadata.requires(name) or ()]
    except importlib.metadata.PackageNotFoundError:  # needed on another kind of machine only, and itself needs nothing (colorama)
        return []


def environments(platform: Platform) -> Iterator[tuple[str, dict[str, str]]]:
    """Each Python that the package is for, with what markers see there."""
    machine = {name: str(value) for name, value in default_environment().items()}
    for python in PYTHONS:
        yield python, {**machine, "python_version": python, "python_full_version": f"{python}.0", **platform.sees}


def download(platform: Platform, python: str, needed: tuple[Pin, ...], into: Path) -> None:
    """Puts the wheels of one machine and Python into a folder. Raises SystemExit where one cannot be had."""
    listed = into.with_suffix(f".{python}.txt")
    listed.write_text("".join(re.sub(r" ; [^\\\n]+(?= \\\n)", "", pin.text, count=1) for pin in needed), encoding="utf-8")
    digits = python.replace(".", "")
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    abis = [word for abi in (f"cp{digits}", "abi3", "none") for word in ("--abi", abi)]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps", "--require-hashes"]
    exact = ["--only-binary=:all:", "--implementation", "cp", "--python-version", python, *tags, *abis]
    if subprocess.run([*pip, *exact, "-d", str(into), "-r", str(listed)], cwd=HERE, check=False).returncode:
        raise SystemExit(f"没有下载齐 {platform.name}（Python {python}）的安装文件，原因见上文；排除后再运行一次。")
    listed.unlink()


def own_wheel(into: Path) -> Path:
    """duchá itself as a wheel."""
    command = [sys.executable, "-X", "utf8", "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
    if subprocess.run(command, cwd=HERE, stdout=subprocess.DEVNULL, check=False).returncode:
        raise SystemExit("没有做成 duchá 的安装文件，原因见上文。")
    return max(into.glob("ducha-*.whl"))


def requirements(lines: tuple[Pin, ...], wheel: Path) -> str:
    """What the installer installs: the lines of the lock with their hashes, and our own wheel with its."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return "".join(pin.text for pin in lines) + f"ducha=={wheel.name.split('-')[1]} \\\n    --hash=sha256:{digest}\n"


def pack(folder: Path, target: Path) -> None:
    """A zip of a folder whose bytes depend on nothing but the files: sorted, without times."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(f"{folder.name}/{file.relative_to(folder).as_posix()}")
                entry.external_attr = (0o755 if file.suffix == ".sh" else 0o644) << 16
                entry.compress_type = zipfile.ZIP_STORED if file.suffix == ".whl" else zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())


def bundle(platform: Platform, lock: tuple[Pin, ...], asked: list[Requirement], wheel: Path) -> Path:
    """The zip of one platform."""
    folder = BUILD / f"ducha-{wheel.name.split('-')[1]}-{platform.name}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    used: dict[str, Pin] = {}
    for python, environment in environments(platform):
        needed = wanted(lock, asked, environment)
        used |= {pin.text: pin for pin in needed}
        download(platform, python, needed, wheels)
    shutil.copy(wheel, wheels)
    (folder / "requirements.txt").write_text(requirements(tuple(used.values()), wheel), encoding="utf-8")
    for file in INSTALLER.iterdir():
        text = file.read_text(encoding="utf-8").replace("@平台@", platform.name)
        newline = "\r\n" if file.suffix in (".bat", ".txt") else "\n"
        (folder / file.name).write_bytes(
            text.replace("\n", newline).encode("gb18030" if file.suffix == ".bat" else "utf-8-sig" if file.suffix == ".txt" else "utf-8")
        )
    if MANUAL.is_dir():
        shutil.copytree(MANUAL, folder / "使用手册")
    target = BUILD / f"{folder.name}.zip"
    pack(folder, target)
    return target


def main(names: list[str]) -> int:
    """Makes the zips of the platforms that are named, all where none is."""
    settings = tomli.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [Requirement(text) for text in settings["project"]["dependencies"]]
    lock = pins((HERE / "requirements.lock").read_text(encoding="utf-8"))
    BUILD.mkdir(parents=True, exist_ok=True)
    for old in BUILD.glob("ducha-*.whl"):
        old.unlink()
    wheel = own_wheel(BUILD)
    for platform in PLATFORMS:
        if not names or platform.name in names:
            made = bundle(platform, lock, asked, wheel)
            print(
                f"{made.relative_to(HERE)}  {made.stat().st_size / 1024 / 1024:.0f} MiB  SHA-256 {hashlib.sha256(made.read_bytes()).hexdigest()}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
