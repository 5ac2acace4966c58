"""A new store is made of what was said, or refused in a word before anything is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aura_terminal.app.countries import country_named
from aura_terminal.app.empty_shop import untaxed_terms
from aura_terminal.domain.countries import HouseTerms
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import RoleId
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.staff import Role, StaffMember
from aura_terminal.domain.tax import OrderType, TaxRegime
from aura_terminal.use_cases.first_roles import OWNER_ROLE
from aura_terminal.use_cases.new_store import OWNER, NewPerson, NewStore, first_documents

ADA, BO = NewPerson("Ada", OWNER_ROLE, "739164"), NewPerson("Bo", RoleId("server"), "8305")


def terms(code: str) -> HouseTerms:
    country = country_named(code)
    assert country is not None
    return country.terms


def test_a_store_has_its_countrys_rules_and_its_people_with_their_pins() -> None:
    documents, pins = first_documents(NewStore("  Corner  ", terms("DE"), (ADA, BO)))
    profile = next(one for one in documents if isinstance(one, StoreProfile))
    regime = next(one for one in documents if isinstance(one, TaxRegime))
    staff = {one.id: one for one in documents if isinstance(one, StaffMember)}
    assert (profile.name, profile.currency, profile.calendar.zone) == ("Corner", "EUR", "Europe/Berlin")
    assert [rate.percent for rate in regime.rates_for("standard", OrderType.DINE_IN)] == [Decimal(7)]
    assert [(one.name, one.roles) for one in staff.values()] == [("Ada", (OWNER_ROLE,)), ("Bo", (RoleId("server"),))]
    assert dict(pins) == {OWNER: "739164", next(id for id in staff if id != OWNER): "8305"}
    roles = {one.id for one in documents if isinstance(one, Role)}
    assert {role for one in staff.values() for role in one.roles} <= roles


def test_a_pin_shows_in_no_picture_of_a_person() -> None:
    assert "739164" not in repr(NewStore("Corner", terms("DE"), (ADA,)))


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        (NewStore("  ", terms("DE"), (ADA,)), Rule.NAME_NEEDED),
        (NewStore("Corner", terms("US"), (ADA,)), Rule.TAX_PERCENT_NEEDED),
        (NewStore("Corner", terms("DE"), (NewPerson("Ada", OWNER_ROLE, "123456"),)), Rule.PIN_TOO_SIMPLE),
        (NewStore("Corner", terms("DE"), (NewPerson("Ada", OWNER_ROLE, "8305"),)), Rule.PIN_TOO_SIMPLE),
        (NewStore("Corner", terms("DE"), (ADA, NewPerson("ada ", RoleId("server"), "8305"))), Rule.SAME_NAME),
    ],
)
def test_what_would_not_do_is_refused(new: NewStore, rule: Rule) -> None:
    with pytest.raises(RuleBroken) as refused:
        first_documents(new)
    assert refused.value.rule is rule


def test_a_store_without_a_country_is_untaxed_until_somebody_says_otherwise() -> None:
    documents, _ = first_documents(NewStore("Corner", untaxed_terms("USD", "America/New_York"), (ADA,)))
    regime = next(one for one in documents if isinstance(one, TaxRegime))
    assert [rate.percent for rate in regime.rates] == [Decimal(0)]
