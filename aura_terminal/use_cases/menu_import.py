"""The menu as a file for spreadsheets: written as a whole, and read in slices before anything of it is kept.

What a cell says that the export would write for the item as it is changes nothing: a file that comes back as it went
out is no change at all. Columns that are not there, and what no column holds, stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import CategoryId, ItemId, StationId
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.menu_flaws import Slip, plain
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import STORE_PROFILE, Station, StoreProfile
from aura_terminal.domain.telling import told
from aura_terminal.ports.catalogue import CatalogueReads
from aura_terminal.use_cases.menu_checking import MenuChecking, MenuDocument, regime_of
from aura_terminal.use_cases.menu_editing import Edit
from aura_terminal.use_cases.menu_table import COLUMNS, NEEDED, TableNames, WrongCell, in_order, with_cell, written

MOST_PROBLEMS = 200
MOST_ROWS = 20_000
ENCODINGS = ("utf-8-sig", "cp1252")
PALETTE = 10
NOTHING_SAID = {"price": ""}
"""What a new item must say, also where there is no such column."""


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """What keeps a file from being taken in. `slip` says it for an item that was read and can not be sold so."""

    line: int
    column: str
    wrong: str
    remedy: str
    slip: Slip | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do: `missing` are items on the menu that it does not name."""

    categories: tuple[Edit, ...]
    added: tuple[Edit, ...]
    changed: tuple[Edit, ...]
    withdrawn: tuple[Edit, ...]
    missing: tuple[Edit, ...]
    same: int
    problems: tuple[ImportProblem, ...]
    encoding: str

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All it would do, categories before what stands in them; not what it does not name."""
        return (*self.categories, *self.added, *self.changed, *self.withdrawn)


def export_menu(catalogue: CatalogueReads) -> str:
    """Every item, also those off the menu, in the order of the register; lines end as spreadsheets want them."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for category in catalogue.categories():
        writer.writerows(written(item, category.name) for item in catalogue.items(category.id))
    return out.getvalue()


def decoded(raw: bytes) -> tuple[str, str]:
    """A file's text, and how it was written: UTF-8 with or without its mark, else Windows-1252.

    Raises WrongCell for bytes that are neither.
    """
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding), "UTF-8" if encoding != "cp1252" else "Windows-1252"
        except UnicodeDecodeError:
            continue
    raise WrongCell(told("is no text this program can read"), told('Save it as "CSV UTF-8"'))


class MenuImport:
    """One file on its way in. `step` reads on; `plan` is there once `is_read`. To be used on the store thread."""

    def __init__(self, raw: bytes, catalogue: CatalogueReads) -> None:
        self._catalogue = catalogue
        self._problems: list[ImportProblem] = []
        self._rows: list[tuple[int, dict[str, str]]] = []
        self._encoding = ""
        self._names = _names(catalogue)
        self._known = {one.name: one for one in catalogue.categories()}
        self._by_id = {one.id: one for one in catalogue.categories()}
        self._new: dict[str, Category] = {}
        self._shelves: dict[CategoryId, dict[str, Item]] = {}
        self._read: dict[ItemId, tuple[int, Item | None, Item]] = {}
        self._last: dict[CategoryId, int] = {}
        self._at = 0
        self._checking: MenuChecking | None = None
        self._to_check: list[tuple[int, Item | None, Item]] = []
        self._open(raw)

    @property
    def progress(self) -> tuple[int, int]:
        """How many rows were read and checked, of how many times two."""
        checked = 0 if self._checking is None else len(self._rows) - len(self._to_check)
        return min(self._at, len(self._rows)) + checked, 2 * len(self._rows)

    @property
    def is_read(self) -> bool:
        """Whether all of it was read and checked."""
        return self._at >= len(self._rows) and self._checking is not None and not self._to_check

    def step(self, rows: int) -> bool:
        """Read, then check, so many rows more; whether it is done."""
        if self._at < len(self._rows):
            for line, row in self._rows[self._at : self._at + rows]:
                self._take(line, row)
            self._at += rows
        elif self._checking is None:
            documents: list[MenuDocument] = [*self._new.values(), *(item for _, _, item in self._read.values())]
            self._checking = MenuChecking(self._catalogue, documents)
            self._to_check = [one for one in self._read.values() if one[1] != one[2]]
        else:
            for line, before, item in self._to_check[:rows]:
                self._check(line, before, item)
            del self._to_check[:rows]
        return self.is_read

    def plan(self) -> ImportPlan:
        """What the file would do."""
        edits = [Edit(before, item) for _, before, item in self._read.values()]
        changed = [one for one in edits if one.before is not None and one.before != one.after]
        gone = [one for one in changed if _leaves(one)]
        return ImportPlan(
            tuple(Edit(None, one) for one in self._new.values()),
            tuple(Edit(None, one.after) for one in edits if one.before is None),
            tuple(one for one in changed if one not in gone),
            tuple(gone),
            tuple(self._missing()),
            sum(one.before == one.after for one in edits),
            tuple(sorted(self._problems, key=lambda one: one.line)),
            self._encoding,
        )

    def _open(self, raw: bytes) -> None:
        try:
            text, self._encoding = decoded(raw)
        except WrongCell as wrong:
            self._problem(0, "", wrong)
            return
        head = text.partition("\n")[0]
        comma = ";" if head.count(";") > head.count(",") else ","
        self._names = replace(self._names, decimal="," if comma == ";" else ".")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
        try:
            columns = [name.strip().casefold() for name in next(reader, [])]
            if self._are_columns(columns):
                self._rows = list(self._lines(reader, columns))
        except csv.Error as wrong:
            self._problem(reader.line_num, "", WrongCell(str(wrong), told("Check its quotes")))
        if not self._rows and not self._problems:
            self._problem(
                2, "", WrongCell(told("there is no item"), told("Write one row per item below the columns' names"))
            )

    def _are_columns(self, columns: list[str]) -> bool:
        for name in columns:
            if name not in COLUMNS:
                self._problem(
                    1,
                    name,
                    WrongCell(
                        told("there is no such column"), told("Known are: {columns}", columns=", ".join(COLUMNS))
                    ),
                )
            elif columns.count(name) > 1:
                self._problem(1, name, WrongCell(told("stands there twice"), told("Keep one of them")))
        for name in NEEDED:
            if name not in columns:
                self._problem(1, name, WrongCell(told("the column is missing"), told("Add it")))
        return not self._problems

    def _lines(self, reader: Iterator[list[str]], columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
        line = 2
        for cells in reader:
            first, line = line, getattr(reader, "line_num", line) + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                wrong = told("has {cells} cells instead of {columns}", cells=len(cells), columns=len(columns))
                self._problem(first, "", WrongCell(wrong, told("Quote a cell that contains the separator")))
            elif len(self._rows) < MOST_ROWS:
                yield first, dict(zip(columns, cells, strict=True))

    def _problem(self, line: int, column: str, wrong: WrongCell) -> None:
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(ImportProblem(line, column, wrong.wrong, wrong.remedy))

    def _take(self, line: int, row: Mapping[str, str]) -> None:
        try:
            before = self._before(row)
            category = self._category(row, before)
        except WrongCell as wrong:
            self._problem(line, "category" if not row["category"].strip() else "id", wrong)
            return
        begun = before or self._blank(category)
        own = written(before, self._shelf_name(before)) if before is not None else {}
        item = begun if begun.category == category.id else replace(begun, category=category.id, position=0)
        is_sound = True
        for column in in_order(row if before is not None else {**NOTHING_SAID, **row}):
            text = row.get(column, "")
            if before is not None and text.strip() == own[column].strip():
                continue
            try:
                item = with_cell(item, column, text.strip(), self._names)
            except WrongCell as wrong:
                self._problem(line, column, wrong)
                is_sound = False
        if not is_sound:
            return
        if item.id in self._read:
            self._problem(
                line,
                "name",
                WrongCell(
                    told("{name!r} is already on line {line}", name=item.name, line=self._read[item.id][0]),
                    told("Keep one"),
                ),
            )
            return
        if before is None:
            item = self._placed(item, line)
        self._read[item.id] = (line, before, item)

    def _before(self, row: Mapping[str, str]) -> Item | None:
        """The item a row is about; None for a new one."""
        item_id = row.get("id", "").strip()
        if item_id:
            try:
                return self._catalogue.documents.get(Item, ItemId(item_id))
            except NotFound:
                raise WrongCell(
                    told("no item has the id {item_id!r}", item_id=item_id), told("Leave it empty for a new item")
                ) from None
        known = self._known_category(row["category"].strip())
        if known is None:
            return None
        shelf = self._shelves.get(known.id)
        if shelf is None:
            shelf = {}
            for one in sorted(self._catalogue.items(known.id), key=lambda one: not one.active):
                shelf.setdefault(plain(one.name), one)
            self._shelves[known.id] = shelf
        return shelf.get(plain(row["name"]))

    def _category(self, row: Mapping[str, str], before: Item | None) -> Category:
        name = row["category"].strip()
        if before is not None and name and self._shelf_name(before).strip() == name:
            return self._by_id[before.category]
        if not name:
            raise WrongCell(told("is missing"), told("Write the category it stands in"))
        found = self._known_category(name) or self._new.get(plain(name))
        if found is None:
            found = self._new[plain(name)] = self._new_category(name)
        return found

    def _shelf_name(self, item: Item) -> str:
        """What its category is called; nothing where that is gone."""
        category = self._by_id.get(item.category)
        return "" if category is None else category.name

    def _known_category(self, name: str) -> Category | None:
        exact = self._known.get(name)
        return exact or next((one for one in self._known.values() if plain(one.name) == plain(name)), None)

    def _new_category(self, name: str) -> Category:
        rail = sorted(self._by_id.values(), key=lambda one: one.position)
        place = len(rail) + len(self._new)
        station = rail[0].station if rail else StationId(next(iter(self._names.stations), ""))
        tax = rail[0].tax_category if rail else next(iter(self._names.tax_classes), "")
        last = max((one.position for one in rail), default=0)
        id_ = CategoryId(f"{NEW}{plain(name)}")
        return Category(id_, name, "utensils", place % PALETTE, station, 0, tax, last + len(self._new) + 1)

    def _blank(self, category: Category) -> Item:
        return Item(ItemId(""), category.id, "", Money(0, self._names.currency), 0)

    def _placed(self, item: Item, line: int) -> Item:
        """A new item behind the last of its category, under an id that only this file knows."""
        if item.category not in self._last:
            here = self._catalogue.items(item.category)
            self._last[item.category] = max((one.position for one in here), default=0)
        self._last[item.category] += 1
        return replace(item, id=ItemId(f"{NEW}{line}"), position=self._last[item.category])

    def _check(self, line: int, before: Item | None, item: Item) -> None:
        if self._checking is not None and len(self._problems) < MOST_PROBLEMS:
            for slip in self._checking.new_slips_of(before, item):
                self._problems.append(ImportProblem(line, slip.field, "", "", slip))

    def _missing(self) -> Iterator[Edit]:
        for category in self._catalogue.categories():
            for item in self._catalogue.items(category.id):
                if item.active and item.id not in self._read:
                    yield Edit(item, replace(item, active=False))


NEW = "new:"
"""How ids begin that stand for what a file adds, until it is kept."""


def with_ids(edits: Iterable[Edit], fresh: Iterator[str]) -> tuple[Edit, ...]:
    """The edits of a plan with ids of the store for what is new, which slices of them may then be kept one by one."""
    made = tuple(edits)
    ids: dict[str, str] = {}
    for edit in made:
        if edit.before is None and isinstance(edit.after, Category | Item) and edit.after.id.startswith(NEW):
            ids[f"{type(edit.after).__name__}/{edit.after.id}"] = next(fresh)
    return tuple(Edit(edit.before, _renamed(edit.after, ids)) for edit in made)


def _renamed(document: object, ids: Mapping[str, str]) -> Category | Item | None:
    if isinstance(document, Category):
        return replace(document, id=CategoryId(ids.get(f"Category/{document.id}", document.id)))
    if isinstance(document, Item):
        item_id = ItemId(ids.get(f"Item/{document.id}", document.id))
        return replace(
            document, id=item_id, category=CategoryId(ids.get(f"Category/{document.category}", document.category))
        )
    return None


def _leaves(edit: Edit) -> bool:
    before, after = edit.before, edit.after
    return isinstance(before, Item) and isinstance(after, Item) and before.active and not after.active


def _names(catalogue: CatalogueReads) -> TableNames:
    documents = catalogue.documents
    try:
        classes = dict(regime_of(catalogue).categories)
    except NotFound:
        classes = {}
    return TableNames(
        documents.get(StoreProfile, STORE_PROFILE).currency,
        {one.id: one.name for one in documents.all(Station)},
        classes,
        {one.id: one.id for one in documents.all(ModifierGroup)},
    )
