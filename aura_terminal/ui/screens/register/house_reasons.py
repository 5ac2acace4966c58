"""The reasons that are offered: those the house wrote, else what is said most, in the order it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from aura_terminal.domain.sale_rules import SaleRules

translate = QCoreApplication.translate


class HouseReasons:
    """What sheets offer; `rules` are put whenever they are read."""

    def __init__(self) -> None:
        self.rules: SaleRules | None = None

    def voids(self) -> tuple[str, ...]:
        """When something is taken back."""
        written = () if self.rules is None else self.rules.reasons_void
        return written or (
            translate("RegisterScreen", "Guest changed their mind"),
            translate("RegisterScreen", "Entered by mistake"),
            translate("RegisterScreen", "Not as ordered"),
            translate("RegisterScreen", "Burnt or spoiled"),
            translate("RegisterScreen", "Took too long"),
            translate("RegisterScreen", "Guest left"),
        )

    def discounts(self) -> tuple[str, ...]:
        """When something is lowered."""
        written = () if self.rules is None else self.rules.reasons_discount
        return written or (
            translate("RegisterScreen", "Regular guest"),
            translate("RegisterScreen", "Waited too long"),
            translate("RegisterScreen", "Not as it should be"),
            translate("RegisterScreen", "Friends and family"),
            translate("RegisterScreen", "Staff meal"),
            translate("RegisterScreen", "Agreed with the manager"),
        )

    def comps(self) -> tuple[str, ...]:
        """When something is given away."""
        written = () if self.rules is None else self.rules.reasons_comp
        return written or (
            translate("RegisterScreen", "Not as it should be"),
            translate("RegisterScreen", "Waited too long"),
            translate("RegisterScreen", "Regular guest"),
            translate("RegisterScreen", "Birthday"),
            translate("RegisterScreen", "Friends and family"),
            translate("RegisterScreen", "Agreed with the manager"),
        )
