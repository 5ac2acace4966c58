"""A shop described by TOML files in one folder, as domain documents. Nothing is half read: all of it or a problem."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aura_terminal.app.shop_dishes import read_pres
from aura_terminal.app.shop_entries import Entry, ShopFileProblem, must_be_unique
from aura_terminal.app.shop_hours import read_hours
from aura_terminal.app.shop_menu import read_groups, read_menu
from aura_terminal.app.shop_stations import read_stations
from aura_terminal.app.shop_taxes import read_regime
from aura_terminal.domain.barcodes import layouts_of
from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.documents import Document
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import AreaId, RoleId, StaffId, TableId
from aura_terminal.domain.money import EXPONENTS
from aura_terminal.domain.rights import EDITION
from aura_terminal.domain.shop import STORE_PROFILE, Area, Decor, DecorKind, Logo, StoreProfile, Table
from aura_terminal.domain.staff import Job, Permission, Role, StaffMember, check_new_pin

SHAPES = ("square", "round", "bar")
PALETTE = 9
NEEDED = ("shop", "taxes", "stations", "menu", "staff")
OPTIONAL = ("modifiers", "floor", "hours")
LOGO_WIDTH = 384  # dots: as wide as the narrowest paper


@dataclass(frozen=True, slots=True)
class ShopFiles:
    """A shop ready to be put: its documents, each after those it names, and the PINs of its staff."""

    documents: tuple[Document, ...]
    pins: Mapping[StaffId, str]


def read_shop(folder: Traversable | Path) -> ShopFiles:
    """The shop of a folder. Raises ShopFileProblem with file, entry, field, what is wrong and what to do."""
    files = {name: _file(folder, name) for name in (*NEEDED, *OPTIONAL)}
    currency = _currency(files["shop"])
    regime = read_regime(files["taxes"], currency)
    profile = _profile(files["shop"], folder, currency, regime.id)
    stations = tuple(read_stations(files["stations"]))
    groups, pres = read_groups(files["modifiers"], currency), read_pres(files["modifiers"])
    station_ids = [station.id for station in stations]
    menu = read_menu(files["menu"], currency, station_ids, [key for key, _ in regime.categories], groups)
    areas, tables = _floor(files["floor"])
    roles, staff, pins = _staff(files["staff"], currency)
    hours = read_hours(files["hours"])
    for file in files.values():
        file.done()
    return ShopFiles((profile, regime, *stations, *groups, *pres, *menu, *areas, *tables, *roles, *staff, *hours), pins)


def _file(folder: Traversable | Path, name: str) -> Entry:
    file = folder.joinpath(f"{name}.toml")
    if not file.is_file():
        if name in OPTIONAL:
            return Entry(f"{name}.toml", "", {})
        raise ShopFileProblem(f"{name}.toml", "", "", "the file is missing", f"A shop has {', '.join(NEEDED)}.")
    try:
        return Entry(f"{name}.toml", "", tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as wrong:
        raise ShopFileProblem(f"{name}.toml", "", "", str(wrong), "Mend the line it names.") from wrong
    except UnicodeDecodeError as wrong:
        raise ShopFileProblem(f"{name}.toml", "", "", "is not UTF-8 text", "Save it as UTF-8.") from wrong


def _currency(shop: Entry) -> str:
    currency = shop.text("currency")
    return shop.one_of("currency", currency, EXPONENTS, "currency")


def _profile(shop: Entry, folder: Traversable | Path, currency: str, tax_regime: str) -> StoreProfile:
    return StoreProfile(
        id=STORE_PROFILE,
        name=shop.text("name"),
        legal_name=shop.text("legal_name", ""),
        address=shop.texts("address"),
        phone=shop.text("phone", ""),
        tax_number=shop.text("tax_number", ""),
        currency=currency,
        calendar=BusinessCalendar(_zone(shop), shop.clock_time("day_cutoff")),
        tax_regime=tax_regime,
        receipt_footer=shop.texts("receipt_footer"),
        receipt_logo=_logo(shop, folder),
        receipt_link=shop.text("receipt_link", ""),
        barcode_layouts=_layouts(shop),
    )


def _layouts(shop: Entry) -> tuple[str, ...] | None:
    """How the store's own barcodes are laid out; None leaves what most label scales print."""
    written = shop.texts("barcode_layouts")
    try:
        layouts_of(written)
    except ValueError as wrong:
        raise shop.problem("barcode_layouts", str(wrong), "Name each prefix once.") from wrong
    return written or None


def _logo(shop: Entry, folder: Traversable | Path) -> Logo | None:
    """The picture for the head of receipts, a file beside this one; None when the shop names none."""
    name = shop.text("receipt_logo", "")
    if not name:
        return None
    from devices.printers.pictures import read_logo  # a terminal that only starts reads no shop's files

    try:
        picture = read_logo(folder.joinpath(name).read_bytes(), LOGO_WIDTH)
    except (OSError, ValueError) as wrong:
        raise shop.problem(
            "receipt_logo", f"{name!r} cannot be used: {wrong}", "Name a PNG or JPEG beside it."
        ) from wrong
    return Logo(picture.width, picture.height, picture.dots)


def _zone(shop: Entry) -> str:
    zone = shop.text("zone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        remedy = 'Write it as in "Europe/Berlin" or "America/New_York".'
        raise shop.problem("zone", f"{zone!r} is not a time zone", remedy) from None
    return zone


def _floor(file: Entry) -> tuple[tuple[Area, ...], tuple[Table, ...]]:
    area_entries, table_entries = file.entries("area", "area"), file.entries("table", "table")
    must_be_unique([(entry, entry.id()) for entry in area_entries], "id")
    must_be_unique([(entry, entry.id()) for entry in table_entries], "id")
    must_be_unique([(entry, entry.text("number")) for entry in table_entries], "number")
    decor = _decor(file.entries("decor", "decor"), [entry.id() for entry in area_entries])
    areas = tuple(
        Area(AreaId(entry.id()), entry.text("name"), position, decor.get(entry.id(), ()))
        for position, entry in enumerate(area_entries, 1)
    )
    tables = tuple(_table(entry, [area.id for area in areas]) for entry in table_entries)
    for entry in (*area_entries, *table_entries):
        entry.done()
    return areas, tables


def _decor(entries: Sequence[Entry], areas: Sequence[str]) -> dict[str, tuple[Decor, ...]]:
    """What stands in each area beside its tables."""
    must_be_unique([(entry, entry.id()) for entry in entries], "id")
    found: dict[str, tuple[Decor, ...]] = {}
    for entry in entries:
        area = entry.one_of("area", entry.text("area"), areas, "area")
        piece = Decor(
            entry.id(), entry.word("kind", DecorKind), entry.whole("x", 0, 1000), entry.whole("y", 0, 600),
            entry.whole("w", 1, 1000), entry.whole("h", 1, 600), entry.text("words", ""),
            entry.whole("rotation", 0, 359, 0),
        )  # fmt: skip
        found[area] = (*found.get(area, ()), piece)
        entry.done()
    return found


def _table(entry: Entry, areas: list[AreaId]) -> Table:
    shape = entry.text("shape")
    return Table(
        id=TableId(entry.id()),
        number=entry.text("number"),
        area=AreaId(entry.one_of("area", entry.text("area"), areas, "area")),
        seats=entry.whole("seats", 0, 99),
        shape=entry.one_of("shape", shape, SHAPES, "shape"),
        x=entry.whole("x", 0, 1000),
        y=entry.whole("y", 0, 600),
        w=entry.whole("w", 1, 1000),
        h=entry.whole("h", 1, 600),
    )


def _staff(file: Entry, currency: str) -> tuple[tuple[Role, ...], tuple[StaffMember, ...], dict[StaffId, str]]:
    role_entries, staff_entries = file.entries("role", "role"), file.entries("staff", "staff")
    must_be_unique([(entry, entry.id()) for entry in role_entries], "id")
    must_be_unique([(entry, entry.id()) for entry in staff_entries], "id")
    roles = {RoleId(entry.id()): _role(entry) for entry in role_entries}
    staff, pins = [], {}
    for entry in staff_entries:
        member = _member(entry, roles, currency)
        staff.append(member)
        if entry.has("pin"):
            pins[member.id] = _pin(entry, member, roles)
        entry.done()
    return tuple(roles.values()), tuple(staff), pins


def _role(entry: Entry) -> Role:
    permissions = []
    for word in entry.texts("permissions"):
        entry.one_of("permissions", word, [permission.value for permission in Permission], "permission")
        permissions.append(Permission(word))
    role = Role(RoleId(entry.id()), entry.text("name"), tuple(permissions), edition=EDITION)
    entry.done()
    return role


def _member(entry: Entry, roles: Mapping[RoleId, Role], currency: str) -> StaffMember:
    held = tuple(RoleId(entry.one_of("roles", role, roles, "role")) for role in entry.texts("roles"))
    jobs = entry.entries("job", "job")
    must_be_unique([(job, job.text("name")) for job in jobs], "name")
    return StaffMember(
        id=StaffId(entry.id()),
        name=entry.text("name"),
        initials=entry.text("initials"),
        roles=held,
        colour=entry.whole("colour", 0, PALETTE, 0),
        jobs=tuple(_job(job, currency) for job in jobs),
    )


def _job(entry: Entry, currency: str) -> Job:
    job = Job(entry.text("name"), entry.money("rate", currency) if entry.has("rate") else None)
    entry.asked.add("rate")
    entry.done()
    return job


def _pin(entry: Entry, member: StaffMember, roles: Mapping[RoleId, Role]) -> str:
    pin = entry.text("pin")
    granted = frozenset(permission for role in member.roles for permission in roles[role].permissions)
    try:
        check_new_pin(pin, granted)
    except RuleBroken as broken:
        remedy = f"Use {broken.details['shortest']} to 8 digits that nobody would guess."
        raise entry.problem("pin", "this PIN is too simple", remedy) from broken
    return pin
