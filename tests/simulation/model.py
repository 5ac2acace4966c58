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
    fire_id: str = ""
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
    fired_by: dict[str, str] = field(default_factory=dict)
    repeated: dict[tuple[str, str], int] = field(default_factory=dict)
    settled: dict[str, dict[str, int]] = field(default_factory=dict)
    never_split: dict[str, str] = field(default_factory=dict)
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
            if kept.type == "lines_fired":
                self.order(kept.body["order_id"]).fired_by.setdefault(kept.body["fire_id"], kept.origin)

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
        more = said.get("added") or said["quantity"] - sum(one.asked for one in _rests(order, line))
        if line.state != "new":
            _change_rest(order, line, more)
        else:
            line.asked = line.asked + said["added"] if said.get("added") else said["quantity"]

    def _line_removed(self, order: ModelOrder, said: Body) -> None:
        line = order.lines.get(said["line_id"])
        if line is not None and line.state == "new":
            line.state = "removed"

    def _line_restored(self, order: ModelOrder, said: Body) -> None:
        line = order.lines.get(said["line_id"])
        if line is not None and line.state == "removed":
            line.state = "new"

    def _line_split(self, order: ModelOrder, said: Body) -> None:
        line, new_id, quantity = order.lines.get(said["line_id"]), said["new_line_id"], said["quantity"]
        if line is None or new_id in order.lines:
            return
        large = [one for one in _rests(order, line) if 0 < quantity < one.asked - one.voided]
        if large:
            _split_off(order, large[0], new_id, quantity)
        else:
            order.never_split[new_id] = line.id

    def _lines_moved(self, order: ModelOrder, said: Body) -> None:
        for line_id in said["line_ids"]:
            if line_id in order.lines:
                order.lines[line_id].moved_to = said["to"]

    def _lines_settled(self, order: ModelOrder, said: Body) -> None:
        _raise_to(order.settled.setdefault(said["at"], {}), said["lines"])
        _settle(order)

    def _lines_fired(self, order: ModelOrder, said: Body) -> None:
        fire_id, lines = said["fire_id"], dict(said["lines"])
        if fire_id in order.fires:
            return
        order.fires[fire_id] = lines
        before = {line.id: line.asked for line in order.lines.values() if line.fire_id}
        for name, quantity in lines.items():
            line = line_cooked(order, name)
            if line is not None:
                _tell_kitchen(order, fire_id, line, name, max(1, quantity), before)

    def _line_voided(self, order: ModelOrder, said: Body) -> None:
        line, left = line_cooked(order, said["line_id"]), said["quantity"]
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


def line_cooked(order: ModelOrder, name: str) -> ModelLine | None:
    """The line the kitchen knows by a name: what could not be split off, or left over, is part of what it was."""
    while name in order.never_split or (name not in order.lines and name.endswith("+")):
        name = order.never_split.get(name) or name[:-1]
    return order.lines.get(name)


def _rests(order: ModelOrder, line: ModelLine) -> list[ModelLine]:
    """A line and what stayed unsent of it: its name with a plus, with two, and so on."""
    chain, name = [line], f"{line.id}+"
    while name in order.lines:
        chain.append(order.lines[name])
        name += "+"
    return chain


def _split_off(order: ModelOrder, line: ModelLine, new_id: str, quantity: int) -> None:
    """Take so many out as a line of their own."""
    order.lines[new_id] = replace(
        line, id=new_id, asked=quantity, voided=0, written_off=0, voided_twice=0, split_from=line.id, settled_at=""
    )
    line.asked -= quantity
    _settle(order)


def _new_rest(order: ModelOrder, line: ModelLine, quantity: int) -> ModelLine:
    """So many more of a line that is sent: unsent, beside it."""
    name = f"{_rests(order, line)[-1].id}+"
    order.lines[name] = replace(
        line, id=name, asked=quantity, state="new", voided=0, written_off=0, voided_twice=0, settled_at="",
        split_from=line.id, fire_id="",
    )  # fmt: skip
    _settle(order)
    return order.lines[name]


def _change_rest(order: ModelOrder, line: ModelLine, more: int) -> None:
    """What is unsent of a line that is sent becomes more or fewer; what is sent stays."""
    unsent = [one for one in _rests(order, line) if one.state == "new"]
    if unsent and unsent[-1].asked + more > 0:
        unsent[-1].asked += more
    elif unsent:
        unsent[-1].state = "removed"
    elif more > 0:
        _new_rest(order, line, more)


def _tell_kitchen(
    order: ModelOrder, fire_id: str, line: ModelLine, name: str, quantity: int, before: dict[str, int]
) -> None:  # fmt: skip
    """So many of a line were fired; as many as were fired of it before are repeats and not cooked again."""
    if name == line.id and line.state in ("new", "removed"):
        quantity -= _send(order, fire_id, line, min(quantity, line.asked))
    else:
        repeated = 0
        for part in _family(order.lines, line.id):
            taken = min(quantity - repeated, before.get(part.id, 0))
            before[part.id] = before.get(part.id, 0) - taken
            repeated += taken
        order.repeated[fire_id, name] = repeated
        quantity -= repeated
    for part in _family(order.lines, line.id):
        if quantity and part.state == "new" and part.id not in order.fires[fire_id]:
            quantity -= _send(order, fire_id, part, min(quantity, part.asked))
    if quantity and line.fire_id == fire_id:
        line.asked += quantity
    elif quantity:
        _send(order, fire_id, _new_rest(order, line, quantity), quantity)


def _send(order: ModelOrder, fire_id: str, line: ModelLine, quantity: int) -> int:
    """So many of an unsent line go to the kitchen; the rest of it stays unsent."""
    if quantity < line.asked and line.state == "new":
        _split_off(order, line, f"{_rests(order, line)[-1].id}+", line.asked - quantity)
    line.asked, line.state, line.fire_id = quantity, "sent", fire_id
    return quantity
