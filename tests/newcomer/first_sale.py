"""What a newcomer does from the first window to the first sale, step by step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.newcomer.person import Person

STORE, OWNER, OWNER_PIN = "Corner Kitchen", "Ada", "739164"
WAITER, WAITER_PIN = "Ben", "5081"
WINDOW_WITHIN, PAPER_WITHIN = 900.0, 60.0
MENU = """category,name,price,tax_category,station,variants,allergens
Starters,Tomato soup,6.50,standard,Kitchen,,celery
Starters,Garlic bread,5.20,standard,Kitchen,,gluten|milk
Starters,Goat's cheese salad,8.90,standard,Kitchen,,milk
Mains,Burger,14.50,standard,Kitchen,,gluten|milk
Mains,Fish and chips,15.90,standard,Kitchen,,gluten|fish
Mains,Mushroom risotto,13.80,standard,Kitchen,,milk
Mains,Beef stew,16.40,standard,Kitchen,,celery
Desserts,Apple crumble,6.20,standard,Kitchen,,gluten|milk
Desserts,Chocolate cake,6.80,standard,Kitchen,,gluten|eggs|milk
Drinks,Lemonade,,drinks,Bar,Small=3.00|Large=4.50,
Drinks,Sparkling water,2.80,drinks,Bar,,
Drinks,Espresso,2.60,standard,Bar,,
Beer,Stout,5.60,alcohol,Bar,,gluten
Beer,Lager,5.20,alcohol,Bar,,gluten
"""


def bring_menu(home: Path) -> None:
    """The menu somebody saved from a spreadsheet, where browsers and mails put it."""
    place = home / "Downloads" / "menu.csv"
    place.parent.mkdir(parents=True)
    place.write_text(MENU, "utf-8")


def paper(home: Path) -> list[Path]:
    """What came out of the printer that is played while there is none."""
    return sorted((home / ".local" / "share" / "aura-terminal" / "printed").rglob("*.txt"))


def first_sale(person: Person, home: Path, window: Callable[[], None]) -> None:
    """From `window`, which begins the program, to cash in the drawer and a receipt."""
    with person.step("window", "the first window"):
        window()
        person.read("Set up a new store", WINDOW_WITHIN)
    with person.step("new-store", "*Set up a new store*", is_pictured=False):
        person.tap("Set up a new store")
        person.read("Where is the store?")
    set_up(person)
    sell(person, home)


def set_up(person: Person) -> None:
    """The seven questions."""
    with person.step("country", "Ireland looked for in the list and tapped, *Next*"):
        person.scroll_to("Ireland", "Countries")
        person.tap("Ireland")
        person.read("Next")
        person.tap("Next")
    with person.step("name", "the store's name typed"):
        person.read("What is it called?")
        person.type(STORE)
        person.tap("Next")
    with person.step("rules", "money, VAT and rounding read and found right, *Next*"):
        person.read("Money, taxes and paper")
        person.tap("Next")
    with person.step("menu", "`menu.csv` of Downloads tapped, what it would bring read, *Use this menu*"):
        person.read("What do you sell?")
        person.tap("menu.csv")
        person.read("menu.csv: 14 items in 5 categories")
        person.picture("menu-read.webp")
        person.tap("Use this menu")
    with person.step("owner", "the owner's name, and a PIN typed twice"):
        person.read("Who works here?")
        person.tap("I am the owner")
        person.read("What is your name?")
        person.type(OWNER)
        _pin_twice(person, OWNER, OWNER_PIN)
    with person.step("waiter", "somebody else: name, role and PIN"):
        person.read("Add somebody else")
        person.tap("Add somebody else")
        person.read("What is their name?")
        person.type(WAITER)
        person.read("What is Ben here?")
        person.tap("Server")
        _pin_twice(person, WAITER, WAITER_PIN)
    with person.step("open", "*Open the store*: it is founded, printers are looked for"):
        person.read("Open the store")
        person.tap("Open the store")
        person.machine("what was found", lambda: person.sees("Nothing was found") is not None)
        person.read("Nothing was found")
    with person.step("printers", "no printer yet, *Next*", is_pictured=False):
        person.tap("Next")
    with person.step("ready", "what to do next read, *Open the register*"):
        person.read("Open the register")
        person.tap("Open the register")


def sell(person: Person, home: Path) -> None:
    """Sign in, a dish and a drink, cash, and the receipt."""
    with person.step("sign-in", "the name tapped, the PIN typed"):
        person.read(OWNER)
        person.tap(OWNER)
        person.type(OWNER_PIN)
    with person.step("order", "a dish and a beer tapped, *Pay*"):
        person.read("Pay")
        person.tap("Mains")
        person.tap("Burger")
        person.read("1 Burger")
        person.tap("Beer")
        person.tap("Stout")
        person.read("1 Stout")
        person.picture("order-taken.webp")
        person.tap("Pay")
    with person.step("cash", "*Take cash*: **the first sale**"):
        person.read("Take cash")
        person.tap("Take cash")
        person.read("New order")
        person.picture("sold.webp")
    with person.step("receipt", "the receipt and the kitchen's slip are out", is_pictured=False):
        person.machine("the receipt", lambda: any("TOTAL" in _text(each) for each in paper(home)), PAPER_WITHIN)


def _pin_twice(person: Person, name: str, pin: str) -> None:
    for _ in range(2):
        person.read(f"A PIN for {name}")
        person.type(pin)


def _text(file: Path) -> str:
    return file.read_text("utf-8", "replace").upper()
