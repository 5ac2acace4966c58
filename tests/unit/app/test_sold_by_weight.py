"""A menu says what is sold by weight, in shop files and in a spreadsheet."""

import shutil
from pathlib import Path

import pytest

from aura_terminal.app.empty_shop import empty_shop
from aura_terminal.app.menu_csv import read_menu_csv
from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.app.shop_files import read_shop
from aura_terminal.domain.menu import ByWeight, Item
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.weighing import PriceUnit

DEMO = Path(__file__).parents[3] / "resources" / "demo_shop"
DISH = 'id = "tiramisu"\n'
HEAD = "category,name,price,price_unit,tare,variants\n"


def shop_with(tmp_path: Path, words: str) -> Path:
    copy = tmp_path / "shop"
    shutil.copytree(DEMO, copy)
    menu = copy / "menu.toml"
    text = menu.read_text(encoding="utf-8")
    assert DISH in text
    menu.write_text(text.replace(DISH, DISH + words, 1), encoding="utf-8")
    return copy


def csv_with(tmp_path: Path, row: str) -> Item:
    path = tmp_path / "menu.csv"
    path.write_text(HEAD + row, encoding="utf-8")
    documents = read_menu_csv(path, empty_shop("Deli", "EUR", "Europe/Berlin")).documents
    return next(one for one in documents if isinstance(one, Item))


def test_an_item_of_a_shop_file_is_sold_by_weight(tmp_path: Path) -> None:
    documents = read_shop(shop_with(tmp_path, 'price_unit = "100g"\ntare = 12\n')).documents
    weighed = [one for one in documents if isinstance(one, Item) and one.by_weight is not None]
    assert [(item.id, item.by_weight) for item in weighed] == [("tiramisu", ByWeight(PriceUnit.HUNDRED_GRAMS, 12))]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ('price_unit = "lb"\n', "'lb' is not known"),
        ("tare = 12\n", "is for what is sold by weight"),
        ('price_unit = "kg"\ntare = -1\n', "does not fit"),
        ('price_unit = "kg"\nvariants = [{ id = "xl", name = "XL", price = "9.00" }]\n', "sold by weight has none"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_place(tmp_path: Path, words: str, says: str) -> None:
    with pytest.raises(ShopFileProblem, match=says):
        read_shop(shop_with(tmp_path, words))


def test_a_row_of_a_spreadsheet_is_sold_by_weight(tmp_path: Path) -> None:
    assert csv_with(tmp_path, "Deli,Olives,12.90,kg,10,\n").by_weight == ByWeight(PriceUnit.KILOGRAM, 10)
    assert csv_with(tmp_path, "Deli,Bread,3.00,,,\n").by_weight is None


@pytest.mark.parametrize("row", ["Deli,Olives,12.90,pound,,\n", "Deli,Olives,12.90,,10,\n", "Deli,Ham,,kg,,A=1|B=2\n"])
def test_a_row_that_makes_no_sense_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(ShopFileProblem):
        csv_with(tmp_path, row)


def test_a_store_says_how_its_labels_are_laid_out(tmp_path: Path) -> None:
    copy = shop_with(tmp_path, "")
    file = copy / "shop.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text('barcode_layouts = ["21IIIIIWWWWWC"]\n' + text, encoding="utf-8")
    profile = next(one for one in read_shop(copy).documents if isinstance(one, StoreProfile))
    assert profile.barcode_layouts == ("21IIIIIWWWWWC",)
    file.write_text('barcode_layouts = ["21IIIIIWWWWW"]\n' + text, encoding="utf-8")
    with pytest.raises(ShopFileProblem, match="no layout"):
        read_shop(copy)
