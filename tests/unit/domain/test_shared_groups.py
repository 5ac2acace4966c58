"""A nested group that several choices lead to is asked once, for all of them together."""

from __future__ import annotations

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import GroupId, ModifierId
from aura_terminal.domain.menu import Modifier, ModifierGroup, ModifierKind, Pick, choose
from aura_terminal.domain.money import Money

SIZE, DRINK = GroupId("size"), GroupId("drink")


def _modifier(name: str, *groups: GroupId) -> Modifier:
    return Modifier(ModifierId(name), name, Money(0, "EUR"), ModifierKind.CHOICE, groups=groups)


GROUPS = {
    DRINK: ModifierGroup(DRINK, "Drink", 1, 1, (_modifier("cola", SIZE), _modifier("water", SIZE))),
    SIZE: ModifierGroup(SIZE, "Size", 1, 1, (_modifier("small"), _modifier("large"))),
}


def _picks(*names: str) -> tuple[Pick, ...]:
    return tuple(Pick(ModifierId(name)) for name in names)


def test_two_drinks_of_two_sizes_are_chosen_for_two_units() -> None:
    chosen = choose(GROUPS, (DRINK,), _picks("cola", "water", "small", "large"), 2)
    assert [modifier.name for modifier in chosen] == ["cola", "water", "small", "large"]


def test_a_size_is_missing_when_two_drinks_have_only_one() -> None:
    with pytest.raises(RuleBroken) as refused:
        choose(GROUPS, (DRINK,), _picks("cola", "water", "small"), 2)
    assert refused.value.rule is Rule.CHOICE_MISSING
    assert refused.value.details == {"group": "Size", "needed": 2, "chosen": 1}


def test_a_group_that_is_not_asked_refuses_its_choices() -> None:
    with pytest.raises(RuleBroken) as refused:
        choose(GROUPS, (SIZE,), _picks("small", "cola"), 1)
    assert refused.value.rule is Rule.CHOICE_UNKNOWN
