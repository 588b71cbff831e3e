"""What a user installs: the wheel's contents, both names of the command, templates, any locale, any path."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
import venv
import zipfile
from pathlib import Path

import pytest

from conftest import CHECKOUT, Ran, clean_environment
from duchá.terms.read_packaged import packaged, packaged_names, root

VERSION = "duchá 0.1.0"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the checkout, with one template more than the checkout has."""
    copy = tmp_path_factory.mktemp("源 码")
    for name in ("src", "templates"):
        shutil.copytree(CHECKOUT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, copy)
    probe = copy / "templates" / "pages" / "探针 probe.txt"
    probe.parent.mkdir(parents=True, exist_ok=True)
    probe.write_text("在轮子里", encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-m", "hatchling", "build", "-t", "wheel", "-d", str(copy / "dist")]
    subprocess.run(command, cwd=copy, env={**clean_environment(), "PYTHONUTF8": "1"}, check=True, capture_output=True)
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment under a path with spaces and Chinese, in which the wheel is installed; dependencies are borrowed."""
    home = tmp_path_factory.mktemp("督查 办公") / "环境 1"
    venv.EnvBuilder(with_pip=False, symlinks=True).create(home)
    packages = home / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    ours = Path(sys.executable).parent.parent / packages.relative_to(home)
    for package in ours.iterdir():
        if not (packages / package.name).exists() and "duch" not in package.name:
            (packages / package.name).symlink_to(package)
    return home / "bin"


def call(python: Path, *arguments: str, **environment: str) -> Ran:
    """Runs the installed command outside the checkout."""
    env = {**clean_environment(), **environment}
    return subprocess.run(
        [python, *arguments], cwd=python.parent, env=env, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


def test_the_wheel_holds_package_door_and_templates_under_nfc_names(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"duchá/__init__.py", "duchá/py.typed", "duchá/cli/app.py", "ducha.py", "duchá/templates/pages/探针 probe.txt"} <= set(names)
    assert all(name == unicodedata.normalize("NFC", name) for name in names)
    assert not [name for name in names if name.startswith(("src/", "templates/", "tests/")) or "__pycache__" in name]
    assert {name.partition("/")[0] for name in names} == {"duchá", "ducha.py", "ducha-0.1.0.dist-info"}


def test_the_wheel_declares_both_commands(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert (
            archive.read("ducha-0.1.0.dist-info/entry_points.txt").decode() == "[console_scripts]\nducha = ducha:main\nduchá = ducha:main\n"
        )


def test_templates_are_found_in_an_installed_wheel(installed: Path) -> None:
    program = (
        "from duchá.terms.read_packaged import packaged, packaged_names, root; import sys; sys.stdout.reconfigure(encoding='utf-8');"
        "print(packaged('pages/探针 probe.txt').read_text(encoding='utf-8'), '探针 probe.txt' in packaged_names('pages'), root().parent.name)"
    )
    ran = call(installed / "python", "-c", program)
    assert ran.stdout.split() == ["在轮子里", "True", "duchá"], ran.stderr


def test_templates_of_an_editable_install_are_the_checkouts_own() -> None:
    assert root() == CHECKOUT / "templates"
    assert packaged("rulebooks").is_dir()


def test_a_campaigns_own_template_comes_first_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "rulebooks").mkdir()
    (tmp_path / "rulebooks" / "本地.txt").write_text("own", encoding="utf-8")
    assert packaged("rulebooks/本地.txt", tmp_path) == tmp_path / "rulebooks" / "本地.txt"
    assert "本地.txt" in packaged_names("rulebooks", tmp_path) and "本地.txt" not in packaged_names("rulebooks")


def test_a_template_that_nobody_has_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"没有\.docx"):
        packaged("documents/没有.docx")


@pytest.mark.parametrize("path", ["../pyproject.toml", "/etc/passwd", "pages/../../x", "pages\\x"])
def test_no_template_path_leaves_the_folder(path: str) -> None:
    with pytest.raises(ValueError, match="not inside"):
        packaged(path)


LOCALES = ({"LANG": "C.UTF-8"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "no_SUCH"})
NOTHING_HELPS = {
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}  # python -m duchá cannot work here: that is what ducha.py is for


@pytest.mark.parametrize(
    ("module", "environment"),
    [*((module, locale) for module in ("ducha", "duchá") for locale in LOCALES), ("ducha", NOTHING_HELPS)],
    ids=str,
)
def test_it_starts_under_any_locale(installed: Path, module: str, environment: dict[str, str]) -> None:
    ran = call(installed / "python", "-m", module, "--version", **environment)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{VERSION}\n", "")


@pytest.mark.parametrize("locale", LOCALES, ids=str)
def test_the_environment_of_make_starts_in_a_folder_with_a_chinese_name(locale: dict[str, str], tmp_path: Path) -> None:
    checkout = tmp_path / "督查 办公"
    (checkout / "src").mkdir(parents=True)
    for name in ("dev.py", "src/ducha.py"):
        shutil.copy(CHECKOUT / name, checkout / name)
    venv.EnvBuilder(with_pip=False, symlinks=True).create(checkout / ".venv")
    subprocess.run([sys.executable, "-X", "utf8", "-c", "import dev; dev.point_at_source(dev.VENV)"], cwd=checkout, check=True)
    ran = call(checkout / ".venv" / "bin" / "python", "-c", "import ducha; print(ascii(ducha.__file__))", **{**locale, "PYTHONPATH": ""})
    assert (ran.returncode, ran.stdout.strip()) == (0, ascii(str(checkout / "src" / "ducha.py"))), ran.stderr


@pytest.fixture(scope="session")
def gbk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a Linux whose locale is zh_CN.GBK, compiled for this test."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef") is None:
        pytest.skip("localedef is not installed")
    made = subprocess.run(["localedef", "-i", "zh_CN", "-f", "GBK", str(folder / "zh_CN.GBK")], capture_output=True, check=False)
    if not (folder / "zh_CN.GBK").is_dir():
        pytest.skip(f"localedef could not make zh_CN.GBK: {made.stderr.decode(errors='replace')}")
    return {"LOCPATH": str(folder), "LC_ALL": "zh_CN.GBK"}


def gbk_call(python: Path, *arguments: str | bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the installed command and keeps the bytes of its answer."""
    return subprocess.run(
        [python, "-m", "ducha", *arguments], cwd=python.parent, env={**clean_environment(), **environment}, capture_output=True, check=False
    )


def test_under_a_gbk_locale_the_screen_gets_gbk(installed: Path, gbk: dict[str, str]) -> None:
    probe = call(installed / "python", "-c", "import sys; print(sys.getfilesystemencoding())", **gbk)
    assert probe.stdout.strip() == "gbk"
    assert gbk_call(installed / "python", "--version", **gbk).stdout == f"{VERSION}\n".encode("gbk")
    assert "用法：ducha".encode("gbk") in gbk_call(installed / "python", "--help", **gbk).stdout


def test_under_a_gbk_locale_words_are_read_as_typed(installed: Path, gbk: dict[str, str]) -> None:
    ran = gbk_call(installed / "python", "区发改经信委".encode("gbk"), **gbk)
    assert ran.returncode == 2 and "没有命令“区发改经信委”".encode("gbk") in ran.stderr


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_the_door_and_the_laws_of_syntax_hold_on_every_supported_python(version: str, tmp_path: Path) -> None:
    python = _find(version)
    if python is None:
        pytest.skip(f"python{version} is not installed")
    files = [str(file) for file in (CHECKOUT / "src").rglob("*.py")] + [str(CHECKOUT / "dev.py")]
    program = "import ast, sys; [ast.parse(open(name, encoding='utf-8').read(), name) for name in sys.argv[1:]]"
    ran = subprocess.run([python, "-X", "utf8", "-W", "error", "-c", program, *files], capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    with_bug = "import sys; sys.path.insert(0, sys.argv.pop()); import ducha; sys.excepthook = ducha._own_fault; 1/0"
    ran = subprocess.run([python, "-X", "utf8", "-c", with_bug, str(CHECKOUT / "src")], capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 2 and ran.stderr.startswith("× 程序自身出错，本次没有完成：ZeroDivisionError: division by zero"), ran.stderr


def _find(version: str) -> str | None:
    """An interpreter of that version that really starts (a shim may stand for one that is not there)."""
    candidates = [shutil.which(f"python{version}"), *map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))]
    for candidate in filter(None, candidates):
        ran = subprocess.run([candidate, "--version"], capture_output=True, encoding="utf-8", check=False)
        if ran.returncode == 0 and version in ran.stdout:
            return candidate
    return None


@pytest.fixture
def lock() -> str:
    """The lock, as text."""
    return (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_has_a_hash_for_everything_and_names_no_host(lock: str) -> None:
    entries = [entry for entry in lock.replace("\\\n", " ").splitlines() if entry.strip()]
    assert len(entries) > 30 and all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock and "--index" not in lock


@pytest.mark.parametrize("name", ["hatchling", "editables", "typer", "pytest", "msoffcrypto-tool", "tzdata"])
def test_the_lock_holds_run_time_build_and_test_tools(lock: str, name: str) -> None:
    assert any(line.startswith(f"{name}==") for line in lock.splitlines())


def test_dev_help_names_every_command() -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", str(CHECKOUT / "dev.py"), "--help"], capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0 and all(word in ran.stdout for word in ("demo", "test", "lint", "bench", "clean"))
