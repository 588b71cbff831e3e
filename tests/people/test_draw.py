"""A draw is repeated to the byte by anyone who has the list, the seed and the round: the page in docs/ is enough."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from conftest import CHECKOUT
from duchá.people.draw import draw, list_hash, share_of, team_of

IDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=6)
LISTS = st.lists(IDS, min_size=1, max_size=30, unique_by=lambda one: unicodedata.normalize("NFC", one))
SEEDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


def by_hand(ids: list[str], seed: str, rounds: int) -> tuple[str, list[tuple[str, str]]]:
    """The page of docs/ written anew: bytes put together one by one, sorted by comparing code points."""
    normal = [unicodedata.normalize("NFC", one) for one in ids]
    normal.sort(key=lambda one: [ord(sign) for sign in one])
    running = hashlib.sha256()
    for one in normal:
        running.update(one.encode("utf-8") + b"\n")
    code = running.hexdigest()
    keyed = []
    for one in normal:
        said = b"\n".join([seed.encode("utf-8"), code.encode("ascii"), str(rounds).encode("ascii"), one.encode("utf-8")])
        keyed.append((hashlib.sha256(said).hexdigest(), one))
    return code, sorted(keyed)


@given(ids=LISTS, seed=SEEDS, rounds=st.integers(1, 9))
def test_a_second_implementation_agrees(ids: list[str], seed: str, rounds: int) -> None:
    made = draw(ids, count=3, seed=seed, round=rounds)
    code, order = by_hand(ids, seed, rounds)
    assert made.list_hash == list_hash(ids) == code
    assert [(one.key, one.id) for one in made.order] == order


@given(ids=LISTS, seed=SEEDS, count=st.integers(0, 40), data=st.data())
def test_the_order_of_rows_means_nothing_and_the_barred_are_passed_over(ids: list[str], seed: str, count: int, data: st.DataObject) -> None:
    barred = dict.fromkeys(data.draw(st.lists(st.sampled_from(ids), unique=True)), "回避")
    made = draw(ids, count=count, seed=seed, barred=barred)
    assert made == draw(data.draw(st.permutations(ids)), count=count, seed=seed, barred=barred)
    free = [one.id for one in made.order if not one.barred]
    assert list(made.drawn) == free[:count] and list(made.substitutes) == free[count:]
    assert {one.id for one in made.order if one.barred} == {unicodedata.normalize("NFC", one) for one in barred}


def test_rare_characters_written_in_two_ways_are_one_list() -> None:
    assert list_hash(["杨𬴂", "é", "〇一"]) == list_hash(["〇一", "e\u0301", "杨𬴂"])


@pytest.mark.parametrize("ids", [["甲", "甲"], ["甲", ""], ["甲\n乙"], ["é", "e\u0301"]])
def test_a_list_that_names_somebody_twice_or_nobody_is_refused(ids: list[str]) -> None:
    with pytest.raises(ValueError, match="id"):
        list_hash(ids)


def test_known_to_the_byte() -> None:
    """Worked with sha256sum: printf '甲\\n乙\\n' is sorted 乙 (U+4E59) before 甲 (U+7532)."""
    assert list_hash(["甲", "乙"]) == hashlib.sha256(bytes.fromhex("e4b9990ae794b20a")).hexdigest()
    made = draw(["甲", "乙"], count=1, seed="种子")
    said = "种子\n" + made.list_hash + "\n1\n甲"
    assert {one.id: one.key for one in made.order}["甲"] == hashlib.sha256(said.encode()).hexdigest()


def test_two_hundred_people_are_dealt_to_five_teams() -> None:
    made = draw([f"R{number:03}" for number in range(200)], count=25, seed="031725", round=2)
    dealt = team_of(made.drawn, 5)
    assert [dealt[one] for one in made.drawn[:7]] == [1, 2, 3, 4, 5, 1, 2]
    assert len(made.drawn) == 25 and len(made.substitutes) == 175


@pytest.mark.parametrize(("share", "eligible", "count"), [("0.05", 41, 3), ("0.05", 40, 2), ("1", 7, 7), ("0.1", 0, 0), ("0.001", 3, 1)])
def test_a_share_is_rounded_up(share: str, eligible: int, count: int) -> None:
    assert share_of(Decimal(share), eligible) == count


def test_the_program_of_the_page_gives_the_order_of_the_draw(tmp_path: Path) -> None:
    page = (CHECKOUT / "docs" / "verify-a-draw.md").read_text(encoding="utf-8")
    program = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert program is not None
    ids = ["区安监局", "区财政局", "区民宗旅游局", "杨𬴂"]
    (tmp_path / "ids.txt").write_text("".join(f"{one}\n" for one in ids), encoding="utf-8")
    ran = subprocess.run([sys.executable, "-X", "utf8", "-c", program[1]], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    made = draw(ids, count=1, seed="2018年5月7日公开结果 031725")
    assert ran.stdout == f"名单校验码 {made.list_hash}\n" + "".join(f"{one.key} {one.id}\n" for one in made.order)
