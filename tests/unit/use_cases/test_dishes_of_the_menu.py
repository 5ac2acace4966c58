"""Combos, halves and words before modifiers as those who write the menu meet them: checked, kept, out and in again."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from aura_terminal.domain.dishes import ComboChoice, ComboSlot, Halves, HalvesPrice, PreModifier
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import CategoryId, ItemId, PreModifierId, VariantId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.menu_flaws import Flaw
from aura_terminal.domain.money import Money, parse_money
from aura_terminal.use_cases.menu_cells import read_combo, read_halves, written_halves, written_slot
from aura_terminal.use_cases.menu_checking import MenuChecking
from aura_terminal.use_cases.menu_editing import Edit
from aura_terminal.use_cases.menu_import import MenuImport, export_menu
from aura_terminal.use_cases.menu_table import WrongCell
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

FREE = Money(0, "EUR")
LUNCH, COLA = ItemId("lunch-menu"), ItemId("cola-0-33-l")


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def lunch(store: MemoryStore) -> Item:
    return store.shop.reads.catalogue.documents.get(Item, LUNCH)


def flaws(store: MemoryStore, item: Item) -> list[tuple[str, Flaw]]:
    return [(slip.field, slip.flaw) for slip in MenuChecking(store.shop.reads.catalogue).slips_of(item)]


def drinks(*choices: ComboChoice, count: int = 1) -> tuple[ComboSlot, ...]:
    return (ComboSlot("Drink", choices, count),)


def test_the_combo_of_the_demo_shop_is_sound(store: MemoryStore) -> None:
    assert flaws(store, lunch(store)) == []


@pytest.mark.parametrize(
    ("combo", "found"),
    [
        (drinks(), ("combo.0.choices", Flaw.NOTHING_TO_CHOOSE)),
        (drinks(ComboChoice(FREE)), ("combo.0.choices.0.component", Flaw.COMPONENT_GONE)),
        (drinks(ComboChoice(FREE, ItemId("nectar"))), ("combo.0.choices.0.component", Flaw.COMPONENT_GONE)),
        (drinks(ComboChoice(FREE, LUNCH)), ("combo.0.choices.0.component", Flaw.COMBO_IN_COMBO)),
        (
            drinks(ComboChoice(FREE, ItemId("pils"), VariantId("cask"))),
            ("combo.0.choices.0.component", Flaw.COMPONENT_GONE),
        ),
        (
            drinks(ComboChoice(FREE, category=CategoryId("potions"))),
            ("combo.0.choices.0.component", Flaw.CATEGORY_UNKNOWN),
        ),
        (drinks(ComboChoice(FREE, COLA, default=2)), ("combo.0.count", Flaw.CHOSEN_OVER_MAXIMUM)),
        (drinks(ComboChoice(FREE, COLA), count=0), ("combo.0.count", Flaw.NUMBER_OUT_OF_RANGE)),
        (drinks(ComboChoice(Money(-1, "EUR"), COLA)), ("combo.0.choices.0.upcharge", Flaw.PRICE_OUT_OF_RANGE)),
        ((*drinks(ComboChoice(FREE, COLA)), *drinks(ComboChoice(FREE, COLA))), ("combo.1.name", Flaw.NAME_TAKEN)),
    ],
)
def test_what_is_wrong_with_a_combo_is_told_by_field(
    store: MemoryStore, combo: tuple[ComboSlot, ...], found: tuple[str, Flaw]
) -> None:
    assert flaws(store, replace(lunch(store), combo=combo)) == [found]


def test_a_component_that_left_the_menu_is_told_when_the_combo_is_looked_at(store: MemoryStore) -> None:
    store.shop.menu_editing.withdraw_item(EVERYTHING, COLA)
    assert flaws(store, lunch(store)) == [("combo.2.choices.0.component", Flaw.COMPONENT_GONE)]
    assert COLA not in {one.id for one in store.shop.reads.menu.sheet(LUNCH).components}


@pytest.mark.parametrize(
    ("halves", "field"),
    [
        (Halves((CategoryId("potions"),), HalvesPrice.HIGHEST), "halves_of"),
        (Halves((CategoryId("pizza"),), HalvesPrice.HIGHEST, 5), "halves_most"),
        (Halves((CategoryId("pizza"),), HalvesPrice.HIGHEST, 2, 3), "halves_least"),
    ],
)
def test_what_is_wrong_with_halves_is_told_by_field(store: MemoryStore, halves: Halves, field: str) -> None:
    item = store.shop.reads.catalogue.documents.get(Item, "margherita")
    assert [one for one, _ in flaws(store, replace(item, halves=halves))] == [field]


def test_a_word_before_modifiers_is_made_changed_and_withdrawn(store: MemoryStore) -> None:
    editing = store.shop.menu_editing
    made = editing.keep(EVERYTHING, [Edit(None, PreModifier(PreModifierId(""), "Double", "2X", 200))]).edits[0].after
    assert isinstance(made, PreModifier)
    assert (made.id != "", made.position) == (True, 5)
    words = store.shop.reads.menu.sheet(ItemId("margherita")).pres
    assert [one.word for one in words] == ["NO", "EXTRA", "LIGHT", "SIDE", "2X"]
    with pytest.raises(RuleBroken):
        editing.keep(EVERYTHING, [Edit(made, replace(made, name="extra"))])
    editing.withdraw_pre(EVERYTHING, made.id)
    assert len(store.shop.reads.menu.sheet(ItemId("margherita")).pres) == 4


def test_a_combo_and_halves_go_out_to_a_file_and_come_back_unchanged(store: MemoryStore) -> None:
    text = export_menu(store.shop.reads.catalogue)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert rows["lunch-menu"]["combo"].startswith("Pasta=1=item/pomodoro-e-basilico/0.00/1=item/arrabbiata/0.00/0")
    assert rows["family-funghi"]["halves"] == "highest=2=0=family-pizza"
    reading = MenuImport(text.encode(), store.shop.reads.catalogue)
    while not reading.step(200):
        pass
    plan = reading.plan()
    assert (plan.problems, plan.edits) == ((), ())


@pytest.mark.parametrize(
    "slot",
    [
        ComboSlot("A|B=C\\", (ComboChoice(Money(150, "EUR"), ItemId("x"), VariantId("y"), default=1),), 2),
        ComboSlot("Drink", (ComboChoice(FREE, category=CategoryId("drinks")),)),
    ],
)
def test_a_slot_reads_as_it_was_written(slot: ComboSlot) -> None:
    assert read_combo(written_slot(slot), lambda text: parse_money(text, "EUR")) == (slot,)


def test_a_division_reads_as_it_was_written() -> None:
    halves = Halves((CategoryId("a"), CategoryId("b")), HalvesPrice.SUM_OF_SHARES, 4, 2)
    assert read_halves(written_halves(halves)) == halves


@pytest.mark.parametrize("cell", ["Drink", "Drink=x", "=1=item/cola/0/1", "Drink=1=cola", "Drink=1=item/cola/0"])
def test_a_cell_that_is_no_combo_says_what_to_write(cell: str) -> None:
    with pytest.raises(WrongCell, match="Write Drink=1"):
        read_combo(cell, lambda text: FREE)
