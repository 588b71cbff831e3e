"""The two set-up commands: what they install is fixed by the lock alone, and nothing that is released later changes it."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path

import dev
import pytest
import tomli
from hypothesis import settings
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from conftest import CHECKOUT, clean_environment
from wheels import wheel

PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)(?: ; ([^\\\n]+?))? \\$", re.MULTILINE)
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = ({"sys_platform": "linux", "os_name": "posix"}, {"sys_platform": "darwin", "os_name": "posix"})
SYSTEMS = (*SYSTEMS, {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"})


def environments() -> Iterator[dict[str, str]]:
    """The machines that the lock is for, as markers see them."""
    for python in PYTHONS:
        for system in SYSTEMS:
            yield {**default_environment(), "python_version": python, "python_full_version": f"{python}.0", **system}


def pins(text: str, environment: Mapping[str, str]) -> dict[str, Version]:
    """What a lock installs on one machine."""
    wanted = ((name, version, marker) for name, version, marker in PINNED.findall(text))
    return {
        canonicalize_name(name): Version(version)
        for name, version, marker in wanted
        if not marker or Requirement(f"x ; {marker}").marker.evaluate(dict(environment))
    }


def unmet(wanted: list[Requirement], text: str, environment: Mapping[str, str]) -> Iterator[str]:
    """Requirements, and those of what they name, that a lock does not pin: with their extras, by the markers of one machine."""
    locked, seen = pins(text, environment), set()
    waiting = [(one, "") for one in wanted]
    while waiting:
        one, extra = waiting.pop()
        if (str(one), extra) in seen or (one.marker and not one.marker.evaluate({**environment, "extra": extra})):
            continue
        seen.add((str(one), extra))
        name = canonicalize_name(one.name)
        if name not in locked or not one.specifier.contains(locked[name], prereleases=True):
            yield f"{one} ({environment['python_version']}, {environment['sys_platform']})"
            continue
        for inner in _requires(name, locked[name]):
            waiting += [(inner, part) for part in ("", *one.extras)]


def _requires(name: str, version: Version) -> list[Requirement]:
    """What a release of a distribution asks for; nothing where this machine has another release of it, or does not need it."""
    try:
        there = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return []
    return [Requirement(text) for text in there.requires or ()] if Version(there.version) == version else []


def project() -> list[Requirement]:
    """Everything that the project asks for: to run, its extras, to build."""
    settings = tomli.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*settings["project"]["dependencies"], *settings["build-system"]["requires"]]
    asked += [text for extra in settings["project"]["optional-dependencies"].values() for text in extra]
    return [Requirement(text) for text in asked]


LOCK = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_is_complete() -> None:
    assert len(pins(LOCK, next(environments()))) > 40
    assert sorted({text for environment in environments() for text in unmet(project(), LOCK, environment)}) == []


def test_a_lock_without_one_of_its_lines_is_not_complete() -> None:
    """What only an extra of something locked asks for is missed too: coverage[toml] wants tomli on 3.11."""
    for name in ("coverage", "tomli", "pathspec", "et-xmlfile"):
        shorter = re.sub(rf"^{name}==.*?(?=^[a-z])", "", LOCK, flags=re.MULTILINE | re.DOTALL)
        found = [text for environment in environments() for text in unmet(project(), shorter, environment)]
        assert any(canonicalize_name(Requirement(text.split(" (")[0]).name) == name for text in found), name


def test_every_line_of_the_lock_is_pinned_by_hash() -> None:
    lines = [line for line in LOCK.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line) or PINNED.match(line) for line in lines)


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the pip that this Python brings, under a path with a space and Chinese."""
    home = tmp_path_factory.mktemp("督查 办公") / "环境"
    venv.EnvBuilder(with_pip=True, symlinks=True).create(home)
    return home / "bin" / "python"


def installed(interpreter: Path) -> dict[str, str]:
    """The tiny distributions that are there now."""
    code = "import importlib.metadata as m, json; print(json.dumps({d.name: d.version for d in m.distributions()}))"
    ran = subprocess.run([interpreter, "-c", code], capture_output=True, text=True, check=True)
    return {name: version for name, version in tomli.loads(f"x = {ran.stdout.replace(':', '=')}")["x"].items() if name.startswith("tiny")}


def test_a_later_release_changes_nothing_that_is_installed(
    interpreter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The upper of two asks for an extra of the lower, which pip would look up anew among what has been released since."""
    first = wheel(tmp_path, "tinyupper", "1.0", "tinylower[more]>=1")
    second = wheel(tmp_path, "tinylower", "1.0")
    wheel(tmp_path, "tinyupper", "2.0", "tinylower>=2")
    wheel(tmp_path, "tinylower", "2.0")
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"tinyupper==1.0 \\\n    --hash=sha256:{first}\ntinylower==1.0 \\\n    --hash=sha256:{second}\n", encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    assert dev.install_lock(str(interpreter), str(lock)) == 0, capfd.readouterr().err
    assert installed(interpreter) == {"tinyupper": "1.0", "tinylower": "1.0"}


def test_a_file_that_is_not_the_one_locked_is_not_installed(interpreter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel(tmp_path, "tinyother", "1.0")
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"tinyother==1.0 \\\n    --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert dev.install_lock(str(interpreter), str(lock)) != 0
    assert "tinyother" not in installed(interpreter)


@pytest.mark.parametrize("step", ["install_lock", "the project"])
def test_a_step_that_fails_is_one_line_of_ours(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "VENV", str(tmp_path / "环境"))
    monkeypatch.setattr(dev, "STAMP", str(tmp_path / "环境" / "stamp"))
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    monkeypatch.setattr(dev.venv.EnvBuilder, "create", lambda _self, _folder: None)
    monkeypatch.setattr(dev, "install_lock", lambda _python, _lock: int(step == "install_lock"))
    monkeypatch.setattr(dev, "run", lambda *_command: 1)
    assert dev.set_up() == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and ("requirements.lock" if step == "install_lock" else "本项目") in said[0]


def test_where_no_environment_can_be_made_one_line_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    monkeypatch.setattr(dev, "VENV", str(tmp_path / "文件" / "环境"))
    monkeypatch.setattr(dev, "STAMP", str(tmp_path / "文件" / "环境" / "stamp"))
    assert dev.set_up() == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and "没有建成运行环境" in said[0]


def test_ci_makes_its_environment_anew() -> None:
    """An environment that is there already would hide a missing step of the set-up."""
    lines = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    made = [line.split("#")[0].strip() for line in lines if line.startswith(("make test", "make sweep", "make demo", "rm -rf .venv"))]
    assert made == ["rm -rf .venv", "make test", "make sweep", "make demo"]


def test_every_target_of_make_is_a_command_of_dev() -> None:
    text = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: help (.*)$", text, re.MULTILINE)[1].split())
    assert targets == set(dev.COMMANDS)
    asked = subprocess.run(
        [sys.executable, "dev.py", "--help"], cwd=CHECKOUT, env=clean_environment(), capture_output=True, encoding="utf-8", check=True
    )
    assert all(command in asked.stdout for command in targets)


MEASURES = re.compile(r"\b(?:perf_counter|process_time|timeit)\b|\btime\.time\(|\bdeadline\s*=\s*\d|time\.monotonic\(\)(?!.*\bHANGS\b)")
BEGUN = re.compile(r"^ *begun = time\.monotonic\(\)$", re.MULTILINE)  # what is held against HANGS, which only ends what would never end


def timed(text: str) -> list[str]:
    """The lines of a test that measure time, but for those that only keep it from waiting for ever."""
    return [line for line in BEGUN.sub("", text).splitlines() if MEASURES.search(line)]


def test_no_test_fails_because_the_machine_does_other_work() -> None:
    """A02: a time limit of ten seconds, and hypothesis's own of 200 ms."""
    assert settings().deadline is None
    tests = {path: path.read_text(encoding="utf-8") for path in (CHECKOUT / "tests").rglob("*.py") if path.name != Path(__file__).name}
    assert {path.name: found for path, text in tests.items() if (found := timed(text))} == {}
    for planted in ("    assert perf_counter() - begun < 10", "@settings(deadline=200)", "    assert time.monotonic() - begun < 10"):
        assert timed(planted), planted
