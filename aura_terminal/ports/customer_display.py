"""What the shop needs of a display that the guest looks at: two short lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ShownLine:
    """Words at the left, an amount at the right; what does not fit is cut from the words, never from the amount."""

    words: str
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the guest sees."""

    upper: ShownLine
    lower: ShownLine


DARK = Shown(ShownLine(""), ShownLine(""))


class CustomerDisplay(Protocol):
    """A display of two lines, used by one thread."""

    def show(self, shown: Shown) -> None:
        """Show this and nothing else. Raises `Unavailable` when the display is not reached."""

    def cancel(self) -> None:
        """Make the call under way fail soon; may be called from any thread."""

    def close(self) -> None:
        """Leave it dark and let it go; may be called twice."""
