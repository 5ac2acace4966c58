"""A menu from a spreadsheet saved as CSV: one row per item, the first row names the columns.

| column | holds |
|---|---|
| `category`, `name` | needed; two rows of one category may not have the same name |
| `price` | needed unless the row has variants; major units with a point, such as `9.50` |
| `tax_category`, `tax_percent` | what is taxed alike, and its rate once per category; without them: untaxed |
| `station` | where it is made; a new name makes a new station; without it: the kitchen |
| `course` | 0 to 9, 0 is made at once |
| `sku`, `barcode` | codes, each used once in the file |
| `kitchen_name`, `tag`, `description` | what cooks read; the chip it stands under; a sentence for guests |
| `allergens`, `dietary` | words separated by a bar: `gluten, milk` is written `gluten|milk` |
| `variants` | names and prices: `Small=9.50|Large=12.00` |
| `prep_minutes`, `calories` | whole numbers |
| `price_unit`, `tare` | `kg` or `100g` for what is sold by weight at that price; grams of its usual container |
| `id`, `active` | as a terminal writes them to a file: which item it is; `no` for one that is off the menu |

Columns may stand in any order, commas or semicolons between them; with semicolons a price may have a decimal comma.
This is for a shop that is set up; a terminal at work takes files in by `use_cases.menu_import`.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from aura_terminal.app.setting_kinds import nearest
from aura_terminal.app.shop_entries import Entry, ShopFileProblem, must_be_unique
from aura_terminal.app.shop_files import ShopFiles
from aura_terminal.app.shop_menu import read_by_weight
from aura_terminal.domain.countries import STANDARD, UNTAXED
from aura_terminal.domain.ids import CategoryId, ItemId, StationId, VariantId
from aura_terminal.domain.menu import Category, Item, Variant
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import Station, StoreProfile
from aura_terminal.domain.tax import TaxRate, TaxRegime, TaxRule
from aura_terminal.domain.telling import told
from aura_terminal.domain.weighing import HEAVIEST
from aura_terminal.use_cases.menu_import import decoded
from aura_terminal.use_cases.menu_table import NO, YES, WrongCell
from aura_terminal.use_cases.new_store import FIRST_STATION

NEEDED = ("category", "name")
WHOLE = {"course": 9, "prep_minutes": 999, "calories": 99_999, "tare": HEAVIEST}
LONGEST_WHOLE = 18
"""Digits of a whole number that can be meant; a longer one is told as a text that does not fit."""
COLUMNS = (
    *NEEDED, "price", "tax_category", "tax_percent", "station", "sku", "barcode", "kitchen_name", "tag", "description",
    "allergens", "dietary", "variants", "price_unit", "id", "active", "modifier_groups", *WHOLE,
)  # fmt: skip
BAR = "|"
PALETTE = 10


Note = Callable[[ShopFileProblem], None]
"""What becomes of something that is wrong: raised, or put beside the others."""


@dataclass(frozen=True, slots=True)
class MenuCheck:
    """What a file would bring: the shop with its menu where all of it is right, else every problem there is."""

    shop: ShopFiles | None
    items: tuple[Item, ...]
    problems: tuple[ShopFileProblem, ...]


def check_menu_csv(path: Path, shop: ShopFiles) -> MenuCheck:
    """Read the whole file and say all that is wrong with it, line by line; nothing is kept."""
    problems: list[ShopFileProblem] = []
    try:
        whole = _read(path, shop, problems.append)
    except ShopFileProblem as problem:  # without its first line, or as no text at all, no line can be read
        return MenuCheck(None, (), (*problems, problem))
    items = tuple(one for one in whole.documents if isinstance(one, Item))
    return MenuCheck(None if problems else whole, items, _told_once(problems))


def _told_once(problems: Iterable[ShopFileProblem]) -> tuple[ShopFileProblem, ...]:
    """The first problem of each cell, from the top of the file."""
    first = {(problem.entry, problem.field): problem for problem in reversed(tuple(problems))}
    return tuple(sorted(first.values(), key=lambda each: int(each.entry.removeprefix("line ") or 0)))


def read_menu_csv(path: Path, shop: ShopFiles) -> ShopFiles:
    """The shop with the menu of a file added. Raises ShopFileProblem with line, column, value and what is expected."""
    return _read(path, shop, _raise)


def _raise(problem: ShopFileProblem) -> None:
    raise problem


def _read(path: Path, shop: ShopFiles, note: Note) -> ShopFiles:
    rows = tuple(_rows(path, note))
    profile = next(one for one in shop.documents if isinstance(one, StoreProfile))
    regime = next(one for one in shop.documents if isinstance(one, TaxRegime))
    taxed = _with_rates(regime, rows, note)
    stations = {one.id: one for one in shop.documents if isinstance(one, Station)}
    new_stations = tuple(_new_stations(rows, stations))
    menu = _Menu(profile.currency, taxed)
    items = tuple(_items(menu, rows, note))
    for column in ("sku", "barcode"):
        try:
            must_be_unique([(row, str(row.values[column])) for row in rows if column in row.values], column)
        except ShopFileProblem as problem:
            note(problem)
    kept = tuple(taxed if one is regime else one for one in shop.documents)
    return ShopFiles((*kept, *new_stations, *menu.categories.values(), *items), shop.pins)


def _items(menu: _Menu, rows: Iterable[Entry], note: Note) -> Iterator[Item]:
    for row in rows:
        try:
            yield menu.item(row)
        except ShopFileProblem as problem:
            note(problem)


def slug(text: str) -> str:
    """A text as an id: lower-case letters and digits of the Latin alphabet, anything else a dash."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def _rows(path: Path, note: Note) -> Iterator[Entry]:
    try:
        text, _ = decoded(path.read_bytes())
    except OSError as wrong:
        raise ShopFileProblem(
            str(path), "", "", wrong.strerror or told("cannot be read"), told("Name a file.")
        ) from wrong
    except WrongCell as wrong:
        raise ShopFileProblem(path.name, "", "", wrong.wrong, f"{wrong.remedy}.") from wrong
    head = text.partition("\n")[0]
    comma = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    try:
        yield from _entries(path.name, reader, comma, note)
    except csv.Error as wrong:
        raise ShopFileProblem(
            path.name, told("line {line}", line=reader.line_num), "", str(wrong), told("Check its quotes.")
        ) from wrong


def _entries(file: str, reader: Iterator[list[str]], comma: str, note: Note) -> Iterator[Entry]:
    columns = [name.strip().casefold() for name in next(reader, [])]
    _check_columns(file, columns)
    line, found = 2, False
    for cells in reader:
        first, line = line, getattr(reader, "line_num", line) + 1
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            wrong = told("has {cells} cells instead of {columns}", cells=len(cells), columns=len(columns))
            note(
                ShopFileProblem(
                    file, told("line {line}", line=first), "", wrong, told("Quote a cell that contains the separator.")
                )
            )
            found = True
            continue
        filled = {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()}
        found = True
        yield Entry(
            file, told("line {line}", line=first), {name: _cell(name, text, comma) for name, text in filled.items()}
        )
    if not found:
        raise ShopFileProblem(
            file,
            told("line {line}", line=2),
            "",
            told("there is no item"),
            told("Write one row per item below the columns' names."),
        )


def _check_columns(file: str, columns: list[str]) -> None:
    for name in columns:
        if name not in COLUMNS:
            raise ShopFileProblem(
                file,
                told("line {line}", line=1),
                "",
                told("there is no column {name!r}", name=name),
                nearest(name, COLUMNS),
            )
        if columns.count(name) > 1:
            raise ShopFileProblem(
                file, told("line {line}", line=1), name, told("stands there twice"), told("Keep one of them.")
            )
    for name in NEEDED:
        if name not in columns:
            raise ShopFileProblem(
                file,
                told("line {line}", line=1),
                "",
                told("the column {name!r} is missing", name=name),
                told("Add it."),
            )


def _cell(column: str, text: str, comma: str) -> object:
    if column in WHOLE and text.isascii() and text.isdigit() and len(text) <= LONGEST_WHOLE:
        return int(text)
    if column == "tax_percent":
        return text.removesuffix("%").strip().replace(",", ".")
    if column in ("price", "variants") and comma == ";":
        return text.replace(",", ".")
    return text


def _with_rates(regime: TaxRegime, rows: Iterable[Entry], note: Note) -> TaxRegime:
    """The regime with the categories of the file; each has one rate, given in at least one of its rows."""
    rates: dict[str, tuple[Entry, TaxRate]] = {}
    named: dict[str, Entry] = {}
    for row in rows:
        named.setdefault(_tax_category(row), row)
        if row.has("tax_percent"):
            try:
                _take_rate(row, rates)
            except ShopFileProblem as problem:
                note(problem)
    known = {key for key, _ in regime.categories}
    for category, row in named.items():
        if category not in known and category not in rates:
            wrong = told("{category!r} has no rate", category=row.values["tax_category"])
            remedy = told("Write its tax_percent, 0 if it is untaxed, in one of its rows.")
            note(row.problem("tax_category", wrong, remedy))
    return _joined(regime, {category: (named[category], rate) for category, (_, rate) in rates.items()})


def _take_rate(row: Entry, rates: dict[str, tuple[Entry, TaxRate]]) -> None:
    category = _tax_category(row)
    rate = _rate(row, category)
    before = rates.setdefault(category, (row, rate))
    if before[1].percent != rate.percent:
        wrong = told(
            "{percent} differs from {other} on {name}",
            percent=rate.percent,
            other=before[1].percent,
            name=before[0].name,
        )
        raise row.problem("tax_percent", wrong, told("Give a tax category one rate."))


def _joined(regime: TaxRegime, rates: dict[str, tuple[Entry, TaxRate]]) -> TaxRegime:
    labels = iter("ABCDEFGHIJKLMNOPQRSTUVWXY")
    added = {key: replace(rate, label=next(labels, "?")) for key, (_, rate) in rates.items()}
    kept_categories = tuple(one for one in regime.categories if one[0] not in added)
    new_categories = tuple((key, str(row.values.get("tax_category", key))) for key, (row, _) in rates.items())
    return replace(
        regime,
        rates=(*regime.rates, *added.values()),
        categories=(*kept_categories, *new_categories),
        rules=(
            *(rule for rule in regime.rules if rule.tax_category not in added),
            *(TaxRule(key, None, (rate.id,)) for key, rate in added.items()),
        ),
    )


def _tax_category(row: Entry) -> str:
    return slug(row.text("tax_category", "")) or STANDARD


def _rate(row: Entry, category: str) -> TaxRate:
    percent = row.percent("tax_percent")
    return replace(UNTAXED, id=f"tax-{category}", name=f"Tax {percent} %", percent=percent)


def _station_of(row: Entry) -> StationId:
    return StationId(slug(row.text("station", "")) or FIRST_STATION)


def _new_stations(rows: Iterable[Entry], known: dict[StationId, Station]) -> Iterator[Station]:
    seen = set(known)
    for row in rows:
        station = _station_of(row)
        if station not in seen:
            seen.add(station)
            yield Station(station, row.text("station"), "chef-hat", station, 15)


class _Menu:
    """The categories and items of a file while it is read."""

    def __init__(self, currency: str, regime: TaxRegime) -> None:
        self._currency = currency
        self._tax_categories = [key for key, _ in regime.categories]
        self.categories: dict[CategoryId, Category] = {}
        self._names: dict[tuple[CategoryId, str], Entry] = {}
        self._item_ids: set[str] = set()
        self._positions: dict[CategoryId, int] = {}

    def item(self, row: Entry) -> Item:
        """The item of a row; its category is made with the first of its items."""
        if row.has("modifier_groups"):
            remedy = told("Empty that column; choices are added at the terminal.")
            raise row.problem("modifier_groups", told("a new shop has no choices yet"), remedy)
        category = self._category(row)
        name = self._name(row, category.id)
        variants = tuple(self._variants(row))
        self._positions[category.id] = self._positions.get(category.id, 0) + 1
        return Item(
            id=self._item_id(row.text("id", "") or name),
            category=category.id,
            name=name,
            price=variants[0].price if variants else row.money("price", self._currency),
            position=self._positions[category.id],
            kitchen_name=row.text("kitchen_name", ""),
            tag=row.text("tag", ""),
            sku=row.text("sku", ""),
            barcode=row.text("barcode", ""),
            description=row.text("description", ""),
            station=_station_of(row),
            tax_category=row.one_of("tax_category", _tax_category(row), self._tax_categories, told("tax category")),
            course=row.whole("course", 0, WHOLE["course"], 0),
            prep_minutes=row.whole("prep_minutes", 0, WHOLE["prep_minutes"], 0),
            calories=row.whole("calories", 0, WHOLE["calories"], 0),
            allergens=_words(row, "allergens"),
            dietary=_words(row, "dietary"),
            variants=variants,
            by_weight=read_by_weight(row),
            active=row.text("active", YES).casefold() != NO,
        )

    def _category(self, row: Entry) -> Category:
        name = row.text("category")
        category_id = CategoryId(slug(name) or f"category-{len(self.categories) + 1}")
        if category_id not in self.categories:
            place = len(self.categories)
            self.categories[category_id] = Category(
                category_id, name, "utensils", place % PALETTE, _station_of(row), 0, _tax_category(row), place + 1
            )
        return self.categories[category_id]

    def _name(self, row: Entry, category: CategoryId) -> str:
        name = row.text("name")
        twin = self._names.setdefault((category, name.casefold()), row)
        if twin is not row:
            wrong = told("{name!r} is already on {twin}", name=name, twin=twin.name)
            raise row.problem("name", wrong, told("Give each item of a category a name of its own."))
        return name

    def _item_id(self, name: str) -> ItemId:
        wanted = slug(name) or "item"
        taken, number = wanted, 1
        while taken in self._item_ids:
            number += 1
            taken = f"{wanted}-{number}"
        self._item_ids.add(taken)
        return ItemId(taken)

    def _variants(self, row: Entry) -> Iterator[Variant]:
        seen: set[str] = set()
        for part in _words(row, "variants"):
            name, equals, price = (piece.strip() for piece in part.partition("="))
            if not (equals and name and slug(name)) or slug(name) in seen:
                raise row.problem(
                    "variants", told("{part!r} is not a variant", part=part), told("Write Small=9.50|Large=12.00.")
                )
            seen.add(slug(name))
            yield Variant(VariantId(slug(name)), name, self._price(row, price))

    def _price(self, row: Entry, price: str) -> Money:
        return Entry(row.file, row.name, {"variants": price}).money("variants", self._currency)


def _words(row: Entry, column: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in row.text(column, "").split(BAR) if word.strip())
