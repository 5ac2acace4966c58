"""Those a house buys from, as documents."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.ids import SupplierId


@dataclass(frozen=True, slots=True)
class Supplier:
    """Somebody who delivers; `terms` are when they are to be paid, in their words (Net 30)."""

    id: SupplierId
    name: str
    code: str = ""
    email: str = ""
    phone: str = ""
    terms: str = ""
    active: bool = True
