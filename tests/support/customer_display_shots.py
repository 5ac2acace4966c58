"""Pictures of the customer display for people to look at: `python -m tests.support.customer_display_shots FOLDER`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from aura_terminal.domain.money import Money
from aura_terminal.domain.weighing import PriceUnit, Weighed, WeightSource
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.customer_display.screen import CustomerDisplayScreen
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.view_models.customer_display import CustomerDisplayModel, GuestLine, GuestView, Stage

SIZES = ((1280, 720), (1024, 600))


class StillModel(QObject):
    """Shows one view, as the model would."""

    changed = Signal()

    def __init__(self, view: GuestView) -> None:
        super().__init__()
        self.view = view


def euros(minor: int) -> Money:
    """An amount."""
    return Money(minor, "EUR")


def views() -> dict[str, GuestView]:
    """Every stage, with everything that can be on it."""
    weighed = Weighed(755, 10, PriceUnit.KILOGRAM, euros(1290), WeightSource.SCALE)
    lines = (
        GuestLine(1, "Margherita", euros(1050), ("Buffalo mozzarella", "No basil")),
        GuestLine(2, "Pils", euros(840)),
        GuestLine(1, "Olives", euros(961), (), weighed),
        GuestLine(1, "Quattro formaggi with truffle and a very long name that goes on", euros(1690)),
    )
    shop, sums = "Trattoria Aurora", {"number": "R1-042", "lines": lines, "newest": lines[-1]}
    closed = datetime(2026, 11, 22, 20, 15, tzinfo=UTC)
    return {
        "idle": GuestView(Stage.IDLE, shop),
        "order": GuestView(Stage.ORDER, shop, **sums, total=euros(4541), due=euros(4541)),  # type: ignore[arg-type]
        "paying": GuestView(
            Stage.PAYING, shop, **sums, total=euros(4087), due=euros(4087), change=euros(913),  # type: ignore[arg-type]
            discount=euros(454), tip=euros(300),
        ),
        "thanks": GuestView(
            Stage.THANKS, shop, **sums, total=euros(4087), due=euros(0), change=euros(913),  # type: ignore[arg-type]
            closed_at=closed, tip=euros(300),
        ),
    }  # fmt: skip


def main(folder: Path) -> None:
    """Write the pictures."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    for theme_name in ("night", "day"):
        theme = prepare_application(application, built_in(theme_name))
        for name, view in views().items():
            model: CustomerDisplayModel = StillModel(view)  # type: ignore[assignment]  # shows one view only
            screen = CustomerDisplayScreen(theme, model, MoneyText())
            for width, height in SIZES:
                screen.resize(width, height)
                screen.grab().save(str(folder / f"{name}_{theme_name}_{width}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
