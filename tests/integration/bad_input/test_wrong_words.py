"""Settings, arguments and files with a slip: what is wrong, where, and what would do."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.app.shop_files import read_shop
from tests.integration.command_line.asking import Answer, ask, everything

DEMO_SHOP = Path(__file__).parents[3] / "resources" / "demo_shop"
HEAD = "category,name,price,tax_category,tax_percent\n"

SETTINGS = {
    'colour = "red"': ("`colour`", "line 1", "There are: terminal, view, theme"),
    'theem = "day"': ("`theem`", "line 1", "The nearest is `theme`"),
    '\nthe_view = "all"': ("`the_view`", "line 2", "The nearest is `view`"),
    'theme = "noon"': ("`theme`", "'noon'", 'one of "night", "day"'),
    "theme = 3": ("`theme`", "is 3", 'one of "night", "day"'),
    "terminal = 7": ("`terminal`", "is 7", "1 to 6 letters and digits"),
    'terminal = "Register 1"': ("`terminal`", "'Register 1'", "1 to 6 letters and digits"),
    "idle_lock_seconds = true": ("`idle_lock_seconds`", "True", "a whole number from 10 to 900"),
    "idle_lock_seconds = 1e3": ("`idle_lock_seconds`", "1000.0", "a whole number from 10 to 900"),
    'idle_lock_seconds = "60 s"': ("`idle_lock_seconds`", "'60 s'", "a whole number from 10 to 900"),
    "screen_diagonal_inches = nan": ("`screen_diagonal_inches`", "nan", "a number from 5 to 100"),
    "theme = [": ("settings.toml", "not written as TOML", "Mend that place"),
    "[devices]\nname = 1": ("`devices`", "line 1", "[[devices]]"),
    '[[devices]]\nname = "P"\nadress = "x"': ("`adress`", "line 3", "The nearest is `address`"),
    '[[devices]]\nname = "P"\nroutes = "receipt"': ("`routes`", "line 3", "a list of texts"),
    '[[devices]]\nname = "P"\nmodel = "escpos"': ("P", "has no address", "tcp://"),
}
MENUS = {
    HEAD + "Mains,Soup,nine,food,7\n": ("line 2", "price", "'nine'", "at most 2 decimals"),
    HEAD + "Mains,Soup,9.999,food,7\n": ("line 2", "price", "'9.999'", "at most 2 decimals"),
    HEAD + "Mains,Soup,-4.00,food,7\n": ("line 2", "price", "'-4.00'", "less than nothing"),
    HEAD + "Mains,Soup,9.50,food,7\nMains,Stew,8.00,food,19\n": ("line 3", "tax_percent", "19", "one rate"),
    HEAD + "Mains,Soup,9.50,food,700\n": ("line 2", "tax_percent", "'700'", "percentage"),
    HEAD + "Mains,Soup,9.50,food,7\n,Stew,8.00,food,\n": ("line 3", "category", "missing", "Add"),
    HEAD + "Mains,Soup,9.50,food,7\nMains,SOUP,8.00,food,\n": ("line 3", "name", "'SOUP'", "line 2"),
    HEAD + 'Mains,"Soup,9.50,food,7\n': ("line 2", "", "unexpected end of data", "quotes"),
    HEAD + "Mains,Soup,9.50,food,7,now\n": ("line 2", "", "6 cells instead of 5", "separator"),
    "category,nam,price\nMains,Soup,9.50\n": ("line 1", "", "'nam'", "The nearest is `name`"),
    HEAD: ("line 2", "", "no item", "one row per item"),
    "": ("line 1", "", "'category' is missing", "Add it"),
}
ARGUMENTS = {
    ("report", "z", "--day", "yesterday"): ("'yesterday' is not a date", "2026-05-31"),
    ("report", "x", "--day", "2026-02-30"): ("'2026-02-30' is not a date", "2026-05-31"),
    ("report", "sales", "--from", "31.05.2026"): ("'31.05.2026' is not a date", "2026-05-31"),
    ("report", "sales", "--from", "2026-06-02", "--to", "2026-06-01"): ("--to 2026-06-01 is before", "2026-06-02"),
    ("report", "z", "--day", "1999-01-01"): ("1999-01-01", "no day to close"),
    ("report", "y"): ("'y'", "x"),
    ("frobnicate",): ("'frobnicate'", "simulate"),
    ("simulate", "--orders", "0"): ("--orders 0", "at least 1"),
    ("simulate", "--orders", "many"): ("'many'", "--orders"),
    ("simulate", "--rate", "-1"): ("--rate -1", "no rate below 0"),
    ("simulate", "--acks", "/no/such/folder/acks"): ("/no/such/folder/acks", "name another file"),
    ("restore",): ("FILE", "required"),
}
SET_UP = {
    ("--store", "   "): "needs a name",
    ("--shop", "empty"): "--store NAME",
    ("--store", "A\x1bp0"): "on one line",
    ("--store", "A", "--shop", "nowhere.csv"): "--shop demo, demo-menu or empty",
    ("--store", "A", "--currency", "EURO"): "The nearest is `EUR`",
    ("--store", "A", "--currency", "eur"): "EUR",
    ("--store", "A", "--zone", "Mars/Base"): "as in Europe/Berlin",
    ("--store", "A", "--zone", "Europe/Berln"): "The nearest is `Europe/Berlin`",
    ("--store", "A", "--zone", "../../etc/passwd"): "as in Europe/Berlin",
    ("--store", "A", "--zone", ""): "as in Europe/Berlin",
    ("--store", "A", "--terminal", "R 1"): "1 to 6 letters and digits",
    ("--store", "A", "--terminal", ""): "1 to 6 letters and digits",
}


@pytest.mark.parametrize("text", SETTINGS)
def test_a_slip_in_the_settings_is_told_with_its_place_and_what_would_do(sold: Path, text: str) -> None:
    file = sold / "settings.toml"
    file.write_text(text + "\n", "utf-8")
    answer = ask("status", "--data", sold)
    told(answer, str(file), *SETTINGS[text])
    assert file.read_text("utf-8") == text + "\n"


def test_a_slip_in_the_environment_is_told(sold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "AURA_THEM", "day")
    told(ask("status", "--data", sold), "AURA_THEM", "The nearest is `theme`")


@pytest.mark.parametrize("text", MENUS, ids=range(len(MENUS)))
def test_a_slip_in_a_menu_is_told_by_line_column_value_and_remedy(tmp_path: Path, text: str) -> None:
    menu, data = tmp_path / "menu.csv", tmp_path / "data"
    menu.write_text(text, "utf-8")
    told(ask("init", "--store", "Corner", "--shop", menu, "--data", data), "menu.csv", *MENUS[text])
    assert list(data.iterdir()) == []


@pytest.mark.parametrize("content", [b"category,name\xff\n", b"\x89PNG\r\n\x1a\n\0\0\0", bytes(3000)], ids=range(3))
def test_a_menu_that_is_no_text_is_told(tmp_path: Path, content: bytes) -> None:
    menu = tmp_path / "menu.csv"
    menu.write_bytes(content)
    told(ask("init", "--store", "Corner", "--shop", menu, "--data", tmp_path / "data"), "menu.csv")
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("menu", 'price = "', 'price = "x', ("menu.toml", "item", "price")),
        ("menu", "[[item]]", "[[itme]]", ("menu.toml", "itme", "nearest is `item`")),
        ("taxes", 'percent = "19"', 'percent = "190"', ("taxes.toml", "vat-standard", "percent", "'190'", "0 to 100")),
        ("staff", 'pin = "4831"', 'pin = "1234"', ("staff.toml", "pin", "too simple", "nobody would guess")),
        ("shop", 'currency = "EUR"', 'currency = "EUX"', ("shop.toml", "'EUX'", "nearest is `EUR`")),
        ("shop", 'name = "', "name = ", ("shop.toml", "line")),
    ],
)
def test_a_slip_in_a_shop_of_files_is_told(
    tmp_path: Path, file: str, before: str, after: str, said: tuple[str]
) -> None:
    """The demo shop's own files are read by the same code, so that a slip in them could not ship unseen."""
    folder = tmp_path / "shop"
    shutil.copytree(DEMO_SHOP, folder)
    text = (folder / f"{file}.toml").read_text("utf-8")
    assert before in text
    (folder / f"{file}.toml").write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(ShopFileProblem) as problem:
        read_shop(folder)
    for part in said:
        assert part in str(problem.value)


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_a_slip_in_the_arguments_is_told_and_changes_nothing(sold: Path, arguments: tuple[str, ...]) -> None:
    before = everything(sold)
    told(ask(*arguments, "--data", sold), *ARGUMENTS[arguments])
    assert everything(sold) == before


@pytest.mark.parametrize("arguments", SET_UP, ids=" ".join)
def test_a_slip_in_setting_up_is_told_and_leaves_the_folder_free(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    data = tmp_path / "data"
    told(ask("init", *arguments, "--data", data), SET_UP[arguments])
    assert not data.exists() or list(data.iterdir()) == []
    assert ask("init", "--store", "Corner", "--data", data).code == 0


def told(answer: Answer, *parts: str) -> None:
    """Wrong use, said on standard error with all of this in it, and no trace."""
    assert (answer.code, answer.out) == (2, "")
    assert "Traceback" not in answer.err
    for part in parts:
        assert part in answer.err, answer.err
