"""A command line that could not be understood: one Chinese line that says what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

import typer

from duchá.terms.text import shown

UsageError: type[Exception] = typer.BadParameter.__mro__[1]  # click's own; newer typer carries click inside itself

# what click says of a whole command line, by how it begins
_SENTENCES = {
    "Got unexpected extra argument": "多写了内容：{rest}",
    "Missing command": "没有写要做什么",
}
_TYPES = {
    "int": "应为整数",
    "int range": "应为范围内的整数",
    "float": "应为数字",
    "float range": "应为范围内的数字",
    "boolean": "应为 true 或 false",
}


class NoSuchCommandError(UsageError):  # type: ignore[misc,valid-type]  # a class found at run time
    """A command that does not exist, with the names that look like it."""

    def __init__(self, name: str, commands: Mapping[str, str], ctx: Any) -> None:
        super().__init__(name, ctx)
        said = [command for command, words in commands.items() if not name.isascii() and name in words]
        self.near = said or get_close_matches(name.lower(), commands, n=3) or list(commands)


def usage_line(error: Any) -> str:
    """What is wrong with the command line, and where its usage stands."""
    path = error.ctx.command_path if error.ctx is not None else "ducha"
    return f"× {_what(error)}。用 {path} --help 看用法。"


def _what(error: Any) -> str:
    explain = _EXPLAINED.get(type(error).__name__)
    return explain(error) if explain else _sentence(error.message)


def _no_command(error: Any) -> str:
    return f"没有命令“{shown(error.message)}”，可用：{'、'.join(error.near)}"


def _no_option(error: Any) -> str:
    near = f"，是否要写 {'、'.join(sorted(error.possibilities))}" if error.possibilities else ""
    return f"没有选项 {shown(error.option_name)}{near}"


def _value_of_option(error: Any) -> str:
    return f"选项 {shown(error.option_name)} 后面{'不带' if 'does not take a value' in error.message else '要写'}值"


def _name(param: Any) -> str:
    """How the person knows a parameter: the option as written, or the word of the usage line."""
    if param is None:
        return "参数"
    return f"选项 {'/'.join(param.opts)} " if param.param_type_name == "option" else f"“{param.metavar or param.name}”"


def _why(error: Any) -> str:
    """Our own parsers explain in Chinese; the types of click are explained here."""
    kind = getattr(error.param, "type", None)
    choices = [str(getattr(choice, "value", choice)) for choice in getattr(kind, "choices", ())]
    if choices:
        return f"可写 {'、'.join(choices)}"
    return _TYPES.get(getattr(kind, "name", ""), shown(error.message))


def _sentence(message: str) -> str:
    for beginning, sentence in _SENTENCES.items():
        if message.startswith(beginning):
            return sentence.format(rest=shown(message.partition("(s) (")[2].removesuffix(")")))
    return f"写法有误：{shown(message)}"


_EXPLAINED: Mapping[str, Callable[[Any], str]] = {
    "NoSuchCommandError": _no_command,
    "NoSuchOption": _no_option,
    "BadOptionUsage": _value_of_option,
    "MissingParameter": lambda error: f"没有写{_name(error.param)}",
    "BadParameter": lambda error: f"{_name(error.param)}不对：{_why(error)}",
}
