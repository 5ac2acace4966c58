"""The choice sheet's arithmetic: forced, counted, nested."""

import pytest

from aura_terminal.domain.errors import Rule
from aura_terminal.domain.ids import GroupId, ItemId, ModifierId
from aura_terminal.domain.menu import Pick
from aura_terminal.domain.money import Money
from aura_terminal.view_models.choices import ChoicesModel, GroupChoice
from aura_terminal.view_models.rows import NextRow
from tests.support.memory_shop import memory_shop


def choices_on(item_id: str, quantity: int = 1) -> ChoicesModel:
    """The sheet of an item of the demo shop."""
    return ChoicesModel(memory_shop().reads.menu.sheet(ItemId(item_id)), next=NextRow(quantity))


def group(choices: ChoicesModel, group_id: str) -> GroupChoice:
    """A group that is asked."""
    return next(each for each in choices.groups if each.id == GroupId(group_id))


def count(choices: ChoicesModel, modifier_id: str) -> int:
    """How many of a modifier are chosen."""
    return next(each.count for one in choices.groups for each in one.modifiers if each.id == ModifierId(modifier_id))


def missing(choices: ChoicesModel) -> Rule | None:
    """The rule that stands in the way."""
    problem = choices.problem
    return None if problem is None else problem.rule


def test_a_forced_choice_stands_in_the_way_until_it_is_made() -> None:
    choices = choices_on("build-your-own")
    assert missing(choices) is Rule.CHOICE_MISSING
    assert group(choices, "pizza-size").needed == 1
    choices.tap(ModifierId("size-classic-30-cm"))
    assert missing(choices) is None


def test_what_the_menu_chooses_beforehand_is_chosen() -> None:
    assert count(choices_on("build-your-own", 2), "classic-base") == 2


def test_choosing_another_of_one_replaces_it() -> None:
    choices = choices_on("build-your-own")
    choices.tap(ModifierId("wholemeal-base"))
    assert (count(choices, "classic-base"), count(choices, "wholemeal-base")) == (0, 1)


def test_a_needed_choice_is_not_taken_away_by_another_tap_on_it() -> None:
    choices = choices_on("build-your-own")
    choices.tap(ModifierId("classic-base"))
    assert count(choices, "classic-base") == 1


def test_the_price_runs_along() -> None:
    choices = choices_on("build-your-own", 2)
    choices.tap(ModifierId("size-large-40-cm"))
    assert choices.price == Money(2 * (800 + 600), "EUR")


def test_on_two_units_a_modifier_is_chosen_once_or_twice() -> None:
    choices = choices_on("margherita", 2)
    choices.tap(ModifierId("pizza-no-basil"))
    assert count(choices, "pizza-no-basil") == 2
    choices.step(ModifierId("pizza-no-basil"), -1)
    assert count(choices, "pizza-no-basil") == 1
    assert missing(choices) is None


def test_two_units_can_differ_in_a_forced_choice() -> None:
    choices = choices_on("build-your-own", 2)
    choices.tap(ModifierId("size-classic-30-cm"))
    choices.step(ModifierId("size-classic-30-cm"), -1)
    assert group(choices, "pizza-size").needed == 1
    choices.tap(ModifierId("size-large-40-cm"))
    assert (count(choices, "size-classic-30-cm"), count(choices, "size-large-40-cm")) == (1, 1)


def test_a_modifier_stops_at_its_own_limit() -> None:
    choices = choices_on("margherita")
    for _ in range(5):
        choices.step(ModifierId("pizza-nduja"), 1)
    assert count(choices, "pizza-nduja") == 2


def test_nested_groups_appear_with_their_parent_and_go_with_it() -> None:
    choices = choices_on("classic-burger")
    assert all(each.id != GroupId("menu-drink") for each in choices.groups)
    choices.choose_variant(choices.variants[0].id)
    assert missing(choices) is None
    choices.tap(ModifierId("burger-menu"))
    assert group(choices, "menu-drink").under == "Menu with side and drink"
    assert count(choices, "menu-fries") == 1
    assert missing(choices) is Rule.CHOICE_MISSING
    choices.tap(ModifierId("menu-cola"))
    assert count(choices, "menu-drink-small-0-3-l") == 1
    assert missing(choices) is None
    choices.tap(ModifierId("burger-menu"))
    assert choices.picks == ()


def test_more_units_take_the_choices_of_every_unit_along() -> None:
    choices = choices_on("margherita")
    choices.tap(ModifierId("pizza-nduja"))
    choices.step_quantity(2)
    assert count(choices, "pizza-nduja") == 3
    choices.step(ModifierId("pizza-nduja"), -1)
    choices.step_quantity(1)
    assert count(choices, "pizza-nduja") == 2


def test_three_scoops_of_one_flavour_are_three() -> None:
    choices = choices_on("gelato-coppa")
    for _ in range(3):
        choices.step(ModifierId("gelato-pistachio"), 1)
    assert missing(choices) is None
    assert choices.picks == (Pick(ModifierId("gelato-pistachio"), 3),)


@pytest.mark.parametrize("by", [-1, -5])
def test_there_is_always_at_least_one_unit(by: int) -> None:
    choices = choices_on("margherita")
    choices.step_quantity(by)
    assert choices.quantity == 1


def test_a_size_must_be_named_where_there_are_sizes() -> None:
    choices = choices_on("pils")
    assert missing(choices) is Rule.VARIANT_NEEDED
    choices.choose_variant(choices.variants[1].id)
    assert missing(choices) is None
    assert choices.price == choices.variants[1].price
    assert choices.asked.variant_id == choices.variants[1].id


def test_a_second_tap_on_a_counted_extra_takes_one_more_and_stops_at_its_limit() -> None:
    choices = choices_on("gelato-coppa")
    for _ in range(4):
        choices.tap(ModifierId("gelato-pistachio"))
    assert choices.picks == (Pick(ModifierId("gelato-pistachio"), 3),)
