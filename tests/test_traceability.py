"""docs/traceability.md is made from the tests' markers and the rulebooks: it is never older than they are."""

from __future__ import annotations

import tomllib

from house.traceability import IDS, PAGE, ROOT, page, shown_by_tests


def test_the_page_is_what_tests_and_rulebooks_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make traceability"


def test_every_marker_names_a_requirement_that_exists() -> None:
    assert [f"{one.test}:{one.line} {one.requirement}" for one in shown_by_tests() if one.requirement not in IDS] == []


def test_every_key_of_a_marker_leads_to_something_in_its_rulebook() -> None:
    lost = [f"{one.test}:{one.line} {one.key}" for one in shown_by_tests() if one.key and not _leads_somewhere(one.key)]
    assert lost == []


def _leads_somewhere(key: str) -> bool:
    rulebook, _, path = key.partition(" ")
    file = ROOT / "templates" / "rulebooks" / rulebook / "rulebook.toml"
    if not file.is_file():
        return False
    found: object = tomllib.loads(file.read_text(encoding="utf-8"))
    for step in path.split("."):
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list):
            found = next((one for one in found if isinstance(one, dict) and step in (one.get("id"), one.get("name"))), None)
    return found is not None
