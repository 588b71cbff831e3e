"""The fuzz targets for a few seconds, with the same mutations every time: nothing is raised, nothing refused without a reason, nothing guessed."""

from __future__ import annotations

import random

import pytest

from duchá.submissions.status import Status
from duchá.terms.fault import Weight
from fuzz.targets import look, tables
from returns.paper import page, parts, xlsx
from workbooks.build import zipped
from workbooks.test_mutants import mutant

SEED, LOOKS, TABLES = 20151118, 700, 1500


def test_the_look_says_what_is_wrong_with_any_package() -> None:
    chance = random.Random(SEED)
    whole = xlsx(page())
    inside = parts(whole)
    refused: set[str] = set()
    for number in range(LOOKS):
        if number % 2:
            name = chance.choice(list(inside))
            data = zipped({**inside, name: mutant(inside[name], chance)})
        else:
            data = mutant(whole, chance)
        refused.add(look(data))
    assert refused & {"S002", "S024"} and "" in refused, refused


@pytest.mark.parametrize("batch", range(3))
def test_any_cells_are_read_and_judged_with_a_reason(batch: int) -> None:
    chance = random.Random(SEED + batch)
    seen: set[Status] = set()
    for _ in range(TABLES // 3):
        found = tables(chance.randbytes(chance.choice((3, 20, 80, 300))))
        weights = {fault.kind.weight for fault in found.faults}
        seen.add(found.status)
        if found.status in (Status.REFUSED, Status.SENT_BACK):
            assert Weight.REJECT in weights, found.faults
        elif found.status is Status.HELD:
            assert Weight.QUERY in weights, found.faults
        if found.status is Status.ACCEPTED:
            assert found.unit is not None
    assert Status.REFUSED in seen and len(seen) > 1, seen
