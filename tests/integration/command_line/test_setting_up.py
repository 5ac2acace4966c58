"""`init`: a demo restaurant, an empty shop and a menu from a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from tests.integration.command_line.asking import ask, everything, rows

MENU = """category,name,price,tax_category,tax_percent,station,variants
Drinks,Espresso,2.40,drinks,19,Bar,
Drinks,Tea,,drinks,,Bar,Cup=2.80|Pot=5.20
Mains,"Gnocchi, al forno",13.90,food,7,,
"""


def test_the_demo_restaurant_is_set_up_and_can_be_served(new: Path) -> None:
    status = ask("status", "--json", "--data", new).json
    assert (status["store"], status["terminal"], status["open_orders"]) == ("Trattoria Aurora", "R1", 0)
    assert rows(new, "SELECT count(*) FROM menu_items") == [(149,)]
    assert ask("verify", "--data", new).code == 0


def test_an_empty_shop_knows_its_owner_and_nothing_to_sell(tmp_path: Path) -> None:
    answer = ask("init", "--store", "Corner", "--terminal", "K2", "--json", "--data", tmp_path / "data")
    assert (answer.code, answer.err) == (0, "")
    told = answer.json
    assert (told["terminal"], told["staff_with_pin"]) == ("K2", 1)
    assert len(told["owner_pin"]) == 6
    refused = ask("simulate", "--orders", 1, "--data", tmp_path / "data")
    assert (refused.code, refused.out) == (2, "")
    assert "sells nothing" in refused.err


def test_a_menu_from_a_spreadsheet_is_sold_at_its_prices(tmp_path: Path) -> None:
    menu = tmp_path / "menu.csv"
    menu.write_text(MENU, "utf-8")
    assert ask("init", "--store", "Corner", "--shop", menu, "--data", tmp_path / "data").code == 0
    answer = ask("simulate", "--orders", 8, "--json", "--data", tmp_path / "data")
    assert (answer.code, answer.json["orders"]) == (0, 8)
    sold = dict(rows(tmp_path / "data", "SELECT name, price_minor / (quantity - voided) FROM order_lines "
                                        "WHERE quantity > voided"))  # fmt: skip
    prices = {"Espresso": 240, "Tea, Cup": 280, "Tea, Pot": 520, "Gnocchi, al forno": 1390}
    assert sold
    assert all(price in prices.values() for price in sold.values()), sold
    assert ask("verify", "--data", tmp_path / "data").code == 0


def test_setting_up_twice_is_refused_and_the_first_store_stays(new: Path) -> None:
    before, settings = everything(new), (new / "settings.toml").read_text("utf-8")
    again = ask("init", "--shop", "demo", "--terminal", "R9", "--data", new)
    assert (again.code, again.out) == (2, "")
    assert f"there is a store in {new} already" in again.err
    assert everything(new) == before
    assert (new / "settings.toml").read_text("utf-8") == settings


def test_the_folder_and_the_files_in_it_are_their_owners_alone(new: Path) -> None:
    ask("simulate", "--orders", 1, "--data", new)
    ask("backup", "--data", new)
    modes = {path.relative_to(new).as_posix(): path.stat().st_mode & 0o077 for path in new.rglob("*")}
    assert {name for name, mode in modes.items() if mode} == set()
    assert new.stat().st_mode & 0o777 == 0o700
