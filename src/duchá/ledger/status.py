"""How matters and nodes stand on a day: open, due, late, closed; days left or late; lights. Pure, nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from duchá.campaign.model import Campaign
from duchá.ledger import wording
from duchá.ledger.duties import Standing
from duchá.ledger.matter import Due, Matter, Node
from duchá.receipts.matrix import ReceiptState
from duchá.rulebook.clock import Lights
from duchá.terms.due import owed_again

_NEVER = 10**6


class Light(Enum):
    """亮灯: 绿 / 黄 / 红 / 红闪 / 灰, from calm to urgent but for the last, which has no day: it is closed, or 未定期限."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    FLASHING = "flashing"
    GREY = "grey"


_URGENCY = {Light.GREY: 0, Light.GREEN: 1, Light.YELLOW: 2, Light.RED: 3, Light.FLASHING: 4}
_NO_LIGHTS = Lights(warn_days=0, flash_days=_NEVER, article="")


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeStatus:
    """A node on a day. ``days_left`` is negative when late and None once it is answered; ``late_days`` stays what it was when answered, in all."""

    node: Node
    days_left: int | None
    late_days: int
    light: Light


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterStatus:
    """A matter on a day. ``late_days`` counts from its deadline in force until the unit answered, else until the day.

    ``due_by_node``: its deadline is that of one of its nodes, which is what is late then, not the matter beside it. ``again``: its report
    was sent back without a date and is owed by this one, on which the office has agreed. ``undated``: something is owed, and no day is
    known (未定期限).
    """

    matter: Matter
    days_left: int | None
    late_days: int
    light: Light
    nodes: tuple[NodeStatus, ...]
    due_by_node: bool = False
    again: Due | None = None
    undated: bool = False


class LightThresholds:
    """The thresholds of every rulebook, the office's where a rulebook has none; and by when what was sent back is owed again."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        office = campaign.office.lights if campaign.office else None
        self._usual = office or _NO_LIGHTS
        self._by_book = {book.id: book.lights or self._usual for book in campaign.rulebooks}

    def of(self, rulebook: str) -> Lights:
        """The thresholds of a rulebook."""
        return self._by_book.get(rulebook, self._usual)

    def again(self, matter: Matter) -> Due | None:
        """By when a report that was sent back without a date is owed again, as the office has agreed (本室约定); None where another date says it."""
        back = matter.sent_back
        if back is None or (matter.due is not None and not _by_node(matter)):
            return None
        agreed = self._campaign.settings.resend(None, None).term
        deadline = owed_again(agreed, self._campaign.calendar, back.day, since=wording.MOVE_WORDS[back.move.value])
        return Due(first=deadline, article=matter.due.article if matter.due else None, rulebook=matter.due.rulebook if matter.due else "")


def status_of(matter: Matter, as_of: date, thresholds: LightThresholds) -> MatterStatus:
    """How a matter stands on a day. What awaits the office (待审核) is not late; what has ended or was withdrawn is grey, and so is what has no day.

    What was sent back is owed again: yellow at least, by a new date, else by the one on which the office has agreed.
    """
    waiting = matter.state.holds
    nodes = tuple(_node_status(node, matter, as_of, thresholds) for node in matter.nodes)
    by_node = _by_node(matter)
    if not matter.open or waiting:
        late = 0 if matter.due is None or matter.answered_on is None or by_node else matter.due.days_late(matter.answered_on)
        light = Light.GREEN if matter.open and matter.due is not None else Light.GREY
        return MatterStatus(matter=matter, days_left=None, late_days=late, light=light, nodes=nodes, due_by_node=by_node)
    own = _own(matter, as_of, thresholds)
    lights = [*([own.light] if own.light else []), *(node.light for node in nodes if node.node.open)]
    undated = not lights
    if matter.sent_back is not None:
        lights.append(Light.YELLOW)
    worst = max(lights, key=lambda one: _URGENCY[one], default=Light.GREY)
    return MatterStatus(
        matter=matter,
        days_left=own.days_left,
        late_days=own.late_days,
        light=worst,
        nodes=nodes,
        due_by_node=by_node,
        again=own.again,
        undated=undated,
    )


def _by_node(matter: Matter) -> bool:
    return matter.due is not None and any(node.due == matter.due for node in matter.nodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """A matter's own deadline, or that of its report owed again: ``light`` is None where it has neither."""

    days_left: int | None = None
    late_days: int = 0
    light: Light | None = None
    again: Due | None = None


def _own(matter: Matter, as_of: date, thresholds: LightThresholds) -> _Own:
    """Days left, days late and light of a matter's own deadline; where a node has the same one, the node is what can be late."""
    again = thresholds.again(matter)
    if again is not None:
        left = (again.day - as_of).days
        light = light_of_sent(again, as_of, thresholds.of(again.rulebook))
        return _Own(days_left=left, late_days=max(0, -left), light=light, again=again)
    if matter.due is None:
        return _Own()
    left = (matter.due.day - as_of).days
    if _by_node(matter):
        return _Own(days_left=left if any(node.open for node in matter.nodes) else None, light=Light.GREEN)
    return _Own(days_left=left, late_days=max(0, -left), light=light_of(matter.due, as_of, thresholds.of(matter.due.rulebook)))


def _node_status(node: Node, matter: Matter, as_of: date, thresholds: LightThresholds) -> NodeStatus:
    end = node.answered_on or node.void_on
    if end is not None or not matter.open:
        return NodeStatus(node=node, days_left=None, late_days=node.due.days_late(end) if end else 0, light=Light.GREY)
    left = (node.due.day - as_of).days
    return NodeStatus(node=node, days_left=left, late_days=max(0, -left), light=light_of(node.due, as_of, thresholds.of(node.due.rulebook)))


def light_of(due: Due, as_of: date, lights: Lights) -> Light:
    """The light of what is still owed: yellow from ``warn_days`` before, an outward one on its last working day at the latest."""
    late = (as_of - due.day).days
    if late > 0:
        return Light.FLASHING if late >= lights.flash_days else Light.RED
    warn_days = lights.warn_days if due.warn_days is None else due.warn_days
    return Light.YELLOW if as_of >= min(due.day - timedelta(days=warn_days), due.deadline.warn_on) else Light.GREEN


def light_of_standing(standing: Standing, as_of: date, lights: Lights) -> Light:
    """The light of what is to be sent in: grey once it came, yellow before its day, red after it; a return that was sent back is yellow at least."""
    if standing.state not in (ReceiptState.MISSING, ReceiptState.SENT_BACK):
        return Light.GREY
    first = standing.again or standing.owed.deadline
    if first is None:
        return Light.GREY
    due = Due(first=first, rulebook=standing.owed.rulebook, warn_days=standing.owed.deliverable.warn_days)
    light = light_of_sent(due, as_of, lights)
    return max(light, Light.YELLOW, key=_URGENCY.__getitem__) if standing.again is not None and standing.owed.of_groups else light


def light_of_sent(due: Due, as_of: date, lights: Lights) -> Light:
    """The light of what is to be sent in: it flashes only where the rulebook says so."""
    flash = _NEVER if lights.deliverable_flash_days is None else lights.deliverable_flash_days
    return light_of(due, as_of, Lights(warn_days=lights.warn_days, flash_days=flash, article=lights.article))
