"""What stands around a piece of the menu while it is written: what it may name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aura_terminal.view_models.menu_editing_fields import NONE, Source
from aura_terminal.view_models.menu_editing_form import Option, Surroundings

if TYPE_CHECKING:
    from aura_terminal.domain.menu import ModifierGroup
    from aura_terminal.domain.tax import TaxRegime
    from aura_terminal.use_cases.shop import Shop

FIRST_LETTERS = 14


def surroundings(shop: Shop) -> Surroundings:
    """What a piece of the menu may name now."""
    from aura_terminal.domain.menu import ModifierGroup
    from aura_terminal.domain.shop import Station

    catalogue, taxes = shop.reads.catalogue, taxes_in_force(shop)
    stations = tuple(Option(one.id, one.name) for one in catalogue.documents.all(Station))
    classes = () if taxes is None else tuple(Option(key, name) for key, name in taxes.categories)
    groups = [one for one in catalogue.documents.all(ModifierGroup) if one.modifiers]
    names = {
        Source.CATEGORIES: tuple(Option(one.id, one.name, "", one.colour) for one in catalogue.categories()),
        Source.STATIONS: stations,
        Source.STATION_OR_NONE: (Option(NONE), *stations),
        Source.TAX_CLASSES: classes,
        Source.TAX_CLASS_OR_NONE: (Option(NONE), *classes),
        Source.GROUPS: tuple(
            Option(one.id, one.name, _first_of(one)) for one in sorted(groups, key=lambda one: one.name.casefold())
        ),
    }
    return Surroundings(shop.reads.store.profile().currency, names)


def _first_of(group: ModifierGroup) -> str:
    """What tells a group from another of its name: what stands first in it."""
    return f"{group.modifiers[0].name[:FIRST_LETTERS].rstrip()} …" if group.modifiers else ""


def taxes_in_force(shop: Shop) -> TaxRegime | None:
    """The taxes; None before set-up."""
    from aura_terminal.domain.errors import NotFound
    from aura_terminal.use_cases.menu_checking import regime_of

    try:
        return regime_of(shop.reads.catalogue)
    except NotFound:
        return None
