"""A spreadsheet becomes a menu, or is refused with line, column, value and what is expected."""

from decimal import Decimal
from pathlib import Path

import pytest

from aura_terminal.app.empty_shop import empty_shop
from aura_terminal.app.menu_csv import read_menu_csv, slug
from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.domain.menu import Category, Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import Station, StoreProfile
from aura_terminal.domain.tax import OrderType, PricesAre, TaxRegime
from aura_terminal.use_cases.new_store import OWNER
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, load, memory_store

HEAD = "category,name,price,tax_category,tax_percent,station,sku,barcode,allergens,variants,course\n"
ROWS = (
    "Soups,Crème brûlée soup,6.50,food,7,,S-1,,gluten|milk,,1\n"
    'Soups,"Soup, cold",5.00,food,,,S-2,,,,\n'
    "Drinks,Lemonade,,drinks,19 %,Bar,,,,Small=3.00|Large=4.50,0\n"
)


def read(tmp_path: Path, text: str, currency: str = "EUR") -> dict[str, Item]:
    path = tmp_path / "menu.csv"
    path.write_text(text, encoding="utf-8")
    shop = read_menu_csv(path, empty_shop("Corner", currency, "Europe/Berlin"))
    return {one.id: one for one in shop.documents if isinstance(one, Item)}


def test_rows_become_items_with_their_categories_stations_and_rates(tmp_path: Path) -> None:
    path = tmp_path / "menu.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    documents = read_menu_csv(path, empty_shop("Corner", "EUR", "Europe/Berlin")).documents
    items = {str(one.id): one for one in documents if isinstance(one, Item)}
    assert list(items) == ["creme-brulee-soup", "soup-cold", "lemonade"]
    assert items["creme-brulee-soup"].price == Money(650, "EUR")
    assert items["creme-brulee-soup"].allergens == ("gluten", "milk")
    assert [(one.name, one.price.minor) for one in items["lemonade"].variants] == [("Small", 300), ("Large", 450)]
    assert [(one.id, one.name) for one in documents if isinstance(one, Station)] == [
        ("kitchen", "Kitchen"),
        ("bar", "Bar"),
    ]
    assert [(one.name, one.position) for one in documents if isinstance(one, Category)] == [("Soups", 1), ("Drinks", 2)]
    regime = next(one for one in documents if isinstance(one, TaxRegime))
    assert [rate.percent for rate in regime.rates_for("food", OrderType.DINE_IN)] == [Decimal(7)]
    assert [rate.percent for rate in regime.rates_for("drinks", OrderType.DELIVERY)] == [Decimal(19)]


def test_a_file_of_a_german_spreadsheet_is_read(tmp_path: Path) -> None:
    items = read(tmp_path, "\ufeffCategory;Name;Price\r\nBier;Weißbier;4,50\r\n")
    assert items["weissbier"].price == Money(450, "EUR")


@pytest.mark.parametrize(
    ("row", "line", "column", "says"),
    [
        ("Soups,Other,6.5x,food,7,,,,,,\n", "line 5", "price", "'6.5x' is not an amount of EUR"),
        ("Soups,Other,,food,7,,,,,,\n", "line 5", "price", "is missing"),
        ("Soups,Other,6.505,food,7,,,,,,\n", "line 5", "price", "at most 2 decimals"),
        ("Soups,,6.50,food,7,,,,,,\n", "line 5", "name", "is missing"),
        ("Soups,Other,6.50,food,8,,,,,,\n", "line 5", "tax_percent", "8 differs from 7 on line 2"),
        ("Soups,Other,6.50,fod,,,,,,,\n", "line 5", "tax_category", "'fod' has no rate"),
        ("Soups,Other,6.50,food,,,S-1,,,,\n", "line 5", "sku", "'S-1' is already used by line 2"),
        ("Soups,soup, cold,5.00,food,,,,,,\n", "line 5", "tax_percent", "'food' is not a percentage"),
        ('Soups,"SOUP, cold",5.00,food,,,,,,,\n', "line 5", "name", "already on line 3"),
        ("Soups,Other,6.50,food,,,,,,,12\n", "line 5", "course", "whole number from 0 to 9"),
        (f"Soups,Other,6.50,food,,,,,,,{'9' * 5000}\n", "line 5", "course", "does not fit"),
        ("Soups,Other,6.50,food,,,,,,,first\n", "line 5", "course", "'first' does not fit"),
        ("Soups,Other,6.50,food,,,,,,Small:3.00,\n", "line 5", "variants", "'Small:3.00' is not a variant"),
        ("Soups,Other,6.50\n", "line 5", "", "has 3 cells instead of 11"),
    ],
)
def test_a_slip_is_told_with_line_column_and_value(tmp_path: Path, row: str, line: str, column: str, says: str) -> None:
    with pytest.raises(ShopFileProblem) as raised:
        read(tmp_path, HEAD + ROWS + row)
    assert (raised.value.file, raised.value.entry, raised.value.field) == ("menu.csv", line, column)
    assert says in str(raised.value)
    assert raised.value.remedy


def test_line_numbers_count_the_lines_of_a_cell_that_spans_two(tmp_path: Path) -> None:
    text = 'category,name,price,description\nSoups,One,1.00,"two\nlines"\nSoups,Two,x,\n'
    with pytest.raises(ShopFileProblem) as raised:
        read(tmp_path, text)
    assert raised.value.entry == "line 2"
    with pytest.raises(ShopFileProblem) as raised:
        read(tmp_path, 'category,name,price\n\nSoups,"One",1.00\nSoups,Two,x\n')
    assert raised.value.entry == "line 4"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("category,nmae,price\n", "The nearest is `name`"),
        ("category,price\nA,1.00\n", "the column 'name' is missing"),
        ("category,name,name\n", "stands there twice"),
        ("category,name,price\n", "there is no item"),
        ("", "the column 'category' is missing"),
        ('category,name,price\nA,"B,1.00\n', "Check its quotes"),
    ],
)
def test_a_file_that_is_no_menu_is_refused_in_words(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ShopFileProblem, match=says):
        read(tmp_path, text)


def test_a_file_of_windows_letters_is_read_one_of_no_letters_or_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "menu.csv").write_bytes("category,name,price\nA,Käse,1.00\n".encode("cp1252"))
    shop = empty_shop("Corner", "EUR", "Europe/Berlin")
    assert "Käse" in {one.name for one in read_menu_csv(tmp_path / "menu.csv", shop).documents if isinstance(one, Item)}
    (tmp_path / "menu.csv").write_bytes(b"category,name,price\nA,\x81\x8d,1.00\n")
    with pytest.raises(ShopFileProblem, match="CSV UTF-8"):
        read_menu_csv(tmp_path / "menu.csv", shop)
    with pytest.raises(ShopFileProblem, match=r"nothing\.csv"):
        read_menu_csv(tmp_path / "nothing.csv", shop)


def test_two_items_of_the_same_name_in_two_categories_keep_apart(tmp_path: Path) -> None:
    assert list(read(tmp_path, "category,name,price\nA,Tea,1.00\nB,Tea,2.00\n")) == ["tea", "tea-2"]


def test_an_id_is_made_of_any_alphabet_or_left_to_the_caller() -> None:
    assert slug("Żurek & Soße 2") == "zurek-sosse-2"
    assert slug("拉麵") == ""


def test_an_item_without_a_latin_letter_still_has_an_id(tmp_path: Path) -> None:
    assert list(read(tmp_path, "category,name,price\n麵,拉麵,900\n麵,烏龍,800\n", "JPY")) == ["item", "item-2"]


def test_an_empty_shop_can_be_opened_staffed_and_sold_from_once_it_has_a_menu(tmp_path: Path) -> None:
    path = tmp_path / "menu.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    shop = memory_store().shop
    load(shop, read_menu_csv(path, empty_shop("Corner", "EUR", "Europe/Berlin")))
    shop.access.set_pin(EVERYTHING, OWNER, "482913")
    owner = shop.access.sign_in(OWNER, "482913")
    item = shop.reads.menu.search("soup", 5)[0]
    order = shop.ordering.add_item(owner, NewOrder(), Asked(item.item_id)).order_id
    due = shop.reads.orders.sheet(order).due
    assert due == item.price
    assert shop.paying.take_cash(owner, order, due, shop.paying.new_attempt()).closed


def test_coins_and_prices_follow_the_country() -> None:
    def terms(currency: str, zone: str) -> tuple[int, PricesAre]:
        regime = next(one for one in empty_shop("S", currency, zone).documents if isinstance(one, TaxRegime))
        return regime.terms.cash_step, regime.terms.prices

    assert terms("EUR", "Europe/Berlin") == (1, PricesAre.INCLUSIVE)
    assert terms("EUR", "Europe/Helsinki") == (5, PricesAre.INCLUSIVE)
    assert terms("CHF", "Europe/Zurich") == (5, PricesAre.INCLUSIVE)
    assert terms("CAD", "America/Toronto") == (5, PricesAre.EXCLUSIVE)
    profile = empty_shop("S", "CAD", "America/Toronto").documents[0]
    assert isinstance(profile, StoreProfile)
    assert profile.currency == "CAD"


def test_what_a_terminal_wrote_sets_a_shop_up_without_its_choices(tmp_path: Path) -> None:
    kept = read(tmp_path, "id,category,name,price,active,modifier_groups\nlentil-9,Soups,Lentil,4.00,no,\n")
    assert [(item.id, item.active) for item in kept.values()] == [("lentil-9", False)]
    with pytest.raises(ShopFileProblem, match="Empty that column"):
        read(tmp_path, "category,name,price,modifier_groups\nSoups,Lentil,4.00,bread\n")
