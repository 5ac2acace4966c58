"""A form says what is wrong where it is, keeps nothing by halves, and lets parts be added, moved and taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.central import CentralConfirmed, record_id
from aura_terminal.domain.ids import ItemId, StaffId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu import Item
from aura_terminal.domain.menu_flaws import Flaw
from aura_terminal.domain.money import Money, RoundingMode
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxRate, TaxRegime, TaxRule, TaxTerms
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.menu_editing import Edit
from aura_terminal.view_models.menu_editing import MenuEditingModel
from aura_terminal.view_models.menu_editing_prices import EVERYTHING, PricesModel
from aura_terminal.view_models.menu_editing_tax_draft import draft_of, regime_of
from tests.support.memory_shop import EVERYTHING as EVERYBODY
from tests.support.till import Till, pin_of

OWNER = StaffId("davide-greco")
Settle = Callable[[Till], None]


@pytest.fixture
def model(locked_till: Till, settle: Settle) -> MenuEditingModel:
    locked_till.session.sign_in(OWNER, pin_of(OWNER))
    settle(locked_till)
    made = MenuEditingModel(locked_till.runner, locked_till.session, locked_till.changes, locked_till.counter)
    made.watch.wake()
    settle(locked_till)
    made.choose("pizza")
    settle(locked_till)
    return made


def item(till: Till, item_id: str) -> Item:
    return till.shop.reads.catalogue.documents.get(Item, ItemId(item_id))


def test_parts_are_added_moved_and_taken_away(model: MenuEditingModel, locked_till: Till, settle: Settle) -> None:
    form = model.form
    model.edit_item("margherita")
    form.enter(("variants",))
    for name, price in (("Large", 1400), ("Small", 900), ("Wrong", 1)):
        form.add()
        form.put(("variants", len(form.draft.variants) - 1, "name"), name)
        form.put(("variants", len(form.draft.variants) - 1, "price"), Money(price, "EUR"))
        form.leave()
    form.enter(("variants", 2))
    form.take_away()
    form.enter(("variants", 1))
    form.raise_part()
    assert form.place == ("variants", 0)
    form.keep()
    settle(locked_till)
    kept = item(locked_till, "margherita")
    assert [(one.name, one.price.minor) for one in kept.variants] == [("Small", 900), ("Large", 1400)]
    assert kept.price == Money(900, "EUR")


def test_what_was_not_touched_is_said_only_when_somebody_wants_to_keep_it(
    model: MenuEditingModel, locked_till: Till, settle: Settle
) -> None:
    form, facts = model.form, len(locked_till.store.journal.entries)
    model.new_group()
    settle(locked_till)
    assert [slip for row in form.rows() for slip in row.slips] == []
    form.keep()
    settle(locked_till)
    flaws = {row.key: [slip.flaw for slip in row.slips] for row in form.rows() if row.slips}
    assert flaws == {"name": [Flaw.NAME_MISSING], "modifiers": [Flaw.NOTHING_TO_CHOOSE]}
    assert len(locked_till.store.journal.entries) == facts


def test_a_form_that_is_out_of_date_keeps_nothing_and_says_so(
    model: MenuEditingModel, locked_till: Till, settle: Settle
) -> None:
    said: list[object] = []
    model.refused.connect(said.append)
    model.edit_item("margherita")
    was = item(locked_till, "margherita")
    settle(locked_till)
    locked_till.shop.menu_editing.keep(EVERYBODY, [Edit(was, replace(was, tag="Theirs"))])
    model.form.put(("tag",), "Mine")
    model.form.keep()
    settle(locked_till)
    assert [getattr(one, "code", "") for one in said] == ["changed_since"]
    assert item(locked_till, "margherita").tag == "Theirs"


def test_nothing_is_written_into_what_a_back_office_keeps(
    model: MenuEditingModel, locked_till: Till, settle: Settle
) -> None:
    with locked_till.store.begin(SYSTEM) as work:
        work.keep(CentralConfirmed(record_id("auraconnect", "item", "margherita"), PULLED, "d", "7", work.now))
    model.refresh()
    settle(locked_till)
    facts = len(locked_till.store.journal.entries)
    model.edit_item("margherita")
    model.form.put(("name",), "Ours")
    model.form.keep()
    model.new_item()
    settle(locked_till)
    assert model.form.owner == "AuraConnect"
    assert model.form.draft.name == "Margherita"
    assert len(locked_till.store.journal.entries) == facts


def test_prices_that_were_not_kept_are_dropped_with_their_category(
    model: MenuEditingModel, locked_till: Till, settle: Settle
) -> None:
    prices = PricesModel(locked_till.runner, locked_till.session, locked_till.changes, locked_till.counter)
    prices.watch.wake()
    settle(locked_till)
    assert prices.category == prices.categories[0][0]
    prices.choose("pizza")
    settle(locked_till)
    prices.change_by_percent(Decimal("12.5"), 50)
    assert prices.changing == len(prices.rows)
    prices.set_price(prices.rows[0].id, prices.rows[0].was.minor)
    assert prices.changing == len(prices.rows) - 1
    prices.choose(EVERYTHING)
    settle(locked_till)
    assert prices.changing == 0
    assert len(prices.rows) > 140


RATES = (
    TaxRate("a", "VAT", "A", Decimal(19)),
    TaxRate("b", "VAT", "B", Decimal(7)),
    TaxRate("c", "None", "C", Decimal(0)),
)


@st.composite
def regimes(draw: st.DrawFn) -> TaxRegime:
    classes = tuple((f"class-{number}", f"Class {number}") for number in range(draw(st.integers(0, 3))))
    some = st.lists(st.sampled_from([rate.id for rate in RATES]), unique=True, max_size=3).map(tuple)
    rules = [
        TaxRule(key, type_, draw(some)) for key, _ in classes for type_ in (None, *OrderType) if draw(st.booleans())
    ]
    draw(st.randoms()).shuffle(rules)
    terms = TaxTerms(draw(st.sampled_from(PricesAre)), draw(st.sampled_from(RoundingScope)), RoundingMode.HALF_EVEN, 5)
    return TaxRegime("r", terms, RATES, classes, tuple(rules))


@settings(max_examples=60, deadline=None)
@given(regime=regimes())
def test_taxes_that_are_opened_and_saved_again_are_the_same(regime: TaxRegime) -> None:
    assert regime_of(draft_of(regime, "EUR")) == regime
