"""Customers as the API takes and gives them: facts about guests, and rows that lists read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guests import Consent, Guest, GuestChanged, GuestRegistered, digits_of, tidied
from aura_terminal.domain.ids import GuestId, ItemId
from aura_terminal.domain.loyalty import LoyaltyProgramme, LoyaltyTier, Purse, purse_of, tier_of
from sync.central import resources
from sync.central.api.calling import ServedDesk, View
from sync.central.api.errors import invalid, not_found
from sync.central.api.values import plain, timestamp_of
from sync.central.catalogue.rows import mirror
from sync.central.people.kinds import GUEST
from sync.central.resources import Stored
from sync.central.store import numbers
from sync.central.store.desk import Desk
from sync.central.store.tables import ORDERS, RESOURCES

Said = Mapping[str, Any]

FIELDS = {Rule.PHONE_UNREADABLE: "phone", Rule.EMAIL_UNREADABLE: "email", Rule.DATE_NOT_PAST: "birthday"}


def register(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """Reference, "POST /api/v1/customers": somebody the house knows from now on."""
    if not any(str(said.get(field, "")).strip() for field in ("first_name", "last_name", "phone", "email")):
        raise invalid("first_name", "name somebody, or say their phone or e-mail")
    guest_id = GuestId(desk.press.ids.new())
    desk.begin(Aggregate.GUEST, guest_id)
    details = _checked(desk, guest_id, said)
    desk.keep(GuestRegistered(
        guest_id, desk.now, desk.actor, details.first_name or "", details.last_name or "", details.phone or "",
        details.email or "",
    ))  # fmt: skip
    _keep(desk, guest_id, details, said)
    told = _told(desk, guest_id)
    desk.tell("customer.created", {"id": told["id"], "name": told["name"], "email": told["email"]})
    return told


def change(desk: ServedDesk, number: int, said: Said) -> dict[str, Any]:
    """Reference, "PUT /api/v1/customers/{id}": what is not named stays as it is."""
    guest = known(desk, number)
    _keep(desk, guest.id, _checked(desk, guest.id, said), said)
    return _told(desk, guest.id)


def known(desk: ServedDesk, number: int) -> Guest:
    """Who a path names. Raises Refused (404), also for one who was merged into another or asked to be forgotten."""
    guest_id = desk.local("guest", number)
    guest = None if guest_id is None else desk.aggregate(Aggregate.GUEST, guest_id)
    if not isinstance(guest, Guest) or not guest.is_known or guest.merged_into is not None:
        raise not_found(GUEST.title)
    return guest


def named(desk: ServedDesk, number: int, field: str = "customer_id") -> Guest:
    """Who a field of a body names. Raises Refused (422)."""
    guest_id = desk.local("guest", number)
    guest = None if guest_id is None else desk.aggregate(Aggregate.GUEST, guest_id)
    if not isinstance(guest, Guest) or not guest.is_known:
        raise invalid(field, "there is no such customer")
    return guest


def lay_out_guest(desk: Desk, guest_id: str) -> None:
    """Write the row of a guest; who was merged or forgotten is on no list."""
    guest: Guest = desk.aggregate(Aggregate.GUEST, guest_id)
    number = desk.number("guest", guest_id)
    if guest.merged_into is not None:
        mirror(desk, GUEST, number, {"merged_into": desk.number("guest", guest.merged_into)})
        desk.touch(Aggregate.GUEST, guest.merged_into)
    shown = guest.is_known and guest.merged_into is None
    mirror(desk, GUEST, number, _body(desk, guest) if shown else None)


def lay_out_account(desk: Desk, guest_id: str) -> None:
    """Points are part of the guest's row."""
    desk.touch(Aggregate.GUEST, guest_id)


def entries(connection: Connection, tenant: int, number: int) -> list[str]:
    """The local ids of all entries that are the person of a number, that one first."""
    found, ahead = [], [number]
    while ahead:
        here = ahead.pop()
        local = numbers.local_of(connection, tenant, "guest", here)
        found += [] if local is None else [local]
        merged = select(RESOURCES.c.number).where(
            RESOURCES.c.tenant == tenant, RESOURCES.c.kind == GUEST.name, RESOURCES.c.subject == here
        )
        ahead += [int(row[0]) for row in connection.execute(merged.order_by(RESOURCES.c.number))]
    return found


def purse(desk: Desk, number: int) -> Purse:
    """The points of a person, over all their entries."""
    ids = entries(desk.connection, desk.tenant.number, number)
    return purse_of(desk.aggregate(Aggregate.LOYALTY, id_) for id_ in ids)


def seen(view: View, stored: Stored) -> dict[str, Any]:
    """A customer with what their orders came to."""
    sums = select(func.count(), func.coalesce(func.sum(ORDERS.c.total), 0), func.max(ORDERS.c.created_ms)).where(
        ORDERS.c.tenant == view.tenant, ORDERS.c.customer == stored.number, ORDERS.c.status == "completed"
    )
    orders, spent, last = view.connection.execute(sums).one()
    told = {key: value for key, value in stored.answered().items() if key != "phone_digits"}
    return {
        **told, "total_orders": int(orders), "total_spent": plain(int(spent), view.currency),
        "last_visit": timestamp_of(int(last)) if last else None,
    }  # fmt: skip


def _body(desk: Desk, guest: Guest) -> dict[str, Any]:
    points = purse(desk, desk.number("guest", guest.id))
    programme = next((one for one in desk.shelf.all(LoyaltyProgramme) if one.active), None)
    reached = None if programme is None else tier_of(points.earned, desk.shelf.all(LoyaltyTier), programme.id)
    items = desk.shelf.numbers.get("item", {})
    return {
        "first_name": guest.first_name, "last_name": guest.last_name, "name": guest.name, "email": guest.email or None,
        "phone": guest.phone or None, "phone_digits": digits_of(guest.phone),
        "birthday": None if guest.birthday is None else guest.birthday.isoformat(),
        "preferences": {
            "dietary_restrictions": list(guest.dietary),
            "favorite_items": [items[item_id] for item_id in guest.favourites if item_id in items],
            "preferred_payment": guest.preferred_payment or None,
        },
        "marketing_consent": guest.consent is Consent.GIVEN, "notes": guest.notes or None,
        "loyalty_points": points.balance, "loyalty_tier": None if reached is None else reached.name,
    }  # fmt: skip


def _checked(desk: ServedDesk, guest_id: GuestId, said: Said) -> GuestChanged:
    wanted = said.get("preferences") or {}
    changed = GuestChanged(
        guest_id, desk.now, desk.actor, said.get("first_name"), said.get("last_name"), said.get("phone"),
        said.get("email"), _tuple(wanted.get("dietary_restrictions")), _items(desk, wanted.get("favorite_items")),
        wanted.get("preferred_payment"), said.get("notes"),
    )  # fmt: skip
    try:
        return tidied(changed)
    except RuleBroken as broken:
        raise _refused(broken) from broken


def _keep(desk: ServedDesk, guest_id: GuestId, details: GuestChanged, said: Said) -> None:
    guest: Guest = desk.aggregate(Aggregate.GUEST, guest_id)
    try:
        changed = guest.change(details)
        born = said.get("birthday")
        birthday = None if born is None else guest.set_birthday(date.fromisoformat(born), desk.now, desk.actor)
    except RuleBroken as broken:
        raise _refused(broken) from broken
    agreed = said.get("marketing_consent")
    consent = None if agreed is None else (Consent.GIVEN if agreed else Consent.WITHDRAWN)
    is_new = consent is not None and consent is not guest.consent
    if is_new and consent is Consent.WITHDRAWN and guest.consent is Consent.UNASKED:
        is_new = False  # nobody withdraws what was never given
    facts = [fact for fact in (changed, birthday) if fact is not None]
    desk.keep(*facts, *([guest.consented(consent, desk.now, desk.actor)] if is_new and consent is not None else []))


def _refused(broken: RuleBroken) -> Exception:
    field = FIELDS.get(broken.rule)
    return broken if field is None else invalid(field, broken.rule.value.replace("_", " "))


def _tuple(words: list[str] | None) -> tuple[str, ...] | None:
    return None if words is None else tuple(words)


def _items(desk: ServedDesk, numbers: list[int] | None) -> tuple[ItemId, ...] | None:
    """Items by their numbers; those the menu does not know are left out, as the reference's examples name some."""
    if numbers is None:
        return None
    found = (desk.shelf.local("item", number) for number in numbers)
    return tuple(ItemId(local) for local in found if local is not None)


def _told(desk: ServedDesk, guest_id: GuestId) -> dict[str, Any]:
    desk.lay_out()
    number = desk.number("guest", guest_id)
    stored = resources.existing(desk.connection, desk.tenant.number, GUEST, number)
    view = View(desk.house, desk.connection, desk.by, desk.shelf, desk.now)
    return seen(view, stored)
