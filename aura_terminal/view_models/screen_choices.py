"""How one screen looks and sounds, and for which hand it is laid out; of this terminal, never of the shop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

SCALES = (100, 110, 125, 150, 175, 200)
"""Percent; every length on the screen grows with it."""
VOLUMES = (0, 20, 40, 60, 80, 100)
"""Percent of how loud the machine is set to; 0 is silence."""
LEAST_WIDTH, LEAST_HEIGHT = 1024, 700
"""Logical pixels that every screen needs."""


class Hand(StrEnum):
    """Which hand works the screen: what it taps most stands on that side."""

    RIGHT = "right"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class ScreenChoice:
    """`scale` and `volume` in percent; `theme` is the name of an installed one."""

    theme: str = "night"
    scale: int = 100
    hand: Hand = Hand.RIGHT
    volume: int = 100


class ScreenChoicesModel(QObject):
    """`chosen(ScreenChoice)` follows every change and is kept; all but the scale holds at once.

    The scale in force is that of the start: `is_due` says that another one waits for `restart`.
    """

    chosen = Signal(object)
    restart_wanted = Signal()
    heard = Signal()

    def __init__(
        self, choice: ScreenChoice, themes: tuple[str, ...], scales: tuple[int, ...] = SCALES,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._choice = choice
        self._in_force = choice.scale
        self.themes, self.scales = themes, scales

    @property
    def choice(self) -> ScreenChoice:
        """What is chosen now."""
        return self._choice

    @property
    def is_due(self) -> bool:
        """Whether another scale was chosen than the one in force."""
        return self._choice.scale != self._in_force

    @Slot(str)
    def choose_theme(self, name: str) -> None:
        """Other colours; a name that is not installed changes nothing."""
        if name in self.themes:
            self._keep(replace(self._choice, theme=name))

    def step_scale(self, by: int) -> None:
        """Everything one step larger or smaller, as far as the screen's pixels go."""
        self._keep(replace(self._choice, scale=_stepped(self.scales, self._choice.scale, by)))

    def choose_hand(self, hand: Hand) -> None:
        """What is tapped most stands on this side."""
        self._keep(replace(self._choice, hand=hand))

    def step_volume(self, by: int) -> None:
        """Sounds one step louder or quieter, and one to hear how loud that is."""
        self._keep(replace(self._choice, volume=_stepped(VOLUMES, self._choice.volume, by)))
        self.heard.emit()

    @Slot()
    def restart(self) -> None:
        """Open this screen anew in the chosen size."""
        if self.is_due:
            self.restart_wanted.emit()

    def _keep(self, choice: ScreenChoice) -> None:
        if choice != self._choice:
            self._choice = choice
            self.chosen.emit(choice)


def scales_that_fit(width: int, height: int) -> tuple[int, ...]:
    """The scales at which a screen of so many real pixels still holds every control; at least the smallest."""
    fitting = tuple(
        scale for scale in SCALES
        if width * 100 >= LEAST_WIDTH * scale and height * 100 >= LEAST_HEIGHT * scale
    )  # fmt: skip
    return fitting or SCALES[:1]


def _stepped(steps: tuple[int, ...], now: int, by: int) -> int:
    nearest = min(range(len(steps)), key=lambda place: abs(steps[place] - now))
    return steps[max(0, min(len(steps) - 1, nearest + by))]
