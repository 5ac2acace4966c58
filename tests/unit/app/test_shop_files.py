"""A shop's files are read whole, or refused with the place and what to do."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.app.shop_files import read_shop
from aura_terminal.domain.documents import KIND_OF, DocumentKind
from aura_terminal.domain.ids import StationId
from aura_terminal.domain.menu import Item, Portion
from aura_terminal.domain.money import Money
from aura_terminal.domain.reroutes import Reroute
from aura_terminal.domain.shop import Area, Delivery, Station, StationRole, StoreProfile, Threshold
from aura_terminal.domain.tax import OrderType, TaxRegime

DEMO = Path(__file__).parents[3] / "resources" / "demo_shop"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the demo shop to make slips in."""
    copy = tmp_path / "shop"
    shutil.copytree(DEMO, copy)
    return copy


def slip(folder: Path, file: str, before: str, after: str) -> ShopFileProblem:
    """The problem that comes of one replaced text."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ShopFileProblem) as raised:
        read_shop(folder)
    return raised.value


MADE_IN_SERVICE = {
    DocumentKind.LOYALTY_PROGRAMME, DocumentKind.LOYALTY_TIER, DocumentKind.REWARD, DocumentKind.PROMOTION,
    DocumentKind.SUPPLY, DocumentKind.SCHEDULE, DocumentKind.TENDER, DocumentKind.BADGE,
    DocumentKind.CARD_RULES, DocumentKind.DEVICE_STATE, DocumentKind.PAPER_DETOUR, DocumentKind.CASH_RULES,
    DocumentKind.TIP_RULES, DocumentKind.CLOSING_RULES, DocumentKind.LABOR_RULES, DocumentKind.BRIDGE_RULES,
    DocumentKind.STORE_CARE, DocumentKind.PRICE_LEVEL, DocumentKind.SALE_RULES,
    DocumentKind.FLOOR_RULES, DocumentKind.SECTION_PLAN, DocumentKind.SERVICE_RULES, DocumentKind.VALUE_RULES,
    DocumentKind.CENTRAL_SHEET,
    DocumentKind.SUPPLIER, DocumentKind.COMPANY, DocumentKind.BOOKING_TERMS,
}  # fmt: skip


def test_the_demo_shop_becomes_documents_of_every_kind_a_shop_begins_with() -> None:
    files = read_shop(DEMO)
    kinds = [KIND_OF[type(document)] for document in files.documents]
    assert set(kinds) == set(DocumentKind) - MADE_IN_SERVICE
    assert kinds.count(DocumentKind.ITEM) == 149
    assert kinds.count(DocumentKind.TABLE) == 20
    assert len(files.pins) == kinds.count(DocumentKind.STAFF) == 12
    assert len({(KIND_OF[type(one)], one.id) for one in files.documents}) == len(files.documents)


def test_values_arrive_as_domain_values() -> None:
    documents = read_shop(DEMO).documents
    burger = next(one for one in documents if isinstance(one, Item) and one.id == "classic-burger")
    assert burger.price == Money(1299, "EUR")
    assert [variant.price.minor for variant in burger.variants] == [1299, 1599]
    assert burger.course is None
    profile = next(one for one in documents if isinstance(one, StoreProfile))
    regime = next(one for one in documents if isinstance(one, TaxRegime))
    assert (profile.tax_regime, profile.calendar.zone) == (regime.id, "Europe/Berlin")
    assert regime.rates_for("milk_drinks", OrderType.TAKEOUT)[0].percent == Decimal(7)
    assert [area.position for area in documents if isinstance(area, Area)] == [1, 2, 3]


FULL_STATION = """
[[station]]
id = "pass"
name = "Pass"
icon = "bell"
printer = "kitchen"
target_minutes = 12
role = "expo"
watches = ["pizza", "kitchen"]
delivery = "screen"
fallback_printer = "bar"
fallback_station = "kitchen"
holds_courses = true
paces = true
capacity = 6
labels = true

[[station.threshold]]
order_type = "takeout"
due_minutes = 4
late_minutes = 9

[[station.reroute]]
order_type = "delivery"
station = "kitchen"
"""


def test_a_station_says_all_there_is_to_say(folder: Path) -> None:
    path = folder / "stations.toml"
    path.write_text(path.read_text(encoding="utf-8") + FULL_STATION, encoding="utf-8")
    station = next(one for one in read_shop(folder).documents if isinstance(one, Station) and one.id == "pass")
    assert (station.role, station.watches) == (StationRole.EXPO, ("pizza", "kitchen"))
    assert (station.delivery, station.fallback_printer, station.fallback_station) == (Delivery.SCREEN, "bar", "kitchen")
    assert (station.holds_courses, station.paces, station.capacity, station.labels) == (True, True, 6, True)
    assert station.thresholds == (Threshold(OrderType.TAKEOUT, 4, 9),)
    assert station.reroutes == (Reroute(OrderType.DELIVERY, StationId("kitchen")),)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('role = "expo"\n', "", "only a pass watches other stations"),
        ('watches = ["pizza"', 'watches = ["piza"', "The nearest is `pizza`"),
        ('role = "expo"', 'role = "expp"', "The nearest is `expo`"),
        ("paces = true", 'paces = "yes"', "Write true or false"),
        ('fallback_station = "kitchen"', 'fallback_station = "kitchn"', "there is no station 'kitchn'"),
        ("due_minutes = 4", "due_minutes = 9", "9 is not before late_minutes 9"),
        ('order_type = "takeout"', 'order_type = "take out"', "is not known"),
        ("capacity = 6", "capacity = -1", "whole number from 0 to 999"),
    ],
)
def test_a_slip_in_a_station_is_told_with_its_remedy(folder: Path, before: str, after: str, says: str) -> None:
    path = folder / "stations.toml"
    path.write_text(path.read_text(encoding="utf-8") + FULL_STATION, encoding="utf-8")
    assert says in str(slip(folder, "stations.toml", before, after))


def test_two_thresholds_for_one_kind_of_order_are_refused(folder: Path) -> None:
    path = folder / "stations.toml"
    twice = '\n[[station.threshold]]\norder_type = "takeout"\nlate_minutes = 20\n'
    path.write_text(path.read_text(encoding="utf-8") + FULL_STATION + twice, encoding="utf-8")
    with pytest.raises(ShopFileProblem, match="'takeout' is already used"):
        read_shop(folder)


def test_a_dish_says_where_else_it_is_made_and_what_it_takes_of_what_is_made_beforehand(folder: Path) -> None:
    path = folder / "menu.toml"
    said = 'sku = "BU-001"\nalso_stations = ["bar"]\nreroute = [{ order_type = "takeout", station = "pizza" }]'
    path.write_text(path.read_text(encoding="utf-8").replace('sku = "BU-001"', said, 1), encoding="utf-8")
    burger = next(one for one in read_shop(folder).documents if isinstance(one, Item) and one.also_stations)
    assert (burger.id, burger.also_stations) == ("classic-burger", ("bar",))
    assert burger.reroutes == (Reroute(OrderType.TAKEOUT, StationId("pizza")),)
    assert burger.portions == (Portion("Beef patty"),)
    assert [variant.portions for variant in burger.variants] == [(), (Portion("Beef patty", 2),)]


def test_a_price_that_is_a_number_is_refused_because_it_is_not_exact(folder: Path) -> None:
    problem = slip(folder, "menu.toml", 'price = "12.99"', "price = 12.99")
    assert (problem.file, problem.entry, problem.field) == ("menu.toml", "item 'classic-burger'", "price")
    assert "12.99 is not an exact amount" in str(problem)
    assert 'as in "9.50"' in problem.remedy


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("menu.toml", 'price = "12.99"', 'price = "12.999"', "at most 2 decimals"),
        ("menu.toml", 'price = "12.99"', 'price = "-1.00"', "less than nothing"),
        ("menu.toml", 'price = "12.99"', 'prise = "12.99"', "'price'"),
        ("menu.toml", 'tag = "Beef"', 'tagg = "Beef"', "The nearest is `tag`"),
        ("menu.toml", 'station = "pizza"', 'station = "piza"', "The nearest is `pizza`"),
        ("menu.toml", 'category = "burgers"', 'category = "burger"', "there is no category 'burger'"),
        ("menu.toml", 'id = "classic-burger"', 'id = "Classic Burger"', "is not an id"),
        ("menu.toml", 'id = "lasagne-al-forno"', 'id = "calzone-fritto"', "already used by item 'calzone-fritto'"),
        ("menu.toml", 'sku = "SP-002"', 'sku = "SP-001"', "already used"),
        ("menu.toml", 'modifier_groups = ["pizza-without"', 'modifier_groups = ["pizza-with"', "no group"),
        ("modifiers.toml", "minimum = 1\nmaximum = 1", "minimum = 9\nmaximum = 9", "9 cannot be chosen here"),
        ("modifiers.toml", 'kind = "choice"', 'kind = "choise"', "The nearest is `choice`"),
        ("taxes.toml", 'percent = "19"', 'percent = "190"', "not a percentage from 0 to 100"),
        ("taxes.toml", 'cash_step = "0.01"', 'cash_step = "0.00"', "smallest coin"),
        ("taxes.toml", '"any"\nrates = ["vat-reduced"]', '"takeout"\nrates = ["vat-reduced"]', "no tax rule"),
        ("shop.toml", 'zone = "Europe/Berlin"', 'zone = "Europe/Berlln"', "is not a time zone"),
        ("shop.toml", 'currency = "EUR"', 'currency = "EUX"', "there is no currency 'EUX'"),
        ("shop.toml", 'day_cutoff = "04:00"', 'day_cutoff = "4 am"', "is not a time of day"),
        ("shop.toml", "name =", "nmae =", "is missing. Add 'name'"),
        ("floor.toml", 'area = "terrace"', 'area = "terasse"', "The nearest is `terrace`"),
        ("floor.toml", 'kind = "wall"', 'kind = "wal"', "wall"),
        ("floor.toml", "x = 60", "x = 6000", "whole number from 0 to 1000"),
        ("staff.toml", 'pin = "4831"', 'pin = "1111"', "too simple"),
        ("staff.toml", 'pin = "590746"', 'pin = "5907"', "Use 6 to 8 digits"),
        ("staff.toml", '"void_sent"', '"void_send"', "The nearest is `void_sent`"),
        ("stations.toml", "target_minutes = 5", 'target_minutes = "5"', "whole number from 1 to 999"),
    ],
)
def test_a_slip_is_told_with_its_place_and_its_remedy(
    folder: Path, file: str, before: str, after: str, says: str
) -> None:
    problem = slip(folder, file, before, after)
    assert problem.file == file
    assert says in str(problem)
    assert problem.remedy


def test_groups_that_ask_for_one_another_in_a_circle_are_refused(folder: Path) -> None:
    text = '[[group]]\nid = "{0}"\nname = "N"\nminimum = 0\nmaximum = 0\n[[group.modifier]]\nid = "m-{0}"\n'
    text += 'name = "M"\nprice = "0.00"\nkind = "add"\ngroups = ["{1}"]\n'
    path = folder / "modifiers.toml"
    circle = text.format("first", "second") + text.format("second", "first")
    path.write_text(path.read_text(encoding="utf-8") + circle, encoding="utf-8")
    with pytest.raises(ShopFileProblem, match="in a circle"):
        read_shop(folder)


def test_a_damaged_or_missing_file_is_named(folder: Path) -> None:
    assert slip(folder, "staff.toml", "[[role]]", "[[role]").file == "staff.toml"
    (folder / "staff.toml").unlink()
    with pytest.raises(ShopFileProblem, match=r"staff\.toml: the file is missing"):
        read_shop(folder)


def test_a_shop_may_have_no_floor(folder: Path) -> None:
    (folder / "floor.toml").unlink()
    assert not [one for one in read_shop(folder).documents if KIND_OF[type(one)] is DocumentKind.TABLE]
