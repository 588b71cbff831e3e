"""开发用命令: makes .venv from the lock, then shows, tests, checks or measures duchá.

Standard library only, and no syntax newer than Python 3.6 up to the version check, so that an old Python still gets a clear answer.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
STAMP = os.path.join(VENV, "ducha.stamp")
OLDEST = (3, 11)
MADE_HERE = ("build", "dist", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis")


def run(*command):
    """The exit code of a command run in the checkout, in UTF-8 whatever the locale (hatchling needs it under GBK)."""
    return subprocess.call(list(command), cwd=HERE, env=dict(os.environ, PYTHONUTF8="1"))


def demo():
    """生成完整的示例行动，放在 build/demo"""
    folder = os.path.join(HERE, "build", "demo")
    shutil.rmtree(folder, ignore_errors=True)
    return run(PYTHON, "-m", "ducha", "demo", folder)


def lint():
    """查代码：ruff check、ruff format --check、mypy --strict"""
    codes = [run(PYTHON, "-m", "ruff", "check", "."), run(PYTHON, "-m", "ruff", "format", "--check", "."), run(PYTHON, "-m", "mypy")]
    return max(codes, key=abs)


def test():
    """查代码并跑测试（长的另见 sweep）"""
    linted = lint()
    tested = run(PYTHON, "-m", "pytest", "-n", "2", "-m", "not sweep")
    if linted:
        print("代码检查未通过，见上文（测试{}）".format("也未通过" if tested else "已通过"), flush=True)
    return tested or linted


def sweep():
    """跑长的测试：每个命令配每种报告和状态、打印、浏览器、深的随机测试"""
    return run(PYTHON, "-m", "pytest", "-n", "2", "-m", "sweep")


def bench():
    """量速度和内存，按比例给出"""
    return run(PYTHON, os.path.join("benchmarks", "run.py"))


def docs():
    """做使用手册（html，离线可看），放在 build/docs"""
    code = run(PYTHON, "-m", "sphinx", "-q", "-W", "-b", "html", os.path.join("docs", "manual"), os.path.join("build", "docs"))
    if not code:
        print("已做好：{}".format(os.path.join(HERE, "build", "docs", "index.html")), flush=True)
    return code


def bundle():
    """做离线安装包：每种电脑一个压缩包，放在 build/bundle"""
    return run(PYTHON, "bundle.py")


def traceability():
    """由测试的标记和制度重做 docs/traceability.md"""
    return run(PYTHON, os.path.join("tests", "house", "traceability.py"))


def clean():
    """删去生成的文件（保留 .venv）"""
    for name in MADE_HERE:
        shutil.rmtree(os.path.join(HERE, name), ignore_errors=True)
    return 0


COMMANDS = {
    "demo": demo,
    "test": test,
    "sweep": sweep,
    "lint": lint,
    "bench": bench,
    "docs": docs,
    "bundle": bundle,
    "traceability": traceability,
    "clean": clean,
}


def stamp():
    """What .venv was made from: the interpreter, the lock, and how the package is installed."""
    import tomllib

    with open(os.path.join(HERE, "pyproject.toml"), "rb") as file:
        settings = tomllib.load(file)
    with open(os.path.join(HERE, "requirements.lock"), "rb") as file:
        lock = hashlib.sha256(file.read()).hexdigest()
    installed = repr([settings["build-system"], settings["project"], settings["tool"]["hatch"]])
    return "python {}.{}\nlock {}\npackage {}\nat {}\n".format(
        sys.version_info[0], sys.version_info[1], lock, hashlib.sha256(installed.encode()).hexdigest(), HERE
    )


def set_up():
    """Makes .venv unless the one there was made from the same lock; 0, or the exit code of what failed."""
    wanted = stamp()
    if os.path.exists(STAMP) and os.path.exists(PYTHON):
        with open(STAMP, encoding="utf-8") as file:
            if file.read() == wanted:
                return 0
    try:
        import ensurepip  # noqa: F401  Debian, 麒麟 and 统信 ship it apart from python3
    except ImportError:
        print(
            "缺少 python3-venv，建不了运行环境。请先安装：sudo apt install python{}.{}-venv".format(*sys.version_info[:2]), file=sys.stderr
        )
        return 2
    print("正在建运行环境 .venv（只在第一次或依赖变更后）……", flush=True)
    try:
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(VENV)
    except (OSError, subprocess.CalledProcessError) as why:
        print("没有建成运行环境 .venv：{}。请看磁盘空间和文件夹权限，再运行一次。".format(why), file=sys.stderr)
        return 2
    if install_lock(PYTHON, os.path.join(HERE, "requirements.lock")):
        print("没有装上 requirements.lock 列出的依赖，原因见上文；排除后再运行一次。", file=sys.stderr)
        return 2
    if run(*pip_install(PYTHON), "--no-build-isolation", "--editable", "."):
        print("依赖已装好，但没有装上本项目，原因见上文；排除后再运行一次。", file=sys.stderr)
        return 2
    point_at_source(VENV)
    with open(STAMP, "w", encoding="utf-8") as file:
        file.write(wanted)
    return 0


def pip_install(python):
    """How pip is asked to install just what it is given: it resolves nothing, so nothing that is released later changes what comes."""
    return python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"


def install_lock(python, lock):
    """The exit code of putting exactly what a lock lists, each file by its hash, into the environment of an interpreter."""
    return run(*pip_install(python), "--require-hashes", "-r", lock)


def point_at_source(environment):
    """Makes the editable install a relative path, which is ASCII wherever the checkout lies.

    Up to 3.12 Python reads .pth files in the locale's encoding: under LC_ALL=C (cron) a folder with a Chinese name stops it before it starts.
    """
    import sysconfig

    packages = sysconfig.get_path("purelib", "venv", vars={"base": environment})
    with open(os.path.join(packages, "_ducha.pth"), "w", encoding="ascii") as file:
        file.write(os.path.relpath(os.path.join(HERE, "src"), packages) + "\n")


def newer_python():
    """A Python new enough that is on the PATH under its full name and really starts (a shim may not); None where there is none."""
    for minor in (13, 12, 11):
        found = shutil.which("python3.{}".format(minor))
        if found and not subprocess.call([found, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            return found
    return None


def main(arguments):
    """The exit code of one command."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print("用法：python dev.py <命令>\n")
        for name, command in COMMANDS.items():
            print("  {:<6} {}".format(name, command.__doc__))
        return 0 if arguments in ([], ["-h"], ["--help"]) else 2
    if sys.version_info[:2] < OLDEST:
        other = newer_python()
        if other:
            return run(other, os.path.join(HERE, "dev.py"), *arguments)
        print(
            "需要 Python 3.11 或更高版本，现在是 {}.{}。请安装后用 make {} PYTHON=python3.12".format(*sys.version_info[:2], arguments[0]),
            file=sys.stderr,
        )
        return 2
    command = COMMANDS[arguments[0]]
    return command() if command is clean else set_up() or command()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
