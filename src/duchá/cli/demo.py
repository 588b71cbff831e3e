"""duchá demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import Quiet


def demo(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="放在哪里；不写则在当前目录下建 ducha-demo")] = Path("ducha-demo"),
    quiet: Quiet = False,
) -> int:
    """看一个完整的例子：41个部门的专项督查，从空白报表、收件、核对、退回更正到汇总，一步步做给您看。"""
    from duchá.cli.show import ticker
    from duchá.cli.views.demo import show_stages
    from duchá.steps.demo import run_demo

    return show_stages(folder, run_demo(folder, ticker("收件")), quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("demo")(demo)
