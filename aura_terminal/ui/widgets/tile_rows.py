"""What a menu grid shows."""

from dataclasses import dataclass
from enum import Enum, auto


class Left(Enum):
    """How much the words of `low` are to be noticed: enough is left, few are, or none."""

    ENOUGH = auto()
    FEW = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class TileRow:
    """One tile of the menu, in words ready to show.

    `price` may be "9.50" or "from 11.00". `category` picks one of the ten category colours. `count` is how many are in
    the order ("" for none). `sold_out` and `low` are the words of their pills ("" when not so), `left`
    the colour of the second. `mark` names a dietary
    icon such as "leaf". `opens` means that a tap leads to choices: a chevron is shown.
    """

    id: str
    name: str
    price: str
    category: int = 0
    count: str = ""
    sold_out: str = ""
    low: str = ""
    left: Left = Left.FEW
    mark: str = ""
    opens: bool = False
    say: str = ""

    @property
    def spoken(self) -> str:
        """`say`, or all visible words one after the other."""
        return self.say or ", ".join(filter(None, (self.name, self.price, self.count, self.low, self.sold_out)))
