"""An independent judge of a store on several terminals: plain SQL over their files and the hands' acknowledgements.

None of the program's own code takes part, so that a mistake of its folds cannot hide itself.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from aura_terminal.store.cipher import open_file
from tests.support.mesh_acks import Ack

Vector = Mapping[str, int]
Fact = Mapping[str, Any]  # the payload of a fact as plain JSON

MOST_TOLD = 12
MARK = "(screen silent)"
SLIPS = "SELECT ticket_id, title FROM spool_jobs WHERE kind = 'kitchen_slip' AND copy_no = 0"
RECEIPTS = "SELECT order_id FROM spool_jobs WHERE kind = 'receipt' AND copy_no = 0"
SCREENS = "SELECT id FROM documents WHERE kind = 'station' AND json_extract(body, '$.delivery') = 'screen'"
UNTOLD = """SELECT number, total_minor, paid_minor FROM orders WHERE status <> 'open' AND status <> 'merged'
AND paid_minor <> CASE status WHEN 'closed' THEN total_minor ELSE 0 END
AND order_id NOT IN (SELECT order_id FROM order_conflicts)"""


@dataclass(slots=True)
class Promised:
    """What the hands were told, summed up."""

    acts: int = 0
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    payments: dict[str, tuple[str, int]] = field(default_factory=dict)
    fired: Counter[tuple[str, str]] = field(default_factory=Counter)
    bumps: Counter[tuple[str, int]] = field(default_factory=Counter)
    cooked: Counter[str] = field(default_factory=Counter)


def promised(acks: Iterable[Ack]) -> Promised:
    """Sum acknowledgements up."""
    found = Promised()
    for ack in acks:
        found.acts += 1
        found.events[ack["event"]] += 1
        head = found.heads.get(ack["origin"], (0, ""))
        found.heads[ack["origin"]] = max(head, (ack["seq"], ack["hash"]))
        for payment_id, amount in ack.get("payments", ()):
            found.payments[payment_id] = (ack["order"], amount)
        for fire_id, line_id, quantity in ack.get("fired", ()):
            found.fired[fire_id, line_id] += quantity
        if ack["event"] == "bumped":
            found.bumps[ack["ticket"], ack["generation"]] += 1
        for line_id, quantity in ack.get("cooked", ()):
            found.cooked[line_id] += quantity
    return found


def vector_of(store: Path) -> Vector:
    """How far a store's journal reaches, per origin; the journal is asked and not the table beside it."""
    with closing(_opened(store)) as connection:
        return dict(connection.execute("SELECT origin, max(seq) FROM journal GROUP BY origin"))


def live_tickets(store: Path) -> int:
    """How many tickets a store's kitchen still has to cook."""
    with closing(_opened(store)) as connection:
        return int(connection.execute("SELECT count(*) FROM tickets WHERE bumped_us IS NULL").fetchone()[0])


def count_of(store: Path, type_: str) -> int:
    """How many facts of a type a store's journal holds."""
    with closing(_opened(store)) as connection:
        return int(connection.execute("SELECT count(*) FROM journal WHERE type = ?", (type_,)).fetchone()[0])


def judge_mesh(stores: Mapping[str, Path], told: Promised) -> list[str]:
    """Every complaint about the terminals together, in words; an empty list is a clean bill."""
    complaints: list[str] = []
    journals: dict[str, Sequence[tuple[Any, ...]]] = {}
    for label, store in stores.items():
        with closing(_opened(store)) as connection:
            journals[label] = connection.execute(
                "SELECT origin, seq, fact_id, hash FROM journal ORDER BY origin, seq"
            ).fetchall()
            found = [*_chains(journals[label]), *_kept(journals[label], told), *_money(connection, told)]
            found += [*_kitchen(connection, told)]
        complaints += [f"{label}: {complaint}" for complaint in found]
    complaints += _paper(stores)
    for one, other in pairwise(stores):
        if journals[one] != journals[other]:
            differing = len(set(journals[one]) ^ set(journals[other]))
            complaints.append(f"{one} and {other} differ in {differing} facts")
    return complaints[:MOST_TOLD]


def _opened(store: Path) -> Any:
    return open_file(store, "mode=ro", timeout=10)


def _chains(rows: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    seqs: dict[str, list[int]] = defaultdict(list)
    for origin, seq, _, _ in rows:
        seqs[origin].append(seq)
    for origin, held in seqs.items():
        if held != list(range(1, len(held) + 1)):
            yield f"the journal of {origin} has a gap or a fact twice"
    doubled = [fact_id for fact_id, times in Counter(row[2] for row in rows).items() if times > 1]
    if doubled:
        yield f"{len(doubled)} facts stand twice, such as {doubled[0]}"


def _kept(rows: Sequence[tuple[Any, ...]], told: Promised) -> Iterator[str]:
    """A hash proves all that came before it, so the last acknowledged one of each origin proves them all."""
    held = {(origin, seq): digest.hex() for origin, seq, _, digest in rows}
    for origin, (seq, digest) in told.heads.items():
        if (origin, seq) not in held:
            last = max((place for of, place in held if of == origin), default=0)
            yield f"{seq - last} acknowledged facts of {origin} are lost, from {last + 1} on"
        elif held[origin, seq] != digest:
            yield f"{origin} tells another history at {seq} than was acknowledged"


def _money(connection: Any, told: Promised) -> Iterator[str]:
    taken: dict[str, tuple[str, int]] = {}
    for fact in _facts(connection, "payment_taken"):
        payment = fact["payment"]
        if payment["id"] in taken:
            yield f"payment {payment['id']} was taken twice"
        taken[payment["id"]] = (fact["order_id"], payment["amount"]["minor"])
    for payment_id, promise in told.payments.items():
        if taken.get(payment_id) != promise:
            yield f"payment {payment_id} was acknowledged as {promise} and is {taken.get(payment_id)}"
    rows = {
        row[0]: (row[1], row[2])
        for row in connection.execute("SELECT payment_id, order_id, amount_minor FROM payments")
    }
    if rows != taken:
        yield f"the payments of the folds ({_sum(rows)}) are not those of the journal ({_sum(taken)})"
    for number, total, paid in connection.execute(UNTOLD).fetchall():
        yield f"order {number} has ended with {paid} of {total} paid and no conflict says so"


def _sum(payments: Mapping[str, tuple[str, int]]) -> str:
    return f"{len(payments)} of {sum(amount for _, amount in payments.values())}"


def _kitchen(connection: Any, told: Promised) -> Iterator[str]:
    fired: Counter[tuple[str, str]] = Counter()
    asked: Counter[str] = Counter()
    for fact in _facts(connection, "lines_fired"):
        for line_id, quantity in fact["lines"]:
            fired[fact["fire_id"], line_id] += quantity
            asked[line_id] = max(asked[line_id], quantity)
    for fire, quantity in told.fired.items():
        if fired[fire] != quantity:
            yield f"line {fire[1]} was fired {quantity} times over and the journal says {fired[fire]}"
    on_tickets: Counter[tuple[str, str]] = Counter()
    for fact in _facts(connection, "ticket_fired"):
        for item in fact["items"]:
            on_tickets[fact["fire_id"], item["line_id"]] += item["quantity"]
    for fire in fired.keys() | on_tickets.keys():
        if fired[fire] != on_tickets[fire]:
            yield f"line {fire[1]}: {fired[fire]} fired, {on_tickets[fire]} on tickets"
    for line_id, times in told.cooked.items():
        if times > asked[line_id]:
            yield f"line {line_id} was asked for {asked[line_id]} times and cooked {times} times"
    bumps: Counter[tuple[str, int]] = Counter()
    for fact in _facts(connection, "ticket_bumped"):
        bumps[fact["ticket_id"], fact["generation"]] += 1
    for (ticket, generation), times in (bumps | told.bumps).items():
        if times > 1:
            yield f"ticket {ticket} was cooked {times} times (recall {generation})"
    for bump in told.bumps:
        if not bumps[bump]:
            yield f"ticket {bump[0]} was bumped and the journal does not say so"
    for (ticket,) in connection.execute("SELECT ticket_id FROM tickets WHERE bumped_us IS NULL"):
        yield f"ticket {ticket} was never cooked"


def _paper(stores: Mapping[str, Path]) -> Iterator[str]:
    """Each ticket has one slip in the whole store; at a station with a screen alone only a redirected one has."""
    slips: dict[str, list[str]] = defaultdict(list)
    receipts: Counter[str] = Counter()
    for store in stores.values():
        with closing(_opened(store)) as connection:
            for ticket, title in connection.execute(SLIPS):
                slips[ticket].append(title)
            receipts.update(row[0] for row in connection.execute(RECEIPTS))
    with closing(_opened(next(iter(stores.values())))) as connection:
        redirected = {fact["ticket_id"] for fact in _facts(connection, "ticket_escalated")}
        screens = {row[0] for row in connection.execute(SCREENS)}
        for fact in _facts(connection, "ticket_fired"):
            titles, ticket = slips[fact["ticket_id"]], fact["ticket_id"]
            is_redirected = ticket in redirected
            if len(titles) != int(is_redirected or fact["station_id"] not in screens):
                yield f"ticket {ticket} has {len(titles)} slips"
            elif is_redirected and not titles[0].endswith(MARK):
                yield f"the slip of {ticket} does not say that the screen may show it as well"
        for order_id, number in connection.execute("SELECT order_id, number FROM orders WHERE status = 'closed'"):
            if receipts[order_id] != 1:
                yield f"order {number} has {receipts[order_id]} receipts"


def _facts(connection: Any, kind: str) -> Iterator[Fact]:
    for (payload,) in connection.execute("SELECT payload FROM journal WHERE type = ?", (kind,)):
        yield json.loads(payload)
