"""The store itself, changed by who may: its papers, money and day, the ways to pay, and where things are cooked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aura_terminal.domain.documents import DocumentFact, DocumentKind, DocumentPut, DocumentWithdrawn, put
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import StationId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu import Category, Item
from aura_terminal.domain.money import EXPONENTS
from aura_terminal.domain.paper import Align, Cell, Columns, Cut, PaperDocument, RuleStyle, text_line
from aura_terminal.domain.paper import Rule as Line
from aura_terminal.domain.reroutes import rerouted
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import STORE_PROFILE, Station, StationRole, StoreProfile
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import SYSTEM, Begin, Work
from aura_terminal.use_cases.ownership import Ownership
from aura_terminal.use_cases.receipts import foot_of, head_of
from aura_terminal.use_cases.slips import BOLD, HIGH

LONGEST_LINE, MOST_LINES = 60, 8
LARGEST_COIN, LONGEST_MINUTES = 100, 240


@dataclass(frozen=True, slots=True)
class StoreDesk:
    """The store as it is now. `sold`: something was sold, so the currency stays. An owner keeps that kind instead."""

    profile: StoreProfile
    cash_step: int
    tenders: tuple[Tender, ...]
    stations: tuple[Station, ...]
    sold: bool
    tax_owner: str = ""
    tender_owner: str = ""
    store_owner: str = ""
    station_owner: str = ""


@dataclass(frozen=True, slots=True)
class ProfileKept:
    """What was kept. `runs_until` is the last business date the former hour and zone hold for; None: they stay."""

    fact: DocumentPut
    runs_until: date | None = None


@dataclass(frozen=True, slots=True)
class RouteRow:
    """Where something is made: at a counter, to take out, delivered. An empty name: at no station there is.

    `item` is empty for a whole category; only items that go their own way have a row of their own.
    """

    category: str
    item: str
    stations: tuple[tuple[OrderType, str], ...]
    also: tuple[str, ...] = ()

    @property
    def goes_nowhere(self) -> bool:
        """Whether some kind of order of it would reach nobody."""
        return any(not name for _, name in self.stations)


class StoreEditing:
    """Reads and changes what the store is. Every change is one document, kept or refused whole."""

    def __init__(self, begin: Begin, reads: Reads) -> None:
        self._begin, self._reads = begin, reads
        self._owners = Ownership(reads.central)

    def desk(self) -> StoreDesk:
        """The store as it is now."""
        with self._begin(SYSTEM) as work:
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            regime = work.documents.get(TaxRegime, profile.tax_regime)
            tenders = sorted(work.documents.all(Tender), key=lambda tender: (tender.position, tender.id))
            stations = work.documents.all(Station)
        return StoreDesk(
            profile, regime.terms.cash_step, tuple(tenders), stations, bool(self._reads.books.business_dates()),
            self._owners.owner_of(DocumentKind.TAX_REGIME), self._owners.owner_of(DocumentKind.TENDER),
            self._owners.owner_of(DocumentKind.STORE), self._owners.owner_of(DocumentKind.STATION),
        )  # fmt: skip

    def change_profile(self, by: Actor, wanted: StoreProfile) -> ProfileKept:
        """Put the store's profile. The day that runs keeps its name, only its end moves.

        Refused: a store without a name, a currency or zone there is not, another currency once something was sold
        (CURRENCY_IN_USE) or priced (CURRENCY_PRICED), and an hour or zone under which the running moment would belong
        to another business date (DAY_WOULD_BREAK), for a day would be cut in two.
        """
        by.must(Permission.EDIT_SETTINGS)
        self._owners.must_be_ours(DocumentKind.STORE)
        tidy = _tidy(wanted)
        with self._begin(by.id) as work:
            now = work.documents.get(StoreProfile, STORE_PROFILE)
            self._check_currency(work, now, tidy)
            changes_day = tidy.calendar != now.calendar
            today, other = now.calendar.date_of(work.now), tidy.calendar.date_of(work.now)
            if other != today:
                until = max(each.calendar.begins(max(today, other)) for each in (now, tidy))
                raise RuleBroken(Rule.DAY_WOULD_BREAK, until=f"{tidy.calendar.local(until):%d.%m. %H:%M}")
            fact = put(tidy)
            if tidy != now:
                work.keep(fact)
        return ProfileKept(fact, today if changes_day else None)

    def set_smallest_coin(self, by: Actor, minor: int) -> DocumentPut:
        """What cash is rounded to, in minor units; 1 rounds nothing. Orders opened before keep their own."""
        by.must(Permission.EDIT_SETTINGS)
        self._owners.must_be_ours(DocumentKind.TAX_REGIME)
        if not 1 <= minor <= LARGEST_COIN:
            raise RuleBroken(Rule.COIN_OUT_OF_RANGE, coin=minor)
        with self._begin(by.id) as work:
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            regime = work.documents.get(TaxRegime, profile.tax_regime)
            fact = put(replace(regime, terms=replace(regime.terms, cash_step=minor)))
            work.keep(fact)
        return fact

    def put_tender(self, by: Actor, tender: Tender) -> DocumentPut:
        """A way to pay, new or changed; one that was used is switched off, never taken away, and cash stays on."""
        by.must(Permission.EDIT_SETTINGS)
        self._owners.must_be_ours(DocumentKind.TENDER)
        name = tender.name.strip()[:LONGEST_LINE]
        if not name:
            raise RuleBroken(Rule.NAME_NEEDED)
        if tender.kind is TenderKind.CASH and not tender.active:
            raise RuleBroken(Rule.TENDER_IN_USE)
        with self._begin(by.id) as work:
            fact = put(replace(tender, name=name))
            work.keep(fact)
        return fact

    def put_station(self, by: Actor, station: Station) -> DocumentPut:
        """A station, new or changed. What is being cooked stays where it is; the next fire follows it.

        Refused: no name, minutes beyond 240 or due after late, and one that stands in for itself.
        """
        by.must(Permission.EDIT_SETTINGS)
        self._owners.must_be_ours(DocumentKind.STATION)
        tidy = replace(station, name=station.name.strip()[:LONGEST_LINE])
        _check_station(tidy)
        with self._begin(by.id) as work:
            others = {each.id for each in work.documents.all(Station)} | {tidy.id}
            for named in (*tidy.watches, *(each.station for each in tidy.reroutes), tidy.fallback_station):
                if named and named not in others:
                    raise NotFound("station", named)
            fact = put(tidy)
            work.keep(fact)
        return fact

    def withdraw_station(self, by: Actor, station_id: StationId) -> DocumentFact:
        """Take a station away that makes nothing any more; STATION_IN_USE names what it still makes."""
        by.must(Permission.EDIT_SETTINGS)
        self._owners.must_be_ours(DocumentKind.STATION)
        with self._begin(by.id) as work:
            station = work.documents.get(Station, station_id)
            used = next(_uses(work, station_id), None)
            if used is not None:
                raise RuleBroken(Rule.STATION_IN_USE, station=station.name, what=used)
            fact = DocumentWithdrawn(DocumentKind.STATION, station_id)
            work.keep(fact)
        return fact

    def routing(self) -> tuple[RouteRow, ...]:
        """What goes where: a row for each category, and one for each item that goes its own way."""
        with self._begin(SYSTEM) as work:
            stations = {each.id: each for each in work.documents.all(Station)}
            categories = sorted(work.documents.all(Category), key=lambda each: (each.position, each.id))
            items = [item for item in work.documents.all(Item) if item.active]
        rows = []
        for category in categories:
            rows.append(_route(category, "", category, stations))
            own = [item for item in items if item.category == category.id and (item.station or item.reroutes)]
            rows += [_route(category, item.name, item, stations) for item in own]
        return tuple(rows)

    def _check_currency(self, work: Work, now: StoreProfile, wanted: StoreProfile) -> None:
        if wanted.currency == now.currency:
            return
        if wanted.currency not in EXPONENTS:
            raise RuleBroken(Rule.CURRENCY_UNKNOWN, currency=wanted.currency)
        if self._reads.books.business_dates() or self._reads.orders.open_orders():
            raise RuleBroken(Rule.CURRENCY_IN_USE, currency=now.currency)
        priced = len(work.documents.all(Item))
        if priced:
            raise RuleBroken(Rule.CURRENCY_PRICED, count=priced, currency=now.currency)


def receipt_preview(profile: StoreProfile) -> PaperDocument:
    """A receipt as it would come out: this store's head and foot around an order nobody placed."""
    zero = "0.00" if EXPONENTS.get(profile.currency, 2) == 2 else "0"
    blocks = (
        *head_of(profile),
        Columns(
            (
                Cell(said("Order {number}", number="R1-000"), style=BOLD),
                Cell(said("Table {table}", table=1), Align.RIGHT),
            )
        ),
        Line(),
        Columns((Cell("1 x …"), Cell(zero, Align.RIGHT, width=12))),
        Line(),
        Columns(
            (
                Cell(said("TOTAL {currency}", currency=profile.currency), style=HIGH),
                Cell(zero, Align.RIGHT, width=10, style=HIGH),
            )
        ),
        Line(RuleStyle.DOUBLE),
        *foot_of(profile, "R1-000"),
        text_line(""),
        Cut(),
    )
    return PaperDocument("receipt", 1, blocks)


def _tidy(profile: StoreProfile) -> StoreProfile:
    name = profile.name.strip()
    if not name:
        raise RuleBroken(Rule.NAME_NEEDED)
    try:
        ZoneInfo(profile.calendar.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RuleBroken(Rule.ZONE_UNKNOWN, zone=profile.calendar.zone) from None
    return replace(
        profile, name=name[:LONGEST_LINE], legal_name=profile.legal_name.strip()[:LONGEST_LINE],
        tax_number=profile.tax_number.strip()[:LONGEST_LINE], phone=profile.phone.strip()[:LONGEST_LINE],
        address=_lines(profile.address), receipt_header=_lines(profile.receipt_header),
        receipt_footer=_lines(profile.receipt_footer),
    )  # fmt: skip


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.strip()[:LONGEST_LINE] for line in lines if line.strip())[:MOST_LINES]


def _check_station(station: Station) -> None:
    if not station.name:
        raise RuleBroken(Rule.NAME_NEEDED)
    selves = (station.fallback_station, *(each.station for each in station.reroutes), *station.watches)
    if station.id in selves:
        raise RuleBroken(Rule.STATION_ITSELF, station=station.name)
    plain = (station.target_minutes, station.takeout_minutes, station.delivery_minutes)
    for minutes in (*plain, *(each.late_minutes for each in station.thresholds)):
        if not 0 <= minutes <= LONGEST_MINUTES:
            raise RuleBroken(Rule.MINUTES_OUT_OF_RANGE, minutes=minutes)
    for each in station.thresholds:
        if not 0 <= each.due_minutes <= (each.late_minutes or LONGEST_MINUTES):
            raise RuleBroken(Rule.MINUTES_OUT_OF_RANGE, minutes=each.due_minutes)


def _uses(work: Work, station_id: StationId) -> Iterator[str]:
    """The names of what is made at a station, or sent there by another one."""
    for category in work.documents.all(Category):
        if station_id in (category.station, *category.also_stations, *(each.station for each in category.reroutes)):
            yield category.name
    for item in work.documents.all(Item):
        if station_id in (item.station, *item.also_stations, *(each.station for each in item.reroutes)):
            yield item.name
    for other in work.documents.all(Station):
        named = (other.fallback_station, *other.watches, *(each.station for each in other.reroutes))
        if other.id != station_id and station_id in named:
            yield other.name


def _route(category: Category, item: str, made: Category | Item, stations: dict[StationId, Station]) -> RouteRow:
    first = made.station or category.station
    reroutes = made.reroutes or (() if item and made.station else category.reroutes)
    also = made.also_stations or (() if item and made.station else category.also_stations)
    places = []
    for order_type in OrderType:
        at = stations.get(rerouted(first, order_type, reroutes))
        at = None if at is None else stations.get(rerouted(at.id, order_type, at.reroutes))
        places.append((order_type, at.name if at is not None and at.role is StationRole.PREP else ""))
    return RouteRow(category.name, item, tuple(places), tuple(stations[each].name for each in also if each in stations))
