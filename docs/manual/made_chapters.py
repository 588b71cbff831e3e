"""The chapters that are made from the program: every message with what to do, every command with its options."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from duchá.cli.app import COMMANDS, load
from duchá.cli.explain import catalogue, example_of
from duchá.terms.fault import Weight

STAGES = {
    "G": "制度文件（G）",
    "C": "行动设置、名单、日历（C）",
    "S": "各单位报来的表、登记表（S）",
    "J": "流水（J）",
    "L": "台账（L）",
    "K": "积分（K）",
    "P": "督查人员（P）",
    "U": "命令和机器（U）",
}
WEIGHTS = {Weight.REJECT: "退回、停下", Weight.QUERY: "要核实", Weight.NOTE: "提示"}


def messages() -> str:
    """Every message of the catalogue: code, title, how heavy, how it reads, what to do."""
    return "\n".join(_messages()) + "\n"


def _messages() -> Iterator[str]:
    kinds = sorted(catalogue(), key=lambda kind: (list(STAGES).index(kind.code[0]), kind.code))
    yield "# 每条消息和怎么办\n"
    yield "每条消息末尾的括号里是代码。在命令行也可以查：`duchá explain S101`。例子里的单位、日期、文件名都是示意。\n"
    stage = ""
    for kind in kinds:
        if kind.code[0] != stage:
            stage = kind.code[0]
            yield f"\n## {STAGES[stage]}\n"
        message, remedy = (_plain(text) for text in example_of(kind))
        yield f"**{kind.code}　{_plain(kind.title)}**（{WEIGHTS[kind.weight]}）  \n{message}  \n怎么办：{remedy}\n"


def commands() -> str:
    """Every command with what it does and its options."""
    return "\n".join(_commands()) + "\n"


def _commands() -> Iterator[str]:
    yield "# 命令一览\n"
    yield "到处都有的：`-C 文件夹` 指定行动，`--as-of 11月20日` 把那一天当今天，`--json` 供程序读，`-q` 只看退出码，`-h` 看用法。\n"
    for name in COMMANDS:
        yield from _command(f"duchá {name}", load(name))


def _command(name: str, command: object) -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if inner:
        for sub, one in inner.items():
            yield from _command(f"{name} {sub}", one)
        return
    ctx = typer.Context(command)  # type: ignore[arg-type]  # click's own class behind typer
    said = (getattr(command, "help", "") or "").split("\n\n")[0]
    yield f"## {name}\n\n{_plain(said)}\n"
    for param in command.get_params(ctx):  # type: ignore[attr-defined]  # as above
        text = str(getattr(param, "help", "") or "")
        if param.param_type_name == "option" and text and param.name not in ("campaign", "as_of", "known_at", "as_json", "quiet", "help"):
            yield f"- `{'`、`'.join(param.opts)}`：{_plain(text)}"
        elif param.param_type_name == "argument":
            yield f"- {_plain(str(param.metavar or param.name))}：{_plain(text)}"
    yield ""


def _plain(text: str) -> str:
    """Text in which nothing is taken for markup."""
    for sign in "\\`*_{}[]<>|#":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")
