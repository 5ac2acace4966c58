"""Choices keep the bounds of their groups, nested ones too, and follow a line when its quantity changes."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, ModifierId, VariantId
from aura_terminal.domain.menu import (
    ChosenModifier,
    Item,
    Modifier,
    ModifierGroup,
    ModifierKind,
    Pick,
    Variant,
    choose,
    default_picks,
    rescaled,
)
from aura_terminal.domain.money import Money

PRICE = Money(150, "EUR")


def modifier(name: str, *, default: int = 0, maximum: int = 1, groups: tuple[str, ...] = ()) -> Modifier:
    return Modifier(
        ModifierId(name), name, PRICE, ModifierKind.ADD, default, maximum, tuple(GroupId(group) for group in groups)
    )


def group(name: str, minimum: int, maximum: int, *modifiers: Modifier) -> ModifierGroup:
    return ModifierGroup(GroupId(name), name.title(), minimum, maximum, modifiers)


GROUPS = {
    one.id: one
    for one in (
        group("doneness", 1, 1, modifier("rare"), modifier("medium")),
        group("base", 1, 1, modifier("classic", default=1), modifier("wholemeal")),
        group("extras", 0, 3, modifier("cheese", maximum=2), modifier("bacon"), modifier("egg", maximum=3)),
        group("wishes", 0, 0, modifier("candle", maximum=9)),
        group("menu", 0, 1, modifier("as-menu", groups=("drink", "side"))),
        group("drink", 1, 1, modifier("cola", default=1), modifier("water")),
        group("side", 0, 2, modifier("fries", maximum=2)),
    )
}
BURGER = tuple(GroupId(name) for name in ("doneness", "base", "extras", "menu"))


def picks(**counts: int) -> tuple[Pick, ...]:
    return tuple(Pick(ModifierId(name.replace("_", "-")), count) for name, count in counts.items())


def rule_of(group_ids: tuple[GroupId, ...], wanted: tuple[Pick, ...], quantity: int) -> tuple[Rule, object]:
    with pytest.raises(RuleBroken) as refused:
        choose(GROUPS, group_ids, wanted, quantity)
    return refused.value.rule, refused.value.details.get("group", refused.value.details.get("modifier"))


def test_choices_come_in_the_order_of_the_menu_with_names_and_prices_frozen() -> None:
    chosen = choose(GROUPS, BURGER, picks(bacon=1, classic=1, rare=1), 1)
    assert [(one.name, one.group_id, one.quantity) for one in chosen] == [
        ("rare", "doneness", 1),
        ("classic", "base", 1),
        ("bacon", "extras", 1),
    ]
    assert all(one.price == PRICE for one in chosen)


@pytest.mark.parametrize(
    ("wanted", "quantity", "rule", "named"),
    [
        (picks(classic=1), 1, Rule.CHOICE_MISSING, "Doneness"),
        (picks(rare=1, classic=2), 2, Rule.CHOICE_MISSING, "Doneness"),
        (picks(rare=1, medium=1, classic=1), 1, Rule.CHOICE_TOO_MANY, "Doneness"),
        (picks(rare=2, classic=1), 1, Rule.CHOICE_TOO_MANY, "Doneness"),
        (picks(rare=1, classic=1, cheese=3), 1, Rule.CHOICE_TOO_MANY, "cheese"),
        (picks(rare=1, classic=1, cheese=2, egg=2), 1, Rule.CHOICE_TOO_MANY, "Extras"),
        (picks(rare=1, classic=1, candle=1), 1, Rule.CHOICE_UNKNOWN, "candle"),
        (picks(rare=1, classic=1, cola=1), 1, Rule.CHOICE_UNKNOWN, "cola"),  # its group is not asked
        (picks(rare=1, classic=1, as_menu=1), 1, Rule.CHOICE_MISSING, "Drink"),
        (picks(rare=2, classic=2, as_menu=2, cola=1), 2, Rule.CHOICE_MISSING, "Drink"),
    ],
)
def test_a_choice_outside_its_bounds_is_refused_with_the_name_of_its_group(
    wanted: tuple[Pick, ...], quantity: int, rule: Rule, named: str
) -> None:
    assert rule_of(BURGER, wanted, quantity) == (rule, named)


def test_less_than_none_of_a_modifier_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        choose(GROUPS, BURGER, picks(rare=-1), 1)
    assert refused.value.rule is Rule.QUANTITY_OUT_OF_RANGE


def test_bounds_are_per_unit_and_units_may_differ() -> None:
    chosen = choose(GROUPS, BURGER, picks(rare=1, medium=1, classic=2, cheese=4, as_menu=1, cola=1), 2)
    assert {one.name: one.quantity for one in chosen}["cheese"] == 4


def test_a_group_without_a_limit_takes_any_number_within_its_modifiers() -> None:
    assert choose(GROUPS, (GroupId("wishes"),), picks(candle=9), 1)[0].quantity == 9
    assert rule_of((GroupId("wishes"),), picks(candle=10), 1) == (Rule.CHOICE_TOO_MANY, "candle")


def test_picking_the_same_twice_is_picking_two() -> None:
    chosen = choose(GROUPS, (GroupId("extras"),), (*picks(cheese=1), *picks(cheese=1)), 1)
    assert [(one.name, one.quantity) for one in chosen] == [("cheese", 2)]


def test_what_is_chosen_beforehand_counts_per_unit() -> None:
    assert default_picks(GROUPS, (GroupId("base"), GroupId("extras")), 3) == picks(classic=3)


@given(st.integers(1, 20))
def test_defaults_keep_the_bounds_of_groups_that_have_enough_of_them(quantity: int) -> None:
    asked = (GroupId("base"), GroupId("extras"), GroupId("drink"))
    chosen = choose(GROUPS, asked, default_picks(GROUPS, asked, quantity), quantity)
    assert {one.name: one.quantity for one in chosen} == {"classic": quantity, "cola": quantity}


COUNTS = st.fixed_dictionaries({}, optional={name: st.integers(0, 6) for name in ("cheese", "bacon", "egg", "fries")})


@given(COUNTS, st.integers(1, 5))
def test_what_is_accepted_is_exactly_what_was_picked(counts: dict[str, int], quantity: int) -> None:
    asked = (GroupId("extras"), GroupId("side"))
    try:
        chosen = choose(GROUPS, asked, picks(**counts), quantity)
    except RuleBroken as refused:
        assume(False)
        raise AssertionError from refused
    assert {one.name: one.quantity for one in chosen} == {name: count for name, count in counts.items() if count}
    assert sum(counts.get(name, 0) for name in ("cheese", "bacon", "egg")) <= 3 * quantity


CHOSEN = st.lists(
    st.builds(
        ChosenModifier,
        st.sampled_from(["a", "b"]).map(ModifierId),
        st.just(GroupId("g")),
        st.just("A"),
        st.just(ModifierKind.ADD),
        st.integers(1, 12),
        st.just(PRICE),
    ),
    max_size=4,
)


@given(CHOSEN, st.integers(1, 6), st.integers(1, 6))
def test_choices_on_every_unit_follow_the_quantity_and_others_stay(
    chosen: list[ChosenModifier], before: int, after: int
) -> None:
    for old, new in zip(chosen, rescaled(chosen, before, after), strict=True):
        if old.quantity % before == 0:
            assert new.quantity * before == old.quantity * after
        else:
            assert new == old


@given(CHOSEN, st.integers(1, 6), st.integers(1, 6))
def test_a_quantity_changed_there_and_back_changes_no_choice_on_every_unit(
    chosen: list[ChosenModifier], before: int, after: int
) -> None:
    on_every_unit = [one for one in chosen if one.quantity % before == 0]
    assert list(rescaled(rescaled(on_every_unit, before, after), after, before)) == on_every_unit


def item(*variants: Variant) -> Item:
    return Item(ItemId("i"), CategoryId("c"), "Item", Money(500, "EUR"), 1, variants=variants)


SMALL, LARGE = (Variant(VariantId(name), name, Money(minor, "EUR")) for name, minor in (("small", 300), ("large", 450)))


def test_an_item_with_variants_is_sold_as_one_of_them() -> None:
    assert item(SMALL, LARGE).variant(VariantId("large")) == LARGE
    assert item().variant(None) is None
    for sizes, asked in (((SMALL, LARGE), None), ((SMALL,), VariantId("large")), ((), VariantId("large"))):
        with pytest.raises(RuleBroken) as refused:
            item(*sizes).variant(asked)
        assert refused.value.rule is Rule.VARIANT_NEEDED


def test_the_price_on_a_tile_is_the_lowest_there_is() -> None:
    assert item(LARGE, SMALL).from_price() == Money(300, "EUR")
    assert item().from_price() == Money(500, "EUR")
