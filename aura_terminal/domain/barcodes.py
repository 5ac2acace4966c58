"""What is read from a barcode: check digits of GS1 codes, and the codes a store prints itself with weight or price.

GS1 leaves the prefixes 20 to 29 to the store (General Specifications, "restricted circulation numbers"), so what the
other digits mean is the store's own layout: thirteen signs, `21IIIIIWWWWWC` for an item of five digits and grams.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain.errors import Rule, RuleBroken

EAN_LENGTHS = frozenset({8, 12, 13, 14})
OWN_LENGTH = 13
_LAYOUT = re.compile(r"2[0-9](?=.*I)[IWPX]{10}C")


class Carries(StrEnum):
    """What a store's own code says beside the item."""

    WEIGHT = "weight"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the store's own codes with one prefix are laid out.

    `signs` are thirteen: the prefix, then I for the item's digits, W for grams or P for minor units, X for a digit
    that says nothing here (such as a check digit of the label printer's own), and C, the check digit.
    """

    signs: str

    def __post_init__(self) -> None:
        carried = [sign for sign in "WP" if sign in self.signs]
        if not _LAYOUT.fullmatch(self.signs) or len(carried) != 1:
            raise ValueError(f"{self.signs!r} is no layout; write thirteen signs such as 21IIIIIWWWWWC")

    @property
    def prefix(self) -> str:
        """The two digits it begins with."""
        return self.signs[:2]

    @property
    def carries(self) -> Carries:
        """What it says."""
        return Carries.WEIGHT if "W" in self.signs else Carries.PRICE

    def digits(self, sign: str, code: str) -> str:
        """The digits that stand where the layout has this sign."""
        return "".join(digit for place, digit in zip(self.signs, code, strict=True) if place == sign)


DEFAULT_LAYOUTS = tuple(
    Layout(f"{prefix}IIIII{value * 5}C")
    for prefix, value in (("20", "P"), ("21", "W"), ("22", "P"), ("23", "P"), ("24", "P"), ("25", "W"), ("28", "W"),
                          ("29", "W"))
)  # fmt: skip
"""What most label scales leave the factory with; a store that does otherwise says so in its profile."""


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A code the store printed itself: the item's digits, and grams or minor units."""

    item: str
    carries: Carries
    value: int


def layouts_of(written: Iterable[str] | None) -> tuple[Layout, ...]:
    """The layouts a profile names, or the usual ones; `ValueError` for one that is none or a prefix named twice."""
    if written is None:
        return DEFAULT_LAYOUTS
    layouts = tuple(Layout(signs) for signs in written)
    prefixes = [layout.prefix for layout in layouts]
    if len(set(prefixes)) != len(prefixes):
        raise ValueError("two layouts of barcodes have the same prefix")
    return layouts


def check_digit(digits: str) -> str:
    """The digit GS1 puts behind these: weights 3 and 1 from the right, filled up to ten."""
    odd, even = digits[-1::-2], digits[-2::-2]
    return str(-(3 * sum(map(int, odd)) + sum(map(int, even))) % 10)


def is_gtin(code: str) -> bool:
    """Whether it is a whole GS1 code (8, 12, 13 or 14 digits) with the right check digit."""
    is_digits = code.isascii() and code.isdigit()
    return is_digits and len(code) in EAN_LENGTHS and check_digit(code[:-1]) == code[-1]


def own_code(code: str, layouts: Sequence[Layout]) -> OwnCode | None:
    """What a code of the store's own says; None for any other code.

    Raises RuleBroken(BARCODE_MISREAD) where the prefix is the store's and the check digit is wrong, and
    WEIGHT_NOT_POSITIVE for a label that says nothing was weighed.
    """
    if not (len(code) == OWN_LENGTH and code.isascii() and code.isdigit()):
        return None
    layout = next((one for one in layouts if code.startswith(one.prefix)), None)
    if layout is None:
        return None
    if not is_gtin(code):
        raise RuleBroken(Rule.BARCODE_MISREAD, code=code)
    sign = "W" if layout.carries is Carries.WEIGHT else "P"
    return OwnCode(layout.digits("I", code), layout.carries, int(layout.digits(sign, code)))
