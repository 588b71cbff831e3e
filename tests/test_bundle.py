"""The package for an office without internet: what goes in follows from the lock, and it installs with nothing but itself."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import bundle
import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement

from conftest import CHECKOUT, Ran
from wheels import wheel

pytestmark = pytest.mark.sweep

HERE = "linux-x64" if platform.machine() == "x86_64" else "linux-arm64"
LOCK = bundle.pins((CHECKOUT / "requirements.lock").read_text(encoding="utf-8"))


def unpacked(folder: Path, name: str = HERE) -> Path:
    """A package as a person has unpacked it: the installer with a duchá of one line, and something that it needs."""
    made = folder / "离线 安装包"
    wheels = made / "wheels"
    wheels.mkdir(parents=True)
    own, other = wheel(wheels, "ducha", "0.1.0", "tinylower>=1"), wheel(wheels, "tinylower", "1.0")
    lines = f"tinylower==1.0 \\\n    --hash=sha256:{other}\nducha==0.1.0 \\\n    --hash=sha256:{own}\n"
    (made / "requirements.txt").write_text(lines, encoding="utf-8")
    text = (CHECKOUT / "docs" / "bundle" / "install.py").read_text(encoding="utf-8")
    (made / "install.py").write_text(text.replace("@平台@", name), encoding="utf-8")
    shutil.copy(CHECKOUT / "docs" / "bundle" / "install.sh", made)
    return made


def install(made: Path, target: Path) -> Ran:
    """The installer as a person starts it, with no network where the system lets us take it away."""
    alone = ["unshare", "-n"] if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0 else []
    command = [*alone, "env", f"PYTHON={sys.executable}", "LANG=C.UTF-8", "sh", str(made / "install.sh"), str(target)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="install.sh is for Linux")
def test_it_installs_with_nothing_but_itself(tmp_path: Path) -> None:
    ran = install(unpacked(tmp_path), tmp_path / "装 在这里")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[0] == f"已装好。命令是：{tmp_path}/装 在这里/bin/ducha"
    code = "import ducha, tinylower; print(ducha.version, tinylower.version)"
    assert subprocess.check_output([tmp_path / "装 在这里" / "bin" / "python", "-c", code], encoding="utf-8") == "0.1.0 1.0\n"


@pytest.mark.skipif(sys.platform != "linux", reason="install.sh is for Linux")
def test_a_file_that_was_changed_on_the_way_is_not_installed(tmp_path: Path) -> None:
    made = unpacked(tmp_path)
    wheel(made / "wheels", "tinylower", "1.0", "something-else")
    ran = install(made, tmp_path / "环境")
    assert ran.returncode == 2 and ran.stdout.splitlines()[-1].startswith("没有装成")
    assert not list((tmp_path / "环境").rglob("ducha.py"))


@pytest.mark.skipif(sys.platform != "linux", reason="install.sh is for Linux")
def test_the_package_of_another_machine_says_so(tmp_path: Path) -> None:
    ran = install(unpacked(tmp_path, "windows-x64"), tmp_path / "环境")
    assert (ran.returncode, ran.stdout) == (2, f"这个安装包是给 windows-x64 的，这台电脑是 {HERE}。请换用对应的安装包。\n")


@pytest.mark.parametrize("kind", bundle.PLATFORMS, ids=lambda kind: kind.name)
def test_what_running_needs_goes_in_and_what_only_we_need_stays_out(kind: bundle.Platform) -> None:
    asked = [Requirement("typer"), Requirement("pandas"), Requirement("docxtpl")]
    for _, environment in bundle.environments(kind):
        names = {pin.name for pin in bundle.wanted(LOCK, asked, environment)}
        assert {"typer", "click", "pandas", "numpy", "python-dateutil", "six", "docxtpl", "python-docx", "lxml", "jinja2"} <= names | {
            "click"
        }
        assert not names & {"pytest", "mypy", "ruff", "hypothesis", "sphinx"}
        assert ("colorama" in names) <= (kind.name == "windows-x64")


def test_a_lock_that_lacks_something_makes_no_package() -> None:
    shorter = tuple(pin for pin in LOCK if pin.name != "numpy")
    with pytest.raises(SystemExit, match=r"requirements\.lock 里没有 numpy"):
        bundle.wanted(
            shorter, [Requirement("pandas")], {**default_environment(), "python_version": "3.11", "python_full_version": "3.11.0"}
        )


def test_the_same_files_give_the_same_zip(tmp_path: Path) -> None:
    made = unpacked(tmp_path)
    bundle.pack(made, tmp_path / "1.zip")
    for file in made.rglob("*"):
        file.touch()
    bundle.pack(made, tmp_path / "2.zip")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert archive.getinfo("离线 安装包/install.sh").external_attr >> 16 == 0o755
