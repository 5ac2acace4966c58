"""Finding out whether something was done although its answer never came: AuraFlow documents no idempotency.

What the document lets our id into (a product's stock number, notes) is found by it. A transaction has no such place: it
is known by its type, total, terminal and time, which together no two sales of a house share.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from aura_terminal.domain.central import name_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.guests import digits_of
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.central import Picture, WireRow
from sync.connectors.auraflow.endpoints import CUSTOMERS, HISTORY, PAGE_SIZE, PRODUCTS, TRANSACTIONS, paged
from sync.connectors.auraflow.naming import CONNECTOR, record_of
from sync.connectors.auraflow.stock import ADJUSTED, marked
from sync.connectors.auraflow.transactions import SALE
from sync.reconcile.contract import Call, Done, Outcome, Problem, Refusal
from sync.reconcile.fields import Found
from sync.reconcile.replies import unwrapped
from sync.reconcile.translator import Sent
from sync.reconcile.written import at, utc

TOLD = ("sale", "return")
"""Kinds of records that are transactions there."""
ALIKE = ("type", "terminal")
TOO_MANY = "so many are found that not all could be looked at"


def look_for(row: WireRow, sent: Sent) -> Call | None:
    """The request that shows it; None for what is no creation."""
    kind = name_of(row.record).kind
    if kind in TOLD:
        first, last = _days(row, sent)
        # Beside other types the sales are asked for as well: they tell whether our times are kept there.
        kinds = {"type": SALE} if sent["type"] == SALE else {}
        return TRANSACTIONS.call(query={"start_date": first, "end_date": last, **kinds})
    if kind == "guest" and row.step == "create":
        known = next((str(sent[name]) for name in ("phone", "email", "name") if sent.get(name)), "")
        return CUSTOMERS.call(query={**paged(1), "search": known})
    if kind == "item" and row.step == "create":
        return PRODUCTS.call(query={**paged(1), "category": str(sent["category"])})
    return HISTORY.call() if row.step == ADJUSTED else None


def looked_at(row: WireRow, sent: Sent, reading: Found, picture: Picture) -> Outcome | None:
    """Done when it is there; None when it is not; a refusal where nobody can tell. Raises Unreadable."""
    kind = name_of(row.record).kind
    rows = tuple(unwrapped(reading if isinstance(reading.value, list) else reading["data"]).items())
    is_whole = not _has_more(reading, len(rows))
    if kind in TOLD:
        return _transaction(row, sent, rows, picture, is_whole=not _has_more(reading, 0))
    if kind == "guest":
        return _guest(row, sent, rows, picture, is_whole=is_whole)
    if kind == "item":
        return _product(sent, rows, picture, is_whole=is_whole)
    return _movement(name_of(row.record).local_id, rows, is_whole=is_whole)


def _transaction(
    row: WireRow, sent: Sent, rows: Sequence[Found], picture: Picture, *, is_whole: bool
) -> Outcome | None:
    """The transaction of this total, terminal and time that no other record of ours is linked with.

    Where AuraFlow keeps times of its own, one of this total at this terminal may be it or not: a person looks.
    """
    alike = [one for one in rows if _is_alike(sent, one)]
    own = [one for one in alike if _whose(one, picture) in ("", row.record)]
    same = next((one for one in own if _is_same_time(sent, one)), None)
    if same is not None:
        return Done(same["id"].id(), said=figures_said(same, sent))
    if not is_whole:
        return _unsure(TOO_MANY)
    keeps_times = any(_keeps_time(one, picture) for one in rows)
    return None if keeps_times or not own else _unsure("a transaction of this amount may be it")


def _whose(row: Found, picture: Picture) -> str:
    """The record of ours a transaction is linked with; empty where it is none of ours as far as is known."""
    known = ((kind, picture.local_of(CONNECTOR, kind, row["id"].id())) for kind in TOLD)
    return next((record_of(kind, local_id) for kind, local_id in known if local_id), "")


def figures_said(row: Found, sent: Sent) -> tuple[tuple[str, str], ...]:
    """The figures of a transaction that are not what was sent: they are shown beside ours."""
    found = ((name, row[name].decimal()) for name in ("total", "tax") if row.has(name))
    return tuple((name, f"{number:f}") for name, number in found if number != Decimal(str(sent[name])))


def _is_alike(sent: Sent, row: Found) -> bool:
    same_words = all(row.has(name) and row[name].text() == sent[name] for name in ALIKE)
    return same_words and row["total"].decimal() == Decimal(str(sent["total"]))


def _is_same_time(sent: Sent, row: Found) -> bool:
    return row.has("timestamp") and row["timestamp"].moment() == datetime.fromisoformat(str(sent["timestamp"]))


def _keeps_time(row: Found, picture: Picture) -> bool:
    """Whether a sale that is ours stands there under our own time."""
    local_id = picture.local_of(CONNECTOR, "sale", row["id"].id())
    try:
        end = picture.order(OrderId(local_id)).end if local_id else None
    except NotFound:
        return False
    return end is not None and row.has("timestamp") and utc(row["timestamp"].moment()) == utc(end.at)


def _guest(row: WireRow, sent: Sent, rows: Sequence[Found], picture: Picture, *, is_whole: bool) -> Outcome | None:
    """The customer with our id in the notes, or with our guest's number or address, whom no other guest of ours is.

    Of somebody known by name alone nobody can tell whether a namesake is the same person.
    """
    phone, email = digits_of(str(sent.get("phone", ""))), str(sent.get("email", "")).casefold()
    mark = f"[{name_of(row.record).local_id}]"
    namesakes = 0
    for one in rows:
        central_id = one["id"].id()
        if picture.local_of(CONNECTOR, "guest", central_id) not in ("", name_of(row.record).local_id):
            continue
        theirs, address = digits_of(_text(one, "phone")), _text(one, "email").casefold()
        if mark in _text(one, "notes") or (phone and theirs == phone) or (email and address == email):
            return Done(central_id, is_same=False)
        namesakes += not (phone or email or theirs or address) and _text(one, "name") == sent["name"]
    if namesakes:
        return _unsure("somebody of this name may be the same guest")
    return None if is_whole else _unsure(TOO_MANY)


def _product(sent: Sent, rows: Sequence[Found], picture: Picture, *, is_whole: bool) -> Outcome | None:
    """The product of our stock number."""
    for one in rows:
        if _text(one, "sku") == sent["sku"]:
            return Done(one["id"].id(), is_same=False)
    return None if is_whole else _unsure(TOO_MANY)


def _movement(local_id: str, rows: Sequence[Found], *, is_whole: bool) -> Outcome | None:
    """The movement with our id in any of its texts; the document does not say what a movement looks like.

    It is not there only where every row shows notes and no more rows are to come.
    """
    mark = marked(local_id)
    for one in rows:
        if any(isinstance(found.value, str) and mark in found.value for _, found in one.fields()):
            found_id = one.maybe("id")
            return Done("" if found_id is None else found_id.id())
    shows_notes = all(isinstance(one.value, dict) and "notes" in one.value for one in rows)
    return None if shows_notes and is_whole else _unsure("its history does not show what was noted")


def _unsure(why: str) -> Refusal:
    return Refusal(Problem.UNSURE, 200, why)


def _has_more(reading: Found, rows: int) -> bool:
    """Whether there is another page: by `has_more`, else by a full one."""
    block = reading.maybe("pagination") if isinstance(reading.value, dict) else None
    more = None if block is None else block.maybe("has_more")
    return rows == PAGE_SIZE if more is None else more.flag()


def _text(row: Found, name: str) -> str:
    found = row.maybe(name)
    return "" if found is None else found.id() if not isinstance(found.value, str) or found.value else ""


def _days(row: WireRow, sent: Sent) -> tuple[str, str]:
    """The days it may stand under there: those of the sale or, where times of its own are given, of the telling.

    Whose zone its days are of is not documented.
    """
    days = (datetime.fromisoformat(str(sent["timestamp"])).date(), at(max(row.prepared_ms, row.sent_ms)).date())
    return (min(days) - timedelta(days=1)).isoformat(), (max(days) + timedelta(days=1)).isoformat()
