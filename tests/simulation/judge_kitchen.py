"""The judge of the kitchen: every fire on one ticket, every ticket heard of, and never two slips that look alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from tests.simulation.model import Model, ModelOrder, line_cooked
from tests.simulation.record import Looking
from tests.simulation.small_shop import GRILL
from tests.simulation.tickets import ModelTicket

Complaints = Iterator[str]

SILENT = "screen silent"
MARKS = {f"({why})": why for why in (SILENT, "terminal gone")}


def judge_tickets(tickets: Mapping[str, ModelTicket], label: str, looking: Looking) -> Complaints:
    """Every ticket is as far as it has come, on one terminal."""
    asked = "SELECT ticket_id, generation, bumped_us FROM tickets"
    shown = {ticket_id: (generation, bumped is not None) for ticket_id, generation, bumped in looking.rows(asked)}
    items: dict[str, dict[str, tuple[int, int, int]]] = {}
    asked = "SELECT ticket_id, line_id, quantity, done, voided FROM ticket_lines"
    for ticket_id, line_id, quantity, done, voided in looking.rows(asked):
        items.setdefault(ticket_id, {})[line_id] = (quantity, done, voided)
    for ticket_id in sorted(shown.keys() - tickets.keys()):
        yield f"ticket nobody fired: {label} shows {ticket_id}"
    for ticket_id, ticket in tickets.items():
        if not ticket.is_whole:
            continue
        if shown.get(ticket_id) != (ticket.generation, ticket.is_bumped):
            yield f"state of a ticket: {label} shows {shown.get(ticket_id)} for {ticket_id}"
        elif items.get(ticket_id, {}) != ticket.items:
            yield f"items of a ticket: {label} shows {items.get(ticket_id)} on {ticket_id}, not {ticket.items}"


def judge_fires(model: Model, tickets: Mapping[str, ModelTicket], lost: Collection[str]) -> Complaints:
    """What was fired stands on exactly one ticket of its fire, and nothing else does.

    A disk may go down while its facts are being handed over, between a fire and its ticket: `lost` are such origins.
    Somebody else writes the ticket then, but for what was taken back before, and for lines that two disks took along.
    """
    found: dict[tuple[str, str], int] = {}
    for ticket in tickets.values():
        for line_id in ticket.quantities:
            found[ticket.fire_id, line_id] = found.get((ticket.fire_id, line_id), 0) + 1
    fired = {
        (fire_id, line_id) for order in model.orders.values() for fire_id, lines in order.fires.items()
        for line_id in lines
    }  # fmt: skip
    halves = {fire_id for order in model.orders.values() for fire_id, by in order.fired_by.items() if by in lost}
    unknown = {key for order in model.orders.values() for key in _of_unknown_lines(order, lost)}
    void = {
        line.id for order in model.orders.values() for line in order.lines.values() if line.voided >= line.asked
    }  # fmt: skip
    for key in sorted((fired | found.keys()) - unknown):
        is_gone = key[0] in halves and key[1] in void
        if not is_gone and found.get(key, 0) != (key in fired):
            yield f"tickets of a fire: {key} stands on {found.get(key, 0)} tickets, fired: {key in fired}"


def judge_cooking(model: Model, lost: Collection[str]) -> Complaints:
    """Of each line, with all that was ever made of it, as much is cooked as stands on the order as sent."""
    for order in model.orders.values():
        unknown = _of_unknown_lines(order, lost)
        cooked: dict[str, int] = {}
        for fire_id, lines in order.fires.items():
            for name, count in lines.items():
                if (fire_id, name) in unknown:
                    continue
                once = count - order.repeated.get((fire_id, name), 0)
                cooked[_first(order, name)] = cooked.get(_first(order, name), 0) + once
        sent: dict[str, int] = {}
        for line in order.lines.values():
            if line.fire_id:
                sent[_first(order, line.id)] = sent.get(_first(order, line.id), 0) + line.asked
        for root in sorted(cooked.keys() | sent.keys()):
            if cooked.get(root, 0) != sent.get(root, 0):
                told = f"{cooked.get(root, 0)} are cooked, {sent.get(root, 0)} are sent"
                yield f"cooked once: of {root} of {order.id} {told}"


def judge_delivery(model: Model, tickets: Mapping[str, ModelTicket], files: Iterable[Looking]) -> Complaints:
    """A ticket for a screen was received, or printed elsewhere once and marked; on paper there is one slip of each.

    One that was written anew may come out at every terminal that had heard of no other slip: it says that it may be
    there already. One of which nothing was wanted any more when it arrived need not go out, though its station was
    never told so.
    """
    plain: dict[str, int] = {}
    marked: dict[str, list[tuple[str, str]]] = {}
    for place, looking in enumerate(files):
        asked = "SELECT ticket_id, title FROM spool_jobs WHERE kind = 'kitchen_slip' AND duplicate_of IS NULL"
        for ticket_id, title in looking.rows(asked):
            why = next((why for mark, why in MARKS.items() if title.endswith(mark)), None)
            if why is None:
                plain[ticket_id] = plain.get(ticket_id, 0) + 1
            else:
                marked.setdefault(ticket_id, []).append((str(place), why))
    for ticket_id, ticket in tickets.items():
        if plain.get(ticket_id, 0) > (ticket.station_id != GRILL):
            yield f"slips of a ticket: {plain[ticket_id]} unmarked slips of {ticket_id} at {ticket.station_id}"
        if _is_twice(marked.get(ticket_id, [])) or _is_twice(ticket.escalations):
            yield f"escalated twice: {ticket_id}: slips {marked.get(ticket_id, [])}, facts {ticket.escalations}"
        heard = (
            ticket.received or ticket.escalations or ticket.is_bumped or not ticket.is_wanted or _is_off(model, ticket)
        )
        if ticket.is_whole and ticket.station_id == GRILL and not heard:
            yield f"ticket nobody heard of: {ticket_id} was neither received nor escalated"


def _is_twice(escalations: Sequence[tuple[str, str]]) -> bool:
    """Whether one of them is not allowed: by whom, and why."""
    by = [one for one, _ in escalations]
    return len(by) > len(set(by)) or [why for _, why in escalations].count(SILENT) > 1


def _is_off(model: Model, ticket: ModelTicket) -> bool:
    """Whether everything its fire sent was taken back on the orders."""
    lines = [
        line for order in model.orders.values() for line in order.lines.values() if line.fire_id == ticket.fire_id
    ]  # fmt: skip
    off = (
        line.voided >= line.asked or model.orders[model.place_of(line)].status == "cancelled" for line in lines
    )  # fmt: skip
    return bool(lines) and all(off)


def _of_unknown_lines(order: ModelOrder, lost: Collection[str]) -> set[tuple[str, str]]:
    """What a fire names though nobody left knows of the line: the disk of who added it went, and that of who fired it.

    The second one had heard of the line, and had handed on its own facts only.
    """
    return {
        (fire_id, name) for fire_id, lines in order.fires.items() if order.fired_by.get(fire_id) in lost
        for name in lines if line_cooked(order, name) is None
    }  # fmt: skip


def _first(order: ModelOrder, name: str) -> str:
    """The line that a line, or a part the kitchen knows by a name of its own, was once a piece of."""
    while before := _before(order, name):
        name = before
    return name


def _before(order: ModelOrder, name: str) -> str:
    if name in order.lines:
        return order.lines[name].split_from
    return order.never_split.get(name) or (name[:-1] if name.endswith("+") else "")
