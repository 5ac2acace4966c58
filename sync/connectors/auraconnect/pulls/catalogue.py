"""Every resource that is mirrored: how often, where it is asked for, and who takes its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from aura_terminal.domain.facts import Fact
from aura_terminal.ports.central import Picture, Sweep
from sync.connectors.auraconnect.endpoints import (
    CATEGORIES,
    CUSTOMERS,
    INVENTORY,
    KDS_ORDERS,
    LAYOUT,
    LOW_STOCK,
    LOYALTY_PROGRAMMES,
    LOYALTY_TIERS,
    MAPPINGS,
    ME,
    MENU_ITEMS,
    ORDERS,
    PAYMENT_METHODS,
    PROMOTIONS,
    RESERVATIONS,
    RESTAURANTS,
    REWARDS,
    SCHEDULES,
    SETTINGS,
    STAFF,
    TABLES,
    TAX_RATES,
    Endpoint,
)
from sync.connectors.auraconnect.intake import Intake, at
from sync.connectors.auraconnect.naming import NAMING
from sync.connectors.auraconnect.paging import ABSENT, BadRow, LeftOut, Listed, is_repeated, listed
from sync.connectors.auraconnect.pulls.account import take_mappings, take_me, take_settings, take_store
from sync.connectors.auraconnect.pulls.floor import note_layout, take_table
from sync.connectors.auraconnect.pulls.guests import take_guest, take_programme, take_reward, take_tier
from sync.connectors.auraconnect.pulls.kitchen import take_kitchen_order
from sync.connectors.auraconnect.pulls.menu import take_category, take_item
from sync.connectors.auraconnect.pulls.orders import ask_orders, take_orders
from sync.connectors.auraconnect.pulls.promotions import take_promotion, take_schedule, take_tender
from sync.connectors.auraconnect.pulls.reservations import take_reservation
from sync.connectors.auraconnect.pulls.staff import take_member
from sync.connectors.auraconnect.pulls.supplies import take_supply
from sync.connectors.auraconnect.pulls.switching import switched_off
from sync.connectors.auraconnect.pulls.taxes import take_rates
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Call, Page, Pull, Reply, Unreadable
from sync.reconcile.fields import Found
from sync.reconcile.replies import complaint_of, unwrapped
from sync.reconcile.rows import MOST_BAD_ROWS
from sync.reconcile.written import utc

MINUTE, HOUR = 60.0, 3600.0
DAY_MS = 24 * 3600 * 1000
WEEK_MS = 7 * DAY_MS

PULLS = (
    Pull("mappings", HOUR, is_base=True),
    Pull("me", HOUR),
    Pull("orders", MINUTE, "order"),
    Pull("tax_rates", HOUR, is_base=True),
    Pull("categories", 30 * MINUTE, "category", is_base=True),
    Pull("items", 10 * MINUTE, "item", is_base=True),
    Pull("staff", 30 * MINUTE, "staff", is_base=True),
    Pull("payment_methods", HOUR, "tender"),
    Pull("layout", HOUR, "table"),
    Pull("tables", 15 * MINUTE, "table", is_base=True),
    Pull("kitchen", 2 * MINUTE),
    Pull("promotions", 15 * MINUTE, "promotion"),
    Pull("programmes", HOUR, "programme"),
    Pull("tiers", HOUR, "tier"),
    Pull("rewards", 30 * MINUTE, "reward"),
    Pull("customers", 15 * MINUTE, "guest"),
    Pull("reservations", 5 * MINUTE, "reservation"),
    Pull("low_stock", 15 * MINUTE),
    Pull("inventory", HOUR, "supply"),
    Pull("schedules", HOUR, "schedule"),
    Pull("restaurants", HOUR),
    Pull("settings", HOUR),
)

ENDPOINTS: dict[str, Endpoint] = {
    "mappings": MAPPINGS,
    "me": ME,
    "orders": ORDERS,
    "tax_rates": TAX_RATES,
    "categories": CATEGORIES,
    "items": MENU_ITEMS,
    "staff": STAFF,
    "payment_methods": PAYMENT_METHODS,
    "layout": LAYOUT,
    "tables": TABLES,
    "kitchen": KDS_ORDERS,
    "promotions": PROMOTIONS,
    "programmes": LOYALTY_PROGRAMMES,
    "tiers": LOYALTY_TIERS,
    "rewards": REWARDS,
    "customers": CUSTOMERS,
    "reservations": RESERVATIONS,
    "low_stock": LOW_STOCK,
    "inventory": INVENTORY,
    "schedules": SCHEDULES,
    "restaurants": RESTAURANTS,
    "settings": SETTINGS,
}
ESSENTIAL = ("items",)
"""Lists that every deployment has: where one is missing, the address is wrong."""

WHOLE = ("mappings", "me", "settings")
"""Resources that are one object and no list."""

LISTS = {
    "tax_rates": ("rates", "tax_rates"),
    "payment_methods": ("methods", "payment_methods"),
    "layout": ("tables", "areas", "sections"),
    "kitchen": ("orders",),
    "programmes": ("programs",),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A page as it came, and what it is taken into."""

    sweep: Sweep
    answer: Reply
    picture: Picture
    words: Words
    now_ms: int
    tenant: str


Take = Callable[[Intake, Asked, Listed], tuple[str, ...]]


def ask(sweep: Sweep) -> Call:
    """The request for a resource's next page."""
    if sweep.resource == "orders":
        return ask_orders(sweep)
    if sweep.resource == "schedules":
        span = {"start_date": _day(sweep.began_ms - DAY_MS), "end_date": _day(sweep.began_ms + 2 * WEEK_MS)}
        return SCHEDULES.page(sweep.page, **span)
    if sweep.resource == "customers":
        return CUSTOMERS.page(sweep.page, sort_by="updated_at", sort_order="desc")
    endpoint = ENDPOINTS[sweep.resource]
    return endpoint.call() if sweep.resource in WHOLE else endpoint.page(sweep.page)


def take(asked: Asked, read: Callable[[], Found]) -> Page:
    """A page's facts. A resource the deployment does not have is an empty page. Raises Unreadable.

    A row that cannot be read is named and left out; the others are taken.
    """
    sweep, answer = asked.sweep, asked.answer
    if answer.status in ABSENT and sweep.resource not in ESSENTIAL:
        return Page((), (), has_next=False, is_enough=True)
    if not 200 <= answer.status < 300:
        raise Unreadable(sweep.resource, f"{answer.status} {complaint_of(answer).message}".strip())
    said = read()
    if sweep.resource in WHOLE:
        intake, bare = _intake(asked), unwrapped(said)
        ids = () if bare.value == [] else OBJECTS[sweep.resource](intake, bare)
        return Page(tuple(intake.facts), ids, has_next=False)
    found = listed(sweep, said, *LISTS.get(sweep.resource, (sweep.resource,)))
    if sweep.resource == "orders":
        return take_orders(sweep, found, asked.picture, asked.now_ms)
    facts, ids, left_out = _rows(asked, found)
    watermark, is_enough = _reached(sweep, found) if sweep.resource in SORTED else ("", False)
    has_next = found.has_next and not is_repeated(sweep, ids)
    page = Page(facts, ids, has_next, watermark, found.total, is_enough and has_next)
    unseen = switched_off(asked.sweep, found, asked.picture, asked.now_ms)
    return replace(page, troubles=left_out.troubles, has_gaps=left_out.has_gaps) if unseen is None else unseen


def _intake(asked: Asked) -> Intake:
    return Intake(NAMING, asked.picture, asked.now_ms, asked.sweep.began_ms, words=asked.words)


def _rows(asked: Asked, found: Listed) -> tuple[tuple[Fact, ...], tuple[str, ...], LeftOut]:
    """What the rows make, without those that cannot be read; where none can, it is the page that is wrong."""
    left_out, first = LeftOut(), None
    while True:
        intake = _intake(asked)
        try:
            ids = TAKERS[asked.sweep.resource](intake, asked, found)
        except BadRow as bad:
            found = replace(found, rows=tuple(one for one in found.rows if one is not bad.row))
            left_out, first = left_out.and_(bad), first or bad.wrong
            if not found.rows or len(left_out.troubles) > MOST_BAD_ROWS:
                raise first from None
            continue
        return tuple(intake.facts), (*ids, *left_out.ids), left_out


def _reached(sweep: Sweep, found: Listed) -> tuple[str, bool]:
    """The latest change on a page, and whether it reaches what an earlier pass saw; never where it is not sorted."""
    times = [utc(one.moment()) for row in found.rows if (one := row.maybe("updated_at")) is not None]
    is_sorted = bool(times) and len(times) == len(found.rows) and times == sorted(times, reverse=True)
    return max(times, default=""), is_sorted and bool(sweep.watermark) and times[-1] <= sweep.watermark


def _day(ms: int) -> str:
    return at(ms).date().isoformat()


def _rates(intake: Intake, asked: Asked, found: Listed) -> tuple[str, ...]:
    return take_rates(intake, found.rows, asked.sweep.page, is_all=asked.sweep.page == 1 and not found.has_next)


def _each(taker: Callable[[Intake, Found, int], str]) -> Take:
    def take_rows(intake: Intake, asked: Asked, found: Listed) -> tuple[str, ...]:
        before, ids = len(asked.sweep.seen), []
        for place, row in enumerate(found.rows, 1):
            try:
                ids.append(taker(intake, row, before + place))
            except Unreadable as wrong:
                raise BadRow(row, wrong) from wrong
        return tuple(ids)

    return take_rows


def _layout(intake: Intake, asked: Asked, found: Listed) -> tuple[str, ...]:
    tables = [table for row in found.rows for table in _tables_in(row)]
    ids = tuple(take_table(intake, row) for row in tables)
    if not found.has_next:
        note_layout(intake)
    return ids


def _tables_in(row: Found) -> Iterable[Found]:
    """The table that a row of a plan is, or those of the area that it is."""
    tables = row.maybe("tables")
    return (row,) if tables is None else tables.items()


def _stores(intake: Intake, asked: Asked, found: Listed) -> tuple[str, ...]:
    return tuple(take_store(intake, row, asked.tenant) for row in found.rows)


SORTED = ("customers",)

OBJECTS: dict[str, Callable[[Intake, Found], tuple[str, ...]]] = {
    "mappings": take_mappings,
    "me": take_me,
    "settings": take_settings,
}

TAKERS: dict[str, Take] = {
    "tax_rates": _rates,
    "categories": _each(take_category),
    "items": _each(take_item),
    "staff": _each(take_member),
    "tables": _each(lambda intake, row, _: take_table(intake, row)),
    "layout": _layout,
    "kitchen": _each(take_kitchen_order),
    "payment_methods": _each(take_tender),
    "promotions": _each(take_promotion),
    "programmes": _each(take_programme),
    "tiers": _each(take_tier),
    "rewards": _each(take_reward),
    "customers": _each(take_guest),
    "reservations": _each(take_reservation),
    "low_stock": _each(take_supply),
    "inventory": _each(take_supply),
    "schedules": _each(take_schedule),
    "restaurants": _stores,
}
