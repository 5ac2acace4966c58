"""How an order evolves by checks of age; as in `order_fold`, nothing here fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aura_terminal.domain.age_facts import AgeChecked, AgeRefused
from aura_terminal.domain.order_fold import evolve

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(slots=True)
class AgeChecks:
    """What was checked and refused, each fact once; who was old enough once stays so, whatever is refused later."""

    checked: list[AgeChecked] = field(default_factory=list)
    refused: list[AgeRefused] = field(default_factory=list)

    @property
    def proved(self) -> int:
        """The highest age somebody was found to be of at least; 0 before any check."""
        return max((one.minimum for one in self.checked), default=0)


@evolve.register(AgeChecked)
def _(fact: AgeChecked, order: Order) -> None:
    if fact not in order.age.checked:
        order.age.checked.append(fact)


@evolve.register(AgeRefused)
def _(fact: AgeRefused, order: Order) -> None:
    if fact not in order.age.refused:
        order.age.refused.append(fact)
