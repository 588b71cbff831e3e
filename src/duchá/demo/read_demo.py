"""The example's words: what each department deals with, and the sentences its returns are made of."""

from __future__ import annotations

import csv
from typing import Any

import tomli

from duchá.demo.model import Work
from duchá.rulebook.parse import split_list
from duchá.terms.read_packaged import packaged


def read_work() -> dict[str, Work]:
    """Unit → what it deals with."""
    text = packaged("demo/work.csv").read_text(encoding="utf-8")
    return {
        row["unit"]: Work(approvals=split_list(row["approvals"]), checks=split_list(row["checks"]), systems=split_list(row["systems"]))
        for row in csv.DictReader(text.splitlines())
    }


def read_registers() -> dict[str, Any]:
    """Register → the rows that the example office has typed into it."""
    return tomli.loads(packaged("demo/registers.toml").read_text(encoding="utf-8"))


def read_points() -> str:
    """The example's own rulebook of points: another one's, with its differences."""
    return packaged("demo/points.toml").read_text(encoding="utf-8")


def read_phrases() -> dict[str, Any]:
    """The sentences and names of the example."""
    return tomli.loads(packaged("demo/phrases.toml").read_text(encoding="utf-8"))
