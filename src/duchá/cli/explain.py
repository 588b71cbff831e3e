"""duchá explain."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from importlib import import_module
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, Quiet
from duchá.cli.show import WEIGHTS, answer
from duchá.terms.fault import FaultKind

_STAGES = ("workbooks.sheets", "rulebook", "campaign", "forms", "submissions", "journal", "registers", "ledger", "scoring", "people", "cli")
# what stands in a message where a file has words of its own: an example, so that it reads as it will be met
_SAMPLE = {
    "label": "整改情况",
    "written": "2015-11-31",
    "count": "2",
    "found": "2015-11-31",
    "key": "DC-2015-01",
    "day": "2015年11月20日",
    "matter": "DC-2015-01",
    "file": "25-区安监局.xlsx",
    "unit": "区安监局",
    "form_name": "附件2",
    "title": "部门行政审批自查自纠情况报表",
    "row": "8",
    "rows": "3",
    "cells": "C8、D8",
    "record_no": "R00012",
    "receipt": "12",
    "days": "3",
    "units": "区物价局、区统计局",
    "deliverable": "附件2",
    "column": "整改情况",
    "missing": "“整改情况”",
    "register": "办理记录",
    "sheet": "附件2",
    "todo": "请补填；尚未整改的，写明措施和完成时限。",
    "said": "经自查没有问题",
    "period": "2018Q2",
    "group": "市直",
    "end": "20",
    "earlier": "12",
    "others": "12、13",
    "article": "第十二条",
}


class _Sampled(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "……"


def catalogue() -> Iterator[FaultKind]:
    """Every fault that can be met, stage by stage."""
    seen = set()
    for stage in _STAGES:
        try:
            module = import_module(f"duchá.{stage}.faults")
        except ModuleNotFoundError:
            continue
        for kind in (*getattr(module, "CATALOGUE", ()), *vars(module).values()):
            if isinstance(kind, FaultKind) and kind.code not in seen:
                seen.add(kind.code)
                yield kind


def example_of(kind: FaultKind) -> tuple[str, str]:
    """How a fault reads when it is met, and what to do, with words of an example."""
    return kind.message.format_map(_Sampled(_SAMPLE)), kind.remedy.format_map(_Sampled(_SAMPLE))


def read_code(text: str) -> FaultKind:
    """The fault of a code (S101) or a name (missing-value)."""
    kinds = {kind.code: kind for kind in catalogue()}
    names = {kind.name: kind for kind in kinds.values()}
    wanted = text.strip().strip("（）()")
    found = kinds.get(wanted.upper()) or names.get(wanted.lower())
    if found is None:
        near = get_close_matches(wanted.upper(), kinds, n=3)
        raise typer.BadParameter(
            f"没有代码“{wanted}”" + (f"，是否要写 {'、'.join(near)}" if near else "；代码在核对结果每条的末尾，如 S101")
        )
    return found


def explained_page(kind: FaultKind, *, as_json: bool, quiet: bool) -> int:
    """A fault of the catalogue: what it is called, how heavy it is, what it says and what to do, with an example of how it is right.

    Where the rule comes from is a number of our own checklist: for those who keep the code (JSON), not for a page.
    """
    message, remedy = example_of(kind)
    data = {
        "code": kind.code,
        "name": kind.name,
        "weight": kind.weight.value,
        "title": kind.title,
        "message": kind.message,
        "remedy": kind.remedy,
        "source": kind.source or None,
        "example": kind.example or None,
    }
    page = [
        f"{kind.code}　{kind.title}（{kind.name}）",
        f"轻重：{WEIGHTS[kind.weight]}",
        f"例如：{message}",
        f"怎么办：{remedy}",
        *([f"正确的写法：{kind.example}"] if kind.example else []),
    ]
    return answer(data, *page, as_json=as_json, quiet=quiet)


def begun_codes(incomplete: str) -> list[str]:
    """The codes that begin so, for completion in the shell."""
    return sorted(kind.code for kind in catalogue() if kind.code.startswith(incomplete))


def explain(
    code: Annotated[
        FaultKind, typer.Argument(metavar="代码", parser=read_code, autocompletion=begun_codes, help="核对结果每条末尾的代码，如 S101")
    ],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """解释一个差错代码：说的是什么、怎么办、正确的例子。"""
    return explained_page(code, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("explain")(explain)
