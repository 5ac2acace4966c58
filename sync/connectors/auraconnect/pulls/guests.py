"""Customers, loyalty programmes, tiers and rewards (reference, "Customer Management", "Loyalty & Rewards")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.discounts import Reduction
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.guests import (
    Consent,
    Guest,
    GuestBirthdaySet,
    GuestChanged,
    GuestConsented,
    GuestFact,
    GuestRegistered,
)
from aura_terminal.domain.ids import GuestId, ItemId, ProgrammeId, RewardId, TierId
from aura_terminal.domain.loyalty import LoyaltyProgramme, LoyaltyTier, Reward
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import SYSTEM
from sync.connectors.auraconnect.guests import guest_body
from sync.connectors.auraconnect.intake import Intake, digest_of_row
from sync.connectors.auraconnect.loyalty import stated
from sync.connectors.auraconnect.naming import CONNECTOR, content_told, next_digest, record_of
from sync.connectors.auraconnect.paging import first_of
from sync.connectors.auraconnect.pulls.menu import currency_of
from sync.reconcile.contract import digest_of
from sync.reconcile.fields import Found
from sync.reconcile.guests import CONTENT, guest_of

ONLY_PROGRAMME = ProgrammeId("auraconnect")


def take_guest(intake: Intake, row: Found, place: int) -> str:
    """A customer by `id`: the guests who are linked, else an unlinked one of this number or address, else a new one.

    An unlinked one may be whose making was never answered: taken for somebody new it would stand here twice.
    """
    central_id = row["id"].id()
    same = intake.picture.guests_reached_at(_text(row, "phone") or "", _text(row, "email") or "")
    first = intake.local_id("guest", central_id, same)
    for guest_id in dict.fromkeys((first, *intake.picture.locals_of(CONNECTOR, "guest", central_id))):
        _take_guest(intake, GuestId(guest_id), central_id, row)
    return central_id


def _take_guest(intake: Intake, guest_id: GuestId, central_id: str, row: Found) -> None:
    """What is said there of one guest. Changes the central was not told of are kept: they go there first."""
    try:
        guest = guest_of(guest_id, intake.picture)
    except NotFound:
        guest = Guest(guest_id)
    record = intake.picture.record(record_of("guest", guest_id))
    is_new, is_open = guest.registered_at is None, guest.is_known and guest.merged_into is None
    told = content_told(record, *CONTENT)
    if is_new or (is_open and record.is_linked and told == digest_of(guest_body(guest, intake.picture))):
        facts = _news(intake, guest, row)
        for fact in facts:
            guest.apply(fact)
        intake.facts.extend(facts)
        body = guest_body(guest, intake.picture)
        if told != digest_of(body):
            step, digest = ("update", next_digest(record, body, *CONTENT)) if record.done else (PULLED, digest_of(body))
            intake.facts.append(CentralConfirmed(record.id, step, digest, central_id, intake.now))
    elif is_open and not record.is_linked:  # what is ours is told as a change of theirs
        intake.facts.append(CentralConfirmed(record.id, PULLED, "", central_id, intake.now))
    intake.facts.extend(stated(guest_id, row.maybe("loyalty") or row, intake.picture, intake.now_ms))


def _news(intake: Intake, guest: Guest, row: Found) -> list[GuestFact]:
    texts = {name: _text(row, name) for name in ("first_name", "last_name", "phone", "email")}
    preferences = row.maybe("preferences") or Found({}, "preferences")
    dietary, favourites = preferences.maybe("dietary_restrictions"), preferences.maybe("favorite_items")
    said: dict[str, object] = {name: text for name, text in texts.items() if text is not None}
    if dietary is not None:
        said["dietary"] = tuple(one.text() for one in dietary.items())
    if favourites is not None:
        said["favourites"] = _items(intake, favourites)
    payment = preferences.maybe("preferred_payment")
    if payment is not None:
        said["preferred_payment"] = payment.text()
    facts: list[GuestFact] = []
    if guest.registered_at is None:
        named = {name: text for name, text in texts.items() if text is not None}
        facts.append(GuestRegistered(guest.id, intake.now, SYSTEM, **named, source=CONNECTOR))
    facts += _changed(intake, guest, said, is_new=guest.registered_at is None)
    birthday, consent = row.maybe("birthday"), row.maybe("marketing_consent")
    if birthday is not None and birthday.day() != guest.birthday:
        facts.append(GuestBirthdaySet(guest.id, birthday.day(), intake.now, SYSTEM))
    if consent is not None and _consent(consent.flag(), guest) is not guest.consent:
        facts.append(GuestConsented(guest.id, _consent(consent.flag(), guest), intake.now, SYSTEM))
    return facts


def _changed(intake: Intake, guest: Guest, said: Mapping[str, object], *, is_new: bool) -> list[GuestFact]:
    names = ("dietary", "favourites", "preferred_payment") if is_new else tuple(said)
    new = {name: said[name] for name in names if name in said and said[name] != getattr(guest, name)}
    return [GuestChanged(guest.id, intake.now, SYSTEM, **new)] if new else []  # type: ignore[arg-type]  # by field


def _consent(agreed: bool, guest: Guest) -> Consent:
    """Nobody asked and no consent there are the same."""
    if agreed:
        return Consent.GIVEN
    return Consent.UNASKED if guest.consent is Consent.UNASKED else Consent.WITHDRAWN


def _items(intake: Intake, favourites: Found) -> tuple[ItemId, ...]:
    known = (intake.picture.local_of(CONNECTOR, "item", one.id()) for one in favourites.items())
    return tuple(ItemId(one) for one in known if one)


def _text(row: Found, name: str) -> str | None:
    found = row.maybe(name)
    return None if found is None else " ".join(found.text().split())[:200]


# Programmes


def take_programme(intake: Intake, row: Found, place: int) -> str:
    """A programme by `id` and `name`, with points for each unit of money where that is said."""
    central_id, name = row["id"].id(), row["name"].name()
    local_id = intake.local_id("programme", central_id, intake.named(LoyaltyProgramme, name))
    rate = first_of(row, "points_per_dollar", "points_per_unit", "points_per_currency_unit", "earn_rate")
    digest = digest_of_row(row, ("name", "points_per_dollar", "points_per_unit", "points_per_currency_unit",
                                 "earn_rate", "is_active"))  # fmt: skip
    before = intake.get(LoyaltyProgramme, local_id)
    if before is None or intake.is_news("programme", local_id, digest):
        known = before or LoyaltyProgramme(ProgrammeId(local_id), name, Decimal(0))
        points = known.points_per_unit if rate is None else rate.decimal()
        intake.put(replace(known, name=name, points_per_unit=points, active=_is_active(row)))
    intake.link("programme", local_id, central_id, digest)
    return central_id


def take_tier(intake: Intake, row: Found, place: int) -> str:
    """A step of a programme by `id`, `name` and how many points it takes."""
    central_id, name = row["id"].id(), row["name"].name()
    local_id = TierId(intake.local_id("tier", central_id, intake.named(LoyaltyTier, name)))
    digest = digest_of_row(row, TIER_FIELDS)
    if intake.get(LoyaltyTier, local_id) is None or intake.is_news("tier", local_id, digest):
        threshold = first_of(row, "threshold", "min_points", "minimum_points", "points_required")
        multiplier = first_of(row, "multiplier", "points_multiplier")
        intake.put(LoyaltyTier(
            local_id, _programme(intake, row), name, 0 if threshold is None else threshold.whole(),
            Decimal(1) if multiplier is None else multiplier.decimal(), _benefits(row),
        ))  # fmt: skip
    intake.link("tier", local_id, central_id, digest)
    return central_id


def take_reward(intake: Intake, row: Found, place: int) -> str:
    """A reward by `id`, `name` and the points it costs, and what it takes off the bill where that is said."""
    central_id, name = row["id"].id(), row["name"].name()
    local_id = RewardId(intake.local_id("reward", central_id, intake.named(Reward, name)))
    digest = digest_of_row(row, REWARD_FIELDS)
    if intake.get(Reward, local_id) is None or intake.is_news("reward", local_id, digest):
        points = first_of(row, "points_required", "points_cost", "points", "cost") or row["points_required"]
        description = row.maybe("description")
        intake.put(Reward(
            local_id, _programme(intake, row), name, points.whole(), _reduction(intake, row),
            description="" if description is None else description.prose(), active=_is_active(row),
        ))  # fmt: skip
    intake.link("reward", local_id, central_id, digest)
    return central_id


TIER_FIELDS = (
    "name", "threshold", "min_points", "minimum_points", "points_required", "multiplier", "points_multiplier",
    "benefits", "program_id",
)  # fmt: skip
REWARD_FIELDS = (
    "name", "description", "points_required", "points_cost", "points", "cost", "type", "reward_type", "value",
    "discount_amount", "discount_percentage", "is_active", "program_id",
)  # fmt: skip


def _benefits(row: Found) -> tuple[str, ...]:
    found = row.maybe("benefits")
    if found is None:
        return ()
    return (found.text(),) if isinstance(found.value, str) else tuple(one.text() for one in found.items())


def _reduction(intake: Intake, row: Found) -> Reduction | None:
    """What it lowers the bill by; a reward that says nothing of that is handed out by people."""
    amount, percent = row.maybe("discount_amount"), row.maybe("discount_percentage")
    kind, value = first_of(row, "type", "reward_type"), row.maybe("value")
    if value is not None and kind is not None:
        is_share = "percent" in kind.text()
        percent = value if is_share else percent
        amount = value if not is_share and ("amount" in kind.text() or "discount" in kind.text()) else amount
    if percent is not None:
        return Reduction(percent.decimal())
    return None if amount is None else Reduction(amount=amount.price(currency_of(intake)))


def _programme(intake: Intake, row: Found) -> ProgrammeId:
    """The programme a row names, else the first there is."""
    named = row.maybe("program_id")
    if named is not None:
        return ProgrammeId(intake.local_id("programme", named.id()))
    known = intake.all(LoyaltyProgramme)
    return known[0].id if known else ONLY_PROGRAMME


def _is_active(row: Found) -> bool:
    found = row.maybe("is_active")
    return True if found is None else found.flag()
