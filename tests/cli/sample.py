"""A command made for tests: registered in the real frame, it does on request what commands may meet."""

from __future__ import annotations

import errno
import sys
import time
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

import ducha
from duchá.cli import app as frame
from duchá.cli.faults import OTHER_IO
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, moment, start
from duchá.cli.show import ScreenTable, answer, ticker
from duchá.cli.write_screen import out
from duchá.terms.fault import Stop

LINE = "示例：按要求做一件事"


class Kind(Enum):
    """A choice."""

    TASK = "task"
    LEAD = "lead"


def sample(
    what: str = typer.Argument("answer", metavar="做什么"),
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    count: int = typer.Option(3, "--count", metavar="个数", help="做几次"),
    kind: Annotated[Kind | None, typer.Option("--kind", help="哪一种")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """示例：按要求做一件事

    第二段说明。
    """
    match what:
        case "answer" | "attention":
            when = moment(as_of, known_at)
            data = {"as_of": when.as_of, "known_at": when.known_at, "start": start(campaign)}
            page = ScreenTable(columns=("单位", "情况"), rows=(("区发改经信委", "[red]已收[/red] \x1b[31m"),))
            return answer(data, page, "共 1 个单位", as_json=as_json, quiet=quiet, attention=what == "attention")
        case "stop":
            raise Stop(OTHER_IO.at(file="x\x1b", reason="试"))
        case "full":
            raise OSError(errno.ENOSPC, "No space left on device", "reports/汇总.xlsx")
        case "bug":
            return {}["no such key"]
        case "none":
            return None  # type: ignore[return-value]  # what a careless command would do
        case "many":
            for number in range(count):
                out(f"第 {number} 行")
            return 1
        case "wait":
            out("开始")
            time.sleep(30)
        case "tick":
            tick = ticker("读取")
            for number in range(count):
                tick(number, count, "25-区安监局.xlsx")
            out("读完了")
    return 0


def draw(unit: str) -> int:
    """抽取"""
    out(unit)
    return 0


def check() -> int:
    """核对"""
    return 0


def install() -> None:
    """Puts the sample commands into the table, as if they stood in cli/."""
    one, group = ModuleType("duchá.cli.sample"), ModuleType("duchá.cli.sample_group")
    one.register = lambda app: app.command()(sample)  # type: ignore[attr-defined]  # a module made by hand
    group.register = lambda app: (app.command("draw")(draw), app.command("check")(check))  # type: ignore[attr-defined]  # the same
    sys.modules |= {one.__name__: one, group.__name__: group}
    frame.COMMANDS = {"sample": LINE, "sample-group": "示例组"}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    install()
    ducha.main()
