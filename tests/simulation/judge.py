"""The judge: holds every terminal's file against what was acknowledged and against the plain model.

Each complaint begins with the name of the invariant that was broken, up to the colon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tests.simulation.model import Model, ModelOrder
from tests.simulation.record import Kept, Looking, Place, Record

Complaints = Iterator[str]


def judge_journals(record: Record, files: Mapping[str, Looking], apart_from: str = "") -> Complaints:
    """Every acknowledged fact stands exactly once in every journal, unchanged; nobody holds anything else."""
    held = {
        label: [kept for kept in looking.everything() if kept.origin != apart_from] for label, looking in files.items()
    }
    reached: dict[str, int] = {}
    for rows in held.values():
        for kept in rows:
            reached[kept.origin] = max(kept.seq, reached.get(kept.origin, 0))
    for origin, floor in record.floors.items():
        if origin != apart_from and reached.get(origin, 0) < floor:
            yield f"shared facts lost: {origin} reached {floor} at a survivor, {reached.get(origin, 0)} now"
    record.settle(reached)
    wanted = {place: kept for place, kept in record.facts.items() if kept.origin != apart_from}
    for label, rows in held.items():
        yield from _journal(label, rows, wanted)


def _journal(label: str, rows: list[Kept], wanted: Mapping[Place, Kept]) -> Complaints:
    found = {kept.place: kept for kept in rows}
    for fact_id, count in Counter(kept.fact_id for kept in rows).items():
        if count > 1:
            yield f"fact twice: {label} holds {fact_id} {count} times"
    for place in sorted(wanted.keys() - found.keys())[:3]:
        yield f"acknowledged fact missing: {label} lacks {wanted[place].type} {place}"
    for place in sorted(found.keys() - wanted.keys())[:3]:
        yield f"fact nobody made: {label} holds {found[place].type} {place}"
    for place in sorted(found.keys() & wanted.keys()):
        if found[place] != wanted[place]:
            yield f"fact changed: {label} holds another {wanted[place].type} at {place}"
    last: dict[str, int] = {}
    for kept in rows:
        if kept.seq != last.get(kept.origin, 0) + 1:
            yield f"gap in a chain: {label} goes from {last.get(kept.origin, 0)} to {kept.seq} of {kept.origin}"
        last[kept.origin] = kept.seq


def judge_histories(origin: str, told: Mapping[str, Mapping[int, bytes]], alarmed: list[str]) -> Complaints:
    """Where two files tell different histories of one origin, somebody has said so."""
    for one, hashes in told.items():
        for other, theirs in told.items():
            if one < other and any(theirs.get(seq, hash_) != hash_ for seq, hash_ in hashes.items()) and not alarmed:
                yield f"copy not noticed: {one} and {other} hold different histories of {origin} and nobody says so"


def judge_orders(model: Model, label: str, looking: Looking) -> Complaints:
    """Orders and payments of one terminal are what the model works out, and every line is charged in one place."""
    asked = "SELECT order_id, status, total_minor, paid_minor, due_minor FROM orders"
    orders = {row[0]: row[1:] for row in looking.rows(asked)}
    payments: dict[str, dict[str, int]] = {}
    for payment_id, order_id, minor in looking.rows("SELECT payment_id, order_id, amount_minor FROM payments"):
        payments.setdefault(order_id, {})[payment_id] = minor
    unusable = {row[0] for row in looking.rows("SELECT aggregate_id FROM marks")}
    for order_id in sorted(orders.keys() - model.orders.keys()):
        yield f"order nobody opened: {label} shows {order_id}"
    for order in model.orders.values():
        if not order.is_whole:
            continue
        if order.id in unusable:
            yield f"order unusable: {label} marks {order.id} although it is whole"
        elif order.id not in orders:
            yield f"order lost: {label} does not show {order.id}"
        else:
            yield from _order(label, model, order, orders[order.id], payments.get(order.id, {}))
    yield from _lines(label, model, looking)


def _order(
    label: str, model: Model, order: ModelOrder, row: tuple[object, ...], payments: Mapping[str, int]
) -> Complaints:  # fmt: skip
    status, total, paid, due = row
    if status != order.status:
        yield f"status of an order: {label} shows {order.id} as {status}, it is {order.status}"
    if payments != order.payments:
        yield f"payments of an order: {label} shows {payments} on {order.id}, taken were {order.payments}"
    wanted = model.total_of(order)
    if (total, paid, due) != (wanted, order.paid, wanted - order.paid):
        shown = f"{label} shows {order.id} as {total}, {paid} paid, {due} due"
        yield f"money of an order: {shown}; it comes to {wanted}, {order.paid} paid"


def _lines(label: str, model: Model, looking: Looking) -> Complaints:
    shown: dict[str, list[tuple[object, ...]]] = {}
    asked = "SELECT line_id, order_id, quantity, voided, state, price_minor FROM order_lines"
    for line_id, *row in looking.rows(asked):
        shown.setdefault(line_id, []).append(tuple(row))
    for order in model.orders.values():
        for line in order.lines.values():
            place = model.orders.get(model.place_of(line))
            if place is None or not place.is_whole or not order.is_whole:
                continue
            wanted = (place.id, line.asked, line.voided, line.state, line.unit * line.charged)
            found = shown.pop(line.id, [])
            if found != [wanted]:
                yield f"line of an order: {label} shows {found} for {line.id} of {order.id}, not {wanted}"
    whole = {order.id for order in model.orders.values() if order.is_whole}
    for line_id, rows in shown.items():
        if rows[0][0] in whole:
            yield f"line nobody asked for: {label} shows {rows} for {line_id}"


def judge_conflicts(model: Model, label: str, looking: Looking) -> Complaints:
    """Paid too much and not decided is an open conflict, and nothing else is one of that kind."""
    asked = "SELECT order_id, amount_minor FROM order_conflicts WHERE kind = 'overpaid' AND decided_us IS NULL"
    shown: dict[str, int] = dict(looking.rows(asked))
    wanted = {
        order.id: order.paid - model.sold_of(order)
        for order in model.orders.values() if order.is_whole and model.is_overpaid(order)
    }  # fmt: skip
    if shown != wanted:
        yield f"overpaid is a conflict: {label} shows {shown}, it is {wanted}"


def judge_digests(digests: Mapping[str, str]) -> Complaints:
    """Every terminal folds to the same rows."""
    if len(set(digests.values())) > 1:
        said = ", ".join(f"{label} {digest[:8]}" for label, digest in digests.items())
        yield f"folds differ: {said}"
