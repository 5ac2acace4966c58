"""Promotions, means of payment and planned shifts, as documents of the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal

from aura_terminal.domain.ids import CategoryId, ItemId, PromotionId, ScheduleId, StaffId, TenderId
from aura_terminal.domain.promotions import AppliesTo, Promotion, PromotionKind, Weekday
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.tenders import Tender, TenderKind
from sync.connectors.auraconnect.intake import Intake, digest_of_row
from sync.connectors.auraconnect.naming import CONNECTOR, local_id_of
from sync.connectors.auraconnect.paging import first_of
from sync.connectors.auraconnect.pulls.menu import currency_of
from sync.reconcile.contract import Unreadable, digest_of
from sync.reconcile.fields import Found

PROMOTION_FIELDS = (
    "name", "description", "type", "value", "applies_to", "category_ids", "item_ids", "start_date", "end_date",
    "days_of_week", "start_time", "end_time", "minimum_order_amount", "maximum_discount_amount",
    "usage_limit_per_customer", "total_usage_limit", "requires_code", "code", "is_active",
)  # fmt: skip
SCHEDULE_FIELDS = (
    "employee_id", "shift_date", "start_time", "end_time", "break_duration_minutes", "position", "section", "notes",
)  # fmt: skip
KINDS = {"percentage_discount": PromotionKind.PERCENTAGE, "percentage": PromotionKind.PERCENTAGE}
"""Words for a share of the price; every other word with a value is an amount."""

CASH, CARDS = "cash", ("credit_card", "debit_card", "card")
BY_VALUE = {"gift_card": TenderKind.GIFT, "house_account": TenderKind.HOUSE, "deposit": TenderKind.DEPOSIT}
"""Ways to pay that draw on accounts here."""


def take_promotion(intake: Intake, row: Found, place: int) -> str:
    """A promotion (reference, "POST /api/v1/promotions"), valid here without the central."""
    central_id, name = row["id"].id(), row["name"].name()
    same = intake.named(Promotion, name)
    local_id = PromotionId(intake.local_id("promotion", central_id, same))
    digest = digest_of_row(row, PROMOTION_FIELDS)
    if intake.get(Promotion, local_id) is None or intake.is_news("promotion", local_id, digest):
        intake.put(_promotion(intake, row, local_id, name))
    intake.link("promotion", local_id, central_id, digest)
    return central_id


def _promotion(intake: Intake, row: Found, local_id: PromotionId, name: str) -> Promotion:
    kind, value, currency = KINDS.get(row["type"].text(), PromotionKind.FIXED_AMOUNT), row["value"], currency_of(intake)
    is_share = kind is PromotionKind.PERCENTAGE
    starts, ends, code = row.maybe("start_date"), row.maybe("end_date"), _text(row, "code")
    needs = row.maybe("requires_code")
    return Promotion(
        local_id, name, kind,
        percent=value.decimal() if is_share else Decimal(0),
        amount=None if is_share else value.price(currency),
        description=_text(row, "description"),
        applies_to=_applies_to(row),
        categories=tuple(CategoryId(one) for one in _linked(intake, row, "category_ids", "category")),
        items=tuple(ItemId(one) for one in _linked(intake, row, "item_ids", "item")),
        starts_at=None if starts is None else starts.moment(), ends_at=None if ends is None else ends.moment(),
        days=_days(row), from_time=_time(row, "start_time"), until_time=_time(row, "end_time"),
        minimum=row["minimum_order_amount"].price(currency) if row.has("minimum_order_amount") else None,
        maximum=row["maximum_discount_amount"].price(currency) if row.has("maximum_discount_amount") else None,
        per_guest=_whole(row, "usage_limit_per_customer"), in_all=_whole(row, "total_usage_limit"),
        needs_code=bool(code) if needs is None else needs.flag(), code=code,
        active=row["is_active"].flag() if row.has("is_active") else True,
    )  # fmt: skip


def _applies_to(row: Found) -> AppliesTo:
    found = row.maybe("applies_to")
    word = "order" if found is None else found.text()
    if word in ("item", "items", "product"):
        return AppliesTo.ITEM
    return AppliesTo.CATEGORY if word in ("category", "categories") else AppliesTo.ORDER


def _linked(intake: Intake, row: Found, name: str, kind: str) -> tuple[str, ...]:
    """The local ids of things a promotion is for; derived ones for those that are still to come."""
    found = row.maybe(name)
    return () if found is None else tuple(_local(intake, kind, one.id()) for one in found.items())


def _local(intake: Intake, kind: str, central_id: str) -> str:
    return intake.picture.local_of(CONNECTOR, kind, central_id) or local_id_of(
        intake.picture.store_id, kind, central_id
    )


def _days(row: Found) -> tuple[Weekday, ...]:
    found = row.maybe("days_of_week")
    days = []
    for one in found.items() if found is not None else ():
        try:
            days.append(Weekday(one.text().casefold()))
        except ValueError:
            raise Unreadable(one.path, repr(one.text())) from None
    return tuple(days)


def take_tender(intake: Intake, row: Found, place: int) -> str:
    """A means of payment: a word, or an object with one; the list says which buttons to show.

    Of two that stand for one tender here, the first to come is it.
    """
    word, said = _method(row), row if isinstance(row.value, dict) else Found({}, row.path)
    ours = next((ours for ours, theirs in intake.words.tenders.items() if theirs == word), word)
    ours = ours if intake.local_id("tender", word, (ours,), word) == ours else word
    if ours in intake.words.tenders and intake.words.tenders[ours] != word:
        return word
    active = first_of(said, "is_active", "enabled")
    digest = digest_of(word, digest_of_row(said, ("type", "name", "is_active", "enabled")))
    known = intake.get(Tender, ours)
    if known is None or intake.is_news("tender", ours, digest):
        base = known or Tender(TenderId(ours), _title(said, word), _kind(said, word), position=place)
        intake.put(replace(base, active=True if active is None else active.flag()))
    intake.link("tender", ours, word, digest)
    return word


def _method(row: Found) -> str:
    """The word requests name it by: `code` or `method`, or the id or name where that is a word."""
    if isinstance(row.value, str):
        return row.text()
    named = first_of(row, "code", "method")
    if named is None:
        named = next((row[name] for name in ("id", "type", "name") if isinstance(row.maybe(name), Found)
                      and isinstance(row[name].value, str)), row["id"])  # fmt: skip
    return named.id()


def _title(said: Found, word: str) -> str:
    return said["name"].name() if said.has("name") else word.replace("_", " ").capitalize()


def _kind(said: Found, word: str) -> TenderKind:
    kinds = {word, said["type"].text() if said.has("type") else ""}
    if CASH in kinds:
        return TenderKind.CASH
    if word in BY_VALUE:
        return BY_VALUE[word]
    return TenderKind.CARD if kinds & set(CARDS) else TenderKind.OTHER


def take_schedule(intake: Intake, row: Found, place: int) -> str:
    """A planned shift (reference, "POST /api/v1/staff/schedules") of somebody who is known here."""
    central_id, who = row["id"].id(), row["employee_id"]
    staff_id = intake.picture.local_of(CONNECTOR, "staff", who.id())
    if not staff_id:
        return central_id
    local_id = ScheduleId(intake.local_id("schedule", central_id))
    digest = digest_of_row(row, SCHEDULE_FIELDS)
    if intake.get(Schedule, local_id) is None or intake.is_news("schedule", local_id, digest):
        starts, ends = _time(row, "start_time"), _time(row, "end_time")
        if starts is None or ends is None:
            raise Unreadable(f"{row.path}.start_time", "nothing")
        intake.put(Schedule(
            local_id, StaffId(staff_id), row["shift_date"].day(), starts, ends, _text(row, "position"),
            _text(row, "section"), _whole(row, "break_duration_minutes"), _text(row, "notes"),
        ))  # fmt: skip
    intake.link("schedule", local_id, central_id, digest)
    return central_id


def _time(row: Found, name: str) -> time | None:
    """A time of day, also as the end of a date and time."""
    found = row.maybe(name)
    if found is None:
        return None
    text = found.text()
    try:
        return datetime.fromisoformat(text).time() if "T" in text else time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise Unreadable(found.path, repr(text)) from None


def _whole(row: Found, name: str) -> int:
    found = row.maybe(name)
    return 0 if found is None else found.whole()


def _text(row: Found, name: str) -> str:
    found = row.maybe(name)
    return "" if found is None else found.text()
