"""Customers ("GET /customers"): guests of the store, and how AuraFlow knows them."""

from __future__ import annotations

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.guest_words import GuestStated, GuestWord
from aura_terminal.domain.guests import Guest, GuestChanged, GuestFact, GuestRegistered
from aura_terminal.domain.ids import GuestId
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import SYSTEM
from sync.connectors.auraflow.guests import called, guest_body
from sync.connectors.auraflow.naming import CONNECTOR, record_of
from sync.reconcile.contract import digest_of
from sync.reconcile.fields import Found
from sync.reconcile.guests import CONTENT, guest_of
from sync.reconcile.intake import Intake
from sync.reconcile.naming import content_told, next_digest
from sync.reconcile.written import utc


def take_customer(intake: Intake, row: Found) -> str:
    """A customer by `id`: the guests who are linked, else an unlinked one of this number or address, else a new one.

    Several are linked where terminals that did not hear each other both wrote the guest down: until a person puts them
    together, each of them follows what stands there.
    """
    central_id = row["id"].id()
    same = intake.picture.guests_reached_at(_text(row, "phone"), _text(row, "email"))
    first = intake.local_id("guest", central_id, same)
    for guest_id in dict.fromkeys((first, *intake.picture.locals_of(CONNECTOR, "guest", central_id))):
        _take_guest(intake, GuestId(guest_id), central_id, row)
    return central_id


def _take_guest(intake: Intake, guest_id: GuestId, central_id: str, row: Found) -> None:
    """What the list says of one guest. Changes AuraFlow was not told of are kept: they go there first."""
    try:
        guest = guest_of(guest_id, intake.picture)
    except NotFound:
        guest = Guest(guest_id)
    record = intake.picture.record(record_of("guest", guest_id))
    told = content_told(record, *CONTENT)
    is_new, is_adopted = guest.registered_at is None, not record.is_linked
    is_open = guest.is_known and guest.merged_into is None
    if is_new or (is_open and not is_adopted and told == digest_of(guest_body(guest))):
        facts = _news(intake, guest, row)
        for fact in facts:
            guest.apply(fact)
        intake.facts.extend(facts)
        body = guest_body(guest)
        if told != digest_of(body):
            step, digest = ("update", next_digest(record, body, *CONTENT)) if record.done else (PULLED, digest_of(body))
            intake.facts.append(CentralConfirmed(record.id, step, digest, central_id, intake.now))
    elif is_open and is_adopted:  # ours is told as a change of theirs
        intake.facts.append(CentralConfirmed(record.id, PULLED, "", central_id, intake.now))
    stated = _stated(intake, guest, row) if guest.erased is None else None
    intake.facts.extend(() if stated is None else (stated,))


def _news(intake: Intake, guest: Guest, row: Found) -> list[GuestFact]:
    name, phone, email = row["name"].name(), _text(row, "phone"), _text(row, "email")
    first, _, last = name.partition(" ")
    if guest.registered_at is None:
        return [GuestRegistered(guest.id, intake.now, SYSTEM, first, last, phone, email, CONNECTOR)]
    said: dict[str, str] = {} if name == called(guest) else {"first_name": first, "last_name": last}
    said |= {field: text for field, text in (("phone", phone), ("email", email)) if row.has(field)}
    new = {field: text for field, text in said.items() if text != getattr(guest, field)}
    first_name, last_name = new.get("first_name"), new.get("last_name")
    changed = GuestChanged(guest.id, intake.now, SYSTEM, first_name, last_name, new.get("phone"), new.get("email"))
    return [changed] if new else []


def _stated(intake: Intake, guest: Guest, row: Found) -> GuestStated | None:
    """How AuraFlow knows the guest, where that is news."""
    last, spent = row.maybe("last_purchase"), row.maybe("lifetime_value")
    bought = row.maybe("total_purchases")
    said = {
        GuestWord.STAGE: _text(row, "lifecycle_stage"),
        GuestWord.PURCHASES: "" if bought is None else str(bought.whole()),
        GuestWord.LIFETIME_VALUE: "" if spent is None else f"{spent.decimal():.2f}",
        GuestWord.LAST_VISIT: "" if last is None else utc(last.moment()),
    }
    told = tuple((word.value, text) for word, text in said.items() if text)
    before = guest.stated.get(CONNECTOR)
    if not told or (before is not None and before.said == told):
        return None
    return GuestStated(guest.id, CONNECTOR, intake.now, told)


def _text(row: Found, name: str) -> str:
    found = row.maybe(name)
    return "" if found is None else found.text().strip()
