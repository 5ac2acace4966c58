"""Purchase orders ("Purchase Orders"): how far ours are there, and those that were made there.

The documents show no reply. Taken are `id`, `status`, `po_number` where it is there, and the fields of a new one;
lines by their `id` and `material_id`.
"""

from __future__ import annotations

import re

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.ids import PurchaseId, PurchaseLineId, SupplierId, SupplyId
from aura_terminal.domain.purchasing import Purchase
from aura_terminal.domain.purchasing_facts import PurchaseDrafted, PurchaseLine, PurchaseStated, PurchaseStatus
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.central import PULLED, Picture
from aura_terminal.ports.store import SYSTEM
from sync.connectors.unified.amounts import currency_of
from sync.connectors.unified.naming import CONNECTOR, NAMING, record_of
from sync.connectors.unified.purchases import purchase_of
from sync.connectors.unified.words import Words
from sync.reconcile.contract import Unreadable
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake

_OURS = re.compile(r"PO-\S+ · [0-9a-f]{8}-[0-9a-f-]{27}$")
_KNOWN_THERE = ("approve", "send", "cancel")


def take_purchase(intake: Intake, row: Found, words: Words) -> str:
    """A purchase order: a word about ours, or one made there. Raises Unreadable where it names what is not here."""
    central_id, picture = row["id"].id(), intake.picture
    status = _status(row, words)
    local_id = PurchaseId(picture.local_of(CONNECTOR, "purchase", central_id))
    if not local_id:
        if _is_being_told(row):
            return central_id
        local_id = _made_there(intake, row, central_id)
        purchase: Purchase | None = None
    else:
        purchase = purchase_of(local_id, picture)
    number = row["po_number"].label() if row.has("po_number") else central_id
    if purchase is None or (_is_news(purchase, status, number) and not _is_under_way(purchase, picture)):
        intake.facts.append(PurchaseStated(local_id, status, number, intake.now, CONNECTOR))
    return central_id


def lines_of(reading: Found, purchase: Purchase, picture: Picture) -> tuple[tuple[str, str], ...]:
    """The ids there of our order's lines, by the material each is of; none where the reply shows no lines."""
    lines = reading.maybe("line_items")
    found: dict[str, str] = {}
    for one in lines.items() if lines is not None else ():
        if one.has("id") and one.has("material_id"):
            found[picture.local_of(CONNECTOR, "supply", one["material_id"].id())] = one["id"].id()
    return tuple((line.line_id, found[line.supply_id]) for line in purchase.lines if line.supply_id in found)


def _status(row: Found, words: Words) -> PurchaseStatus:
    word = row["status"].text().casefold()
    if word not in words.purchase_states:
        raise Unreadable(f"{row.path}.status", f"{word!r}, a state that has no word here")
    return words.purchase_states[word]


def _is_news(purchase: Purchase, status: PurchaseStatus, number: str) -> bool:
    stated = purchase.stated
    return stated is None or (stated.status, stated.number) != (status, number)


def _is_under_way(purchase: Purchase, picture: Picture) -> bool:
    """Whether something we did is still to be told: then its word is asked for again afterwards."""
    done = picture.record(record_of("purchase", purchase.id)).done
    ours = {"approve": purchase.approved, "send": purchase.sent, "cancel": purchase.cancelled}
    return any(ours[step] is not None and step not in done for step in _KNOWN_THERE) and purchase.stated is not None


def _is_being_told(row: Found) -> bool:
    """Whether a terminal made it, this one or one that was not heard yet: its notes end with our reference."""
    notes = row.maybe("notes")
    return notes is not None and _OURS.search(notes.text()) is not None


def _made_there(intake: Intake, row: Found, central_id: str) -> PurchaseId:
    picture = intake.picture
    local_id = PurchaseId(NAMING.local_id_of(picture.store_id, "purchase", central_id))
    supplier = row["supplier"]["id"] if row.has("supplier") else row["supplier_id"]
    lines, parts = _lines(intake, row)
    required, notes, terms = row.maybe("required_date"), row.maybe("notes"), row.maybe("payment_terms")
    calendar = picture.document(StoreProfile, STORE_PROFILE).calendar
    day = row["po_date"].day() if row.has("po_date") else calendar.date_of(intake.now)
    intake.facts.append(PurchaseDrafted(
        local_id, row["po_number"].label() if row.has("po_number") else central_id,
        SupplierId(_local(intake, "supplier", supplier)), lines, intake.now, SYSTEM, day, currency_of(picture),
        None if required is None else required.day(), "" if terms is None else terms.text(),
        "" if notes is None else notes.prose(), CONNECTOR,
    ))  # fmt: skip
    record = record_of("purchase", local_id)
    intake.facts.append(CentralConfirmed(record, PULLED, "there", central_id, intake.now, parts))
    intake.links["purchase", central_id] = local_id
    return local_id


def _lines(intake: Intake, row: Found) -> tuple[tuple[PurchaseLine, ...], tuple[tuple[str, str], ...]]:
    found, parts = list[PurchaseLine](), list[tuple[str, str]]()
    for place, one in enumerate(row["line_items"].items()):
        there = one["id"].id() if one.has("id") else f"{row['id'].id()}/{place}"
        line_id = PurchaseLineId(NAMING.local_id_of(intake.picture.store_id, "purchase_line", there))
        supply_id, price = SupplyId(_local(intake, "supply", one["material_id"])), one.maybe("unit_price")
        none = Found("0", one.path).money(currency_of(intake.picture))
        found.append(PurchaseLine(
            line_id, supply_id, one["quantity"].decimal(),
            none if price is None else price.price(currency_of(intake.picture)),
        ))  # fmt: skip
        if one.has("id"):
            parts.append((line_id, there))
    return tuple(found), tuple(parts)


def _local(intake: Intake, kind: str, found: Found) -> str:
    local_id = intake.picture.local_of(CONNECTOR, kind, found.id())
    if not local_id:
        raise Unreadable(found.path, f"a {kind} that has not come here yet")
    return local_id
