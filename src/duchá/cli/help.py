"""The help page of a command, in Chinese and in columns of the right width."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

from duchá.cli.text import padded, width, wrapped
from duchá.cli.write_screen import screen_columns

_WORDS = {"str": "文字", "int": "整数", "int range": "整数", "float": "数字", "float range": "数字", "path": "路径"}
_HELP = {"help": "显示这一页", "install_completion": "为当前终端装上命令补全", "show_completion": "显示命令补全脚本，可复制或另行安装"}


def help_page(command: Any, ctx: Any, commands: Mapping[str, str] | None = None) -> str:
    """Usage, purpose, parameters, options, commands."""
    params = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    columns = min(max(screen_columns(), 40), 120)
    usage = " ".join(
        [ctx.command_path, *(["[选项]"] if options else []), *(["命令"] if commands is not None else []), *map(_usage, arguments)]
    )
    parts = [
        f"用法：{usage}\n",
        _paragraphs(command.help or "", columns),
        _section("参数", ((_metavar(param), _explained(param)) for param in arguments), columns),
        _section("选项", ((_names(param), _explained(param)) for param in options), columns),
        _section("命令", (commands or {}).items(), columns),
    ]
    return "\n".join(part for part in parts if part)


def _usage(argument: Any) -> str:
    name = _metavar(argument) + ("…" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _paragraphs(text: str, columns: int) -> str:
    lines = (line for paragraph in inspect.cleandoc(text).splitlines() for line in wrapped(paragraph, columns - 2))
    return "".join(f"  {line}".rstrip() + "\n" for line in lines)


def _section(title: str, entries: Iterable[tuple[str, str]], columns: int) -> str:
    """A title and its entries in two columns."""
    entries = list(entries)
    if not entries:
        return ""
    left = min(max(width(name) for name, _ in entries), columns // 2)
    lines = [f"{title}："]
    for name, text in entries:
        first, *rest = wrapped(text.splitlines()[0] if text else "", columns - left - 4)
        lines += [f"  {padded(name, left)}  {first}".rstrip(), *(f"  {' ' * left}  {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def _names(option: Any) -> str:
    short = [name for name in option.opts if not name.startswith("--")]
    names = ", ".join([*short, *(name for name in [*option.opts, *option.secondary_opts] if name.startswith("--"))])
    return names if getattr(option, "is_flag", False) else f"{names} {_metavar(option)}"


def _metavar(param: Any) -> str:
    choices = [str(getattr(choice, "value", choice)) for choice in getattr(param.type, "choices", ())]
    return str(param.metavar or "|".join(choices) or _WORDS.get(param.type.name) or param.name)


def _explained(param: Any) -> str:
    """The help of a parameter, and its default where it has one that a person would ask for."""
    text = str(_HELP.get(param.name) or param.help or "")
    default = getattr(param.default, "value", param.default)
    if isinstance(default, str | int) and not isinstance(default, bool) and param.show_default:
        return f"{text}（默认 {default}）"
    return text
