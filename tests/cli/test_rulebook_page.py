"""duchá rulebooks ID: a lawyer reads a rulebook in the order of its articles."""

from __future__ import annotations

import pytest

from duchá.cli.rulebooks import shown_page
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts


@pytest.mark.parametrize("id", ["jincheng-points-2017", "wuzhi-2015"])
def test_each_article_is_printed_with_what_rests_on_it(id: str, capsys: pytest.CaptureFixture[str]) -> None:
    book, _ = parse_rulebook(id, read_texts((id,)), trusting=True)
    assert book is not None
    assert shown_page(book, as_json=False, quiet=False) == 0
    page = "".join(capsys.readouterr().out.split())  # however wide the screen is
    heads = [page.index("".join(f"{article.number}{article.summary}".split())) for article in book.articles]
    assert heads == sorted(heads)
    under = {article.id: page[at:end] for article, at, end in zip(book.articles, heads, [*heads[1:], len(page)], strict=True)}
    for rule in book.points:
        assert f"代号：{rule.id}" in under[rule.article]
    for reading in book.readings:
        assert "".join(f"读法{reading.id}问题：{reading.question}".split()) in under[reading.article]
    for owed in book.deliverables:
        assert f"代号：{owed.key}" in under[owed.article]
    for form in book.forms:
        assert f"代号：{form.id}" in under[form.article]
