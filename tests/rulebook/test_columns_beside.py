"""The columns of a form may stand in a csv file beside the rulebook: they are read as those in the text are."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
import tomli

from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import MAIN, read_texts
from duchá.terms.fault import Fault

ID = "wuzhi-2015"
TEXTS = read_texts((ID,))
FORM = next(form for form in tomli.loads(TEXTS[ID][MAIN])["forms"] if form["id"] == "power-list")


def moved(name: str = "power-list.csv") -> str:
    """The text of the rulebook with the columns of one form elsewhere."""
    text = TEXTS[ID][MAIN]
    head = re.search(r'\[\[forms\]\]\nid = "power-list"\n', text)
    assert head is not None
    after = text.index("\ncolumns = [", head.end())
    end = text.index("\n]\n", after)
    return f'{text[:after]}\ncolumns = "{name}"\n{text[end + 3 :]}'


def as_csv(columns: list[dict[str, Any]]) -> str:
    titles = list(dict.fromkeys(("id", "title", *(key for column in columns for key in column))))
    out = io.StringIO()
    writer = csv.DictWriter(out, titles)
    writer.writeheader()
    for column in columns:
        writer.writerow(
            {
                key: {True: "是", False: "否"}[v] if isinstance(v, bool) else "、".join(v) if isinstance(v, list) else v
                for key, v in column.items()
            }
        )
    return out.getvalue()


def faults_with(text: str | None) -> tuple[Fault, ...]:
    files = {MAIN: moved()} | ({} if text is None else {"power-list.csv": text})
    return parse_rulebook(ID, {**TEXTS, ID: {**TEXTS[ID], **files}})[1]


def test_a_rulebook_with_its_columns_in_a_csv_is_the_same_rulebook() -> None:
    files = {**TEXTS[ID], MAIN: moved(), "power-list.csv": "\ufeff" + as_csv(FORM["columns"])}
    found, faults = parse_rulebook(ID, {**TEXTS, ID: files})
    before, _ = parse_rulebook(ID, TEXTS)
    assert not faults and found is not None and found == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "制度的文件夹里没有这个文件"),
        ("编号,栏目\n", "表头缺id、title"),
        ("id,title\na,甲,多的\n", "第2行有误：格子比表头多"),
        ("id,title,requred\na,甲,是\n", "requred"),
        ("id,title,required\na,甲,对\n", "required"),
        ("id,title,width\na,甲,宽\n", "width"),
    ],
)
def test_what_is_wrong_with_the_csv_is_said_of_the_form_and_its_file(text: str | None, says: str) -> None:
    assert any(says in fault.message for fault in faults_with(text)), [fault.message for fault in faults_with(text)]
