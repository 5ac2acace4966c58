"""The plain model: what orders must come to, worked out from the recorded facts with code of its own.

It reads JSON, adds whole numbers and knows nothing of the program's folds. Facts are taken in the order of their
stamps, as the folding table of the design says; prices include tax and choices cost nothing in the small shop, so a
line costs its unit price as often as it is charged, and an order what its lines cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.simulation.record import Kept

Body = Any  # a fact as plain JSON


@dataclass
class ModelLine:
    """So many of one thing, in one state, at one place. `asked` counts the voided ones too."""

    id: str
    home: str
    unit: int
    asked: int
    state: str = "new"
    voided: int = 0
    written_off: int = 0
    voided_twice: int = 0
    split_from: str = ""
    moved_to: str = ""
    settled_at: str = ""

    @property
    def wanted(self) -> int:
        """How many are neither removed nor voided."""
        return 0 if self.state == "removed" else self.asked - self.voided

    @property
    def charged(self) -> int:
        """How many are paid for."""
        return max(0, self.wanted - self.written_off)


@dataclass
class ModelOrder:
    """An order: its own lines for ever, its money, and how it ended."""

    id: str
    is_whole: bool = False
    lines: dict[str, ModelLine] = field(default_factory=dict)
    fires: dict[str, dict[str, int]] = field(default_factory=dict)
    repeated: dict[tuple[str, str], int] = field(default_factory=dict)
    settled: dict[str, dict[str, int]] = field(default_factory=dict)
    payments: dict[str, int] = field(default_factory=dict)
    refunds: dict[str, int] = field(default_factory=dict)
    reversed: set[str] = field(default_factory=set)
    kept: dict[str, int] = field(default_factory=dict)
    borne: dict[str, int] = field(default_factory=dict)
    decided: list[tuple[str, str]] = field(default_factory=list)
    paid_for: dict[str, int] | None = None
    taken_back: dict[str, int] | None = None
    merged_into: str = ""
    overridden: bool = False

    @property
    def status(self) -> str:
        """Paid beats cancelled, cancelled beats merged, and nothing comes back to open."""
        given_back = ("cancelled_but_paid", "give_back") in self.decided and self.taken_back is not None
        if self.paid_for is not None and not given_back:
            return "closed"
        if self.taken_back is not None:
            return "cancelled"
        return "merged" if self.merged_into else "open"

    @property
    def paid(self) -> int:
        """What was taken and counts."""
        taken = sum(minor for id_, minor in self.payments.items() if id_ not in self.reversed)
        back = sum(minor for id_, minor in self.refunds.items() if id_ not in self.reversed)
        return taken - back - sum(self.kept.values()) + sum(self.borne.values())


class Model:
    """Every order the recorded facts speak of."""

    def __init__(self, facts: Iterable[Kept]) -> None:
        self.orders: dict[str, ModelOrder] = {}
        for kept in sorted(facts, key=lambda kept: (kept.stamp, kept.fact_id)):
            rule = getattr(self, f"_{kept.type}", None)
            if kept.aggregate == "order" and rule is not None:
                rule(self.order(kept.body["order_id"]), kept.body)

    def order(self, order_id: str) -> ModelOrder:
        """The order of an id, as far as anything was said of it."""
        return self.orders.setdefault(order_id, ModelOrder(order_id))

    def charged_at(self, order_id: str) -> Iterator[ModelLine]:
        """Every line that is charged at an order, whatever its home; its own come first."""
        for home in sorted(self.orders, key=lambda home: (home != order_id, home)):
            for line in self.orders[home].lines.values():
                if self.place_of(line) == order_id:
                    yield line

    def place_of(self, line: ModelLine) -> str:
        """Where a line is charged: where it was paid, else where it was moved last, merges followed."""
        if line.settled_at:
            return line.settled_at
        place = line.moved_to or line.home
        while place in self.orders and self.orders[place].merged_into:
            place = self.orders[place].merged_into
        return place

    def total_of(self, order: ModelOrder) -> int:
        """What an order comes to."""
        return sum(line.unit * line.charged for line in self._counted(order))

    def sold_of(self, order: ModelOrder) -> int:
        """The same without what reached it after it ended."""
        if order.status not in ("closed", "cancelled"):
            return self.total_of(order)
        here = {line.id: line for line in self.charged_at(order.id)}
        within = _spread(here, order.paid_for or {})
        if order.status == "cancelled":
            for line_id, quantity in _spread(here, order.taken_back or {}).items():
                within[line_id] = max(quantity, within.get(line_id, 0))
        return sum(line.unit * min(line.charged, within.get(line.id, 0)) for line in self._counted(order))

    def is_overpaid(self, order: ModelOrder) -> bool:
        """Whether more was taken than was sold, and nobody has decided about it yet."""
        return bool(order.payments) and order.status != "cancelled" and order.paid > self.sold_of(order)

    def _counted(self, order: ModelOrder) -> Iterator[ModelLine]:
        """Lines charged at an order; what was cancelled there while the rest was paid elsewhere is not."""
        here = {line.id: line for line in self.charged_at(order.id)}
        paid_for, taken_back = _spread(here, order.paid_for or {}), _spread(here, order.taken_back or {})
        for line in here.values():
            if order.status != "closed" or not taken_back.get(line.id) or paid_for.get(line.id):
                yield line

    # Lines

    def _order_opened(self, order: ModelOrder, said: Body) -> None:
        order.is_whole = True

    def _line_added(self, order: ModelOrder, said: Body) -> None:
        if said["line_id"] not in order.lines:
            unit = said["sold"]["unit_price"]["minor"]
            order.lines[said["line_id"]] = ModelLine(said["line_id"], order.id, unit, said["quantity"])
            _settle(order)

    def _line_quantity_changed(self, order: ModelOrder, said: Body) -> None:
        line = order.lines.get(said["line_id"])
        if line is None or line.state == "removed":
            return
        wanted = line.asked + said["added"] if said.get("added") else said["quantity"]
        if line.state == "new":
            line.asked = wanted
        elif wanted > line.asked:
            _ask_more(order, line, wanted - line.asked)

    def _line_removed(self, order: ModelOrder, said: Body) -> None:
        line = order.lines.get(said["line_id"])
        if line is not None and line.state == "new":
            line.state = "removed"

    def _line_restored(self, order: ModelOrder, said: Body) -> None:
        line = order.lines.get(said["line_id"])
        if line is not None and line.state == "removed":
            line.state = "new"

    def _line_split(self, order: ModelOrder, said: Body) -> None:
        line = order.lines.get(said["line_id"])
        if line is not None and said["new_line_id"] not in order.lines:
            _split(order, line, said["new_line_id"], said["quantity"])
            _settle(order)

    def _lines_moved(self, order: ModelOrder, said: Body) -> None:
        for line_id in said["line_ids"]:
            if line_id in order.lines:
                order.lines[line_id].moved_to = said["to"]

    def _lines_settled(self, order: ModelOrder, said: Body) -> None:
        _raise_to(order.settled.setdefault(said["at"], {}), said["lines"])
        _settle(order)

    def _lines_fired(self, order: ModelOrder, said: Body) -> None:
        if said["fire_id"] in order.fires:
            return
        order.fires[said["fire_id"]] = dict(said["lines"])
        sent_before = {line.id for line in order.lines.values() if line.state in ("sent", "voided")}
        for line_id, quantity in said["lines"]:
            line = order.lines.get(line_id)
            if line is None:
                continue
            if line.state in ("sent", "voided"):
                cooked = sum(part.asked for part in _family(order.lines, line.id) if part.id in sent_before)
                order.repeated[said["fire_id"], line_id] = min(quantity, cooked)
                more = _send_parts(order, line, quantity - min(quantity, cooked))
                if more:
                    _ask_more(order, line, more).state = "sent"
            else:
                _send(order, line, max(1, quantity))

    def _line_voided(self, order: ModelOrder, said: Body) -> None:
        line = order.lines.get(said["line_id"])
        left = said["quantity"]
        if line is None:
            return
        for part in _family(order.lines, line.id):
            if part is line or part.state == "sent":
                taken = min(left, part.asked - part.voided)
                part.voided, left = part.voided + taken, left - taken
            part.state = "voided" if part.voided == part.asked else part.state
        line.voided_twice += left

    # Money

    def _payment_taken(self, order: ModelOrder, said: Body) -> None:
        order.payments[said["payment"]["id"]] = said["payment"]["amount"]["minor"]

    def _payment_refunded(self, order: ModelOrder, said: Body) -> None:
        order.refunds[said["refund"]["id"]] = said["refund"]["amount"]["minor"]

    def _payment_reversed(self, order: ModelOrder, said: Body) -> None:
        order.reversed.add(said["payment_id"])

    def _overpayment_kept(self, order: ModelOrder, said: Body) -> None:
        order.kept[said["kept_id"]] = said["amount"]["minor"]

    def _shortfall_borne(self, order: ModelOrder, said: Body) -> None:
        order.borne[said["borne_id"]] = said["amount"]["minor"]

    def _late_items_written_off(self, order: ModelOrder, said: Body) -> None:
        for line_id, quantity in said["lines"]:
            if line_id in order.lines:
                order.lines[line_id].written_off = max(quantity, order.lines[line_id].written_off)

    def _conflict_decided(self, order: ModelOrder, said: Body) -> None:
        order.decided.append((said["kind"], said["choice"]))

    def _token_overridden(self, order: ModelOrder, said: Body) -> None:
        order.overridden = True

    # Ends

    def _order_closed(self, order: ModelOrder, said: Body) -> None:
        order.paid_for = _covering(order, order.paid_for, said)

    def _order_cancelled(self, order: ModelOrder, said: Body) -> None:
        order.taken_back = _covering(order, order.taken_back, said)

    def _order_merged(self, order: ModelOrder, said: Body) -> None:
        if said["into"] < order.id:
            order.merged_into = order.merged_into or said["into"]


def _covering(order: ModelOrder, before: dict[str, int] | None, said: Body) -> dict[str, int]:
    covered = dict(before or {})
    _raise_to(covered, said.get("covers", ()))
    _raise_to(order.settled.setdefault(order.id, {}), said.get("covers", ()))
    _settle(order)
    return covered


def _raise_to(counts: dict[str, int], said: Iterable[tuple[str, int]]) -> None:
    for line_id, quantity in said:
        counts[line_id] = max(quantity, counts.get(line_id, 0))


def _settle(order: ModelOrder) -> None:
    """What was paid or cancelled somewhere stays there; the first place that is said counts."""
    for at, covers in order.settled.items():
        for line_id, quantity in _spread(order.lines, covers).items():
            if quantity:
                order.lines[line_id].settled_at = order.lines[line_id].settled_at or at


def _spread(lines: Mapping[str, ModelLine], covers: Mapping[str, int]) -> dict[str, int]:
    """How many of each line are covered, where a line may have been split since it was counted."""
    given: dict[str, int] = {}
    for line_id, quantity in covers.items():
        for part in _family(lines, line_id):
            if part.id == line_id or part.id not in covers:
                taken = min(quantity, part.charged - given.get(part.id, 0))
                given[part.id] = given.get(part.id, 0) + taken
                quantity -= taken
    return given


def _family(lines: Mapping[str, ModelLine], line_id: str) -> list[ModelLine]:
    """A line and what was split from it, each before its own parts, as far as they are among these."""
    parts = [part.id for part in lines.values() if part.split_from == line_id]
    itself = [lines[line_id]] if line_id in lines else []
    return [*itself, *(member for part in parts for member in _family(lines, part))]


def _split(order: ModelOrder, line: ModelLine, new_id: str, quantity: int) -> None:
    """Take so many out as a line of their own, as far as one is left."""
    possible = min(quantity, line.wanted - 1)
    if possible > 0:
        order.lines[new_id] = replace(
            line, id=new_id, asked=possible, voided=0, written_off=0, voided_twice=0, split_from=line.id, settled_at=""
        )
        line.asked -= possible
        _settle(order)


def _rest_of(order: ModelOrder, line: ModelLine) -> str:
    """The name of what stays unsent of a line: its own with a plus, one more while that is taken."""
    name = f"{line.id}+"
    while name in order.lines:
        name += "+"
    return name


def _ask_more(order: ModelOrder, line: ModelLine, quantity: int) -> ModelLine:
    """So many more of a line that is sent: unsent, beside it."""
    name, last = f"{line.id}+", line
    while name in order.lines and order.lines[name].state != "new":
        last, name = order.lines[name], f"{name}+"
    if name in order.lines:
        order.lines[name].asked += quantity
    else:
        order.lines[name] = replace(
            last, id=name, asked=quantity, state="new", voided=0, written_off=0, voided_twice=0, settled_at="",
            split_from=last.id,
        )  # fmt: skip
    return order.lines[name]


def _send(order: ModelOrder, line: ModelLine, quantity: int) -> None:
    """So many of an unsent line go to the kitchen, whatever it counts now."""
    if quantity < line.asked and line.state == "new":
        _split(order, line, _rest_of(order, line), line.asked - quantity)
    elif quantity > line.asked:
        line.asked += _send_parts(order, line, quantity - line.asked)
    else:
        line.asked = quantity
    line.state = "sent"


def _send_parts(order: ModelOrder, line: ModelLine, quantity: int) -> int:
    """Send what was split from a line and waits, up to so many; answers how many are left over."""
    for part in _family(order.lines, line.id)[1:]:
        if quantity and part.state == "new":
            sent = min(quantity, part.asked)
            _send(order, part, sent)
            quantity -= sent
    return quantity
