"""The choice sheet's arithmetic for combos, divided dishes and words before modifiers."""

from collections.abc import Callable

import pytest

from aura_terminal.domain.errors import Rule
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.money import Money
from aura_terminal.view_models.choices import ChoicesModel
from aura_terminal.view_models.choosing import PARTS, VARIANTS, Choosing, Held, RowChoice, Section, choosing_on
from aura_terminal.view_models.combo_choices import ComboChoicesModel
from aura_terminal.view_models.next_row import NextRow
from tests.support.memory_shop import EVERYTHING, memory_shop
from tests.support.till import Till


def pizza(quantity: int = 1) -> ChoicesModel:
    """A family pizza at its larger size."""
    choices = ChoicesModel(memory_shop().reads.menu.sheet(ItemId("family-margherita")), next=NextRow(quantity))
    choices.tap_row(VARIANTS, "family-margherita-family")
    return choices


def lunch(quantity: int = 1, *out: str) -> ComboChoicesModel:
    """The combo of the demo shop, without what is sold out."""
    shop = memory_shop()
    for item in out:
        shop.stock.eighty_six(EVERYTHING, ItemId(item))
    return ComboChoicesModel(shop.reads.menu.sheet(ItemId("lunch-menu")), next=NextRow(quantity))


def section(choices: Choosing, id: str) -> Section:
    return next(each for each in choices.sections if each.id == id)


def row(choices: Choosing, of: str, id: str) -> RowChoice:
    return next(each for each in section(choices, of).rows if each.id == id)


def problem(choices: Choosing) -> Rule | None:
    return None if choices.problem is None else choices.problem.rule


def test_a_word_goes_with_one_tap_and_stays_after_two() -> None:
    choices = pizza()
    choices.hold("extra")
    assert [word.held for word in choices.words] == [Held.NOT, Held.ONCE, Held.NOT, Held.NOT]
    assert row(choices, "family-toppings", "family-olives").word == "EXTRA"
    choices.tap_row("family-toppings", "family-olives")
    assert {word.held for word in choices.words} == {Held.NOT}
    assert choices.price == Money(2200 + 360, "EUR")
    for _ in range(2):
        choices.hold("no")
    choices.tap_row("family-toppings", "family-egg")
    choices.tap_row("family-toppings", "family-rocket")
    assert next(word.held for word in choices.words) is Held.KEPT
    choices.hold("no")
    assert next(word.held for word in choices.words) is Held.NOT
    assert {(pick.modifier_id, pick.pre) for pick in choices.picks} == {
        ("family-olives", "extra"), ("family-egg", "no"), ("family-rocket", "no"),
    }  # fmt: skip


def test_the_same_modifier_behind_another_word_is_replaced_and_a_plain_tap_takes_it_away() -> None:
    choices = pizza()
    choices.tap_row("family-toppings", "family-olives")
    choices.hold("no")
    choices.tap_row("family-toppings", "family-olives")
    assert [(pick.pre, pick.quantity) for pick in choices.picks] == [("no", 1)]
    assert section(choices, "family-toppings").chosen == 0
    choices.tap_row("family-toppings", "family-olives")
    assert choices.picks == ()


def test_no_word_stands_before_what_leaves_something_out_anyway() -> None:
    choices = pizza()
    choices.hold("extra")
    choices.tap_row("pizza-without", "pizza-no-basil")
    assert [pick.pre for pick in choices.picks] == [None]


def test_a_tap_on_another_pizza_makes_halves_of_it_and_of_what_it_was() -> None:
    choices = pizza(2)
    choices.tap_row(PARTS, "family-tonno")
    assert choices.asked.parts == ("family-margherita", "family-tonno")
    assert choices.price == Money(2 * 2700, "EUR")
    choices.tap_row(PARTS, "family-funghi")
    assert choices.asked.parts == ("family-margherita", "family-funghi")
    choices.tap_row(PARTS, "family-funghi")
    assert (len(choices.asked.parts), len(choices.aims)) == (0, 0)


def test_what_goes_on_a_half_goes_with_it() -> None:
    choices = pizza()
    choices.tap_row(PARTS, "family-funghi")
    choices.aim(2)
    choices.tap_row("family-toppings", "family-olives")
    assert row(choices, "family-toppings", "family-olives").price == Money(90, "EUR")
    choices.aim(0)
    assert row(choices, "family-toppings", "family-olives").count == 0
    choices.tap_row(PARTS, "family-funghi")
    assert choices.picks == ()


def test_a_half_of_a_size_nobody_named_yet_is_shown_at_its_lowest_price() -> None:
    sheet = memory_shop().reads.menu.sheet(ItemId("family-margherita"))
    choices = ChoicesModel(sheet)
    assert row(choices, PARTS, "family-tonno").price == Money(1850, "EUR")
    assert problem(choices) is Rule.VARIANT_NEEDED


def test_a_combo_with_its_defaults_is_complete_at_once() -> None:
    combo = lunch(2)
    assert (combo.problem, combo.progress, combo.price) == (None, (3, 3), Money(2980, "EUR"))
    assert [filling.slot for filling in combo.asked.fillings or ()] == ["Pasta", "Salad", "Drink"]


def test_another_choice_replaces_the_one_in_a_slot_and_says_what_it_costs_more() -> None:
    combo = lunch()
    combo.tap_row("Drink", "iced-tea-peach/")
    assert combo.price == Money(1570, "EUR")
    assert [each.id for each in section(combo, "Drink").rows if each.count] == ["iced-tea-peach/"]


def test_what_is_sold_out_is_not_chosen_beforehand_and_cannot_be_tapped() -> None:
    combo = lunch(1, "cola-0-33-l")
    assert (problem(combo), combo.progress) == (Rule.CHOICE_MISSING, (2, 3))
    assert row(combo, "Drink", "cola-0-33-l/").is_out
    combo.tap_row("Drink", "cola-0-33-l/")
    assert problem(combo) is Rule.CHOICE_MISSING
    combo.tap_row("Drink", "cola-zero-0-33-l/")
    assert combo.problem is None


def test_what_a_component_asks_stands_behind_its_slot_and_follows_the_quantity() -> None:
    combo = lunch()
    dressing = next(each for each in combo.sections if each.id.endswith("/salad-dressing"))
    assert dressing.under == "Side Salad"
    combo.hold("on-the-side")
    combo.tap_row(dressing.id, dressing.rows[1].id)
    combo.step_quantity(2)
    salad = (combo.asked.fillings or ())[1]
    assert [(pick.pre, pick.quantity) for pick in salad.picks or ()] == [("on-the-side", 3)]
    assert combo.price == Money(3 * 1490, "EUR")


@pytest.fixture
def on_order(till: Till, settle: Callable[[Till], None]) -> Till:
    """A till with a combo on the order."""
    till.register.tap_tile(till.tile("lunch-menu"))
    settle(till)
    till.register.add_choices()
    settle(till)
    return till


def test_a_combo_on_the_order_opens_with_what_it_has_and_is_replaced(
    on_order: Till, settle: Callable[[Till], None]
) -> None:
    line = on_order.order.lines[2]
    sheet = on_order.store.shop.reads.menu.sheet(ItemId("lunch-menu"))
    again = choosing_on(sheet, NextRow(), line, on_order.order.lines, on_order.register)
    assert (again.is_new, again.problem, again.price) == (False, None, Money(1490, "EUR"))
    on_order.register.change_choices(line.line_id)
    settle(on_order)
    on_order.register.add_choices()
    settle(on_order)
    assert [one.state for one in on_order.order.lines] == [LineState.NEW] * 3
    assert on_order.order.total == Money(1490, "EUR")
