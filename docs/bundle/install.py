"""装到没有网络的电脑上：只用这个文件夹里的文件，逐一核对校验码。"""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PLATFORM = "@平台@"


def say(text):
    """Prints a line on any screen."""
    print(text.encode(sys.stdout.encoding or "ascii", "replace").decode(sys.stdout.encoding or "ascii"))


def main(arguments):
    """Makes the environment and installs into it; 0, or 2 with one line that says why not."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13) or sys.maxsize < 2**32:
        say("需要 64 位的 Python 3.11、3.12 或 3.13，现在是 {}.{}。请先装好，再运行一次。".format(*sys.version_info[:2]))
        return 2
    import platform

    machine = {"AMD64": "x64", "x86_64": "x64", "aarch64": "arm64", "ARM64": "arm64"}.get(platform.machine(), platform.machine())
    here = "{}-{}".format("windows" if os.name == "nt" else "linux", machine)
    if here != PLATFORM:
        say(f"这个安装包是给 {PLATFORM} 的，这台电脑是 {here}。请换用对应的安装包。")
        return 2
    target = os.path.abspath(arguments[0]) if arguments else os.path.join(os.path.expanduser("~"), "ducha")
    python = os.path.join(target, "Scripts" if os.name == "nt" else "bin", "python.exe" if os.name == "nt" else "python")
    environment = dict(os.environ, PYTHONUTF8="1", PIP_NO_INDEX="1", PIP_CONFIG_FILE=os.devnull, PIP_FIND_LINKS="")
    if subprocess.call([sys.executable, "-m", "venv", target], env=environment):
        say(f"没有建成运行环境 {target}，原因见上文。Debian、麒麟、统信请先装 python3-venv。")
        return 2
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index", "--no-deps", "--require-hashes"]
    where = ["--find-links", os.path.join(HERE, "wheels"), "-r", os.path.join(HERE, "requirements.txt")]
    if subprocess.call(pip + where, env=environment):
        say("没有装成，原因见上文。安装包可能没有解压完整，请重新解压再运行一次。")
        return 2
    command = os.path.join(target, "Scripts" if os.name == "nt" else "bin", "ducha")
    say(f"已装好。命令是：{command}")
    say(f"先试一试：{command} demo 示例")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
