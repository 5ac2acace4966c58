"""What an order list shows: rows in words, ready to paint."""

from dataclasses import dataclass
from enum import Enum, auto

from aura_terminal.ui.widgets.pill import Tone


class LineTone(Enum):
    """How far a line has come: not sent yet, with the kitchen, or taken back."""

    NEW = auto()
    SENT = auto()
    VOIDED = auto()


@dataclass(frozen=True, slots=True)
class LineAction:
    """A button of the selected line. `grave` paints it in the colour of removal and gives it the Delete key."""

    id: str
    words: str
    icon: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A sent course folded into one row; a tap unfolds it. Icon and tone say how far the kitchen is with it."""

    id: str
    words: str
    amount: str
    icon: str = "circle-check"
    tone: Tone = Tone.OK
    say: str = ""

    @property
    def spoken(self) -> str:
        """`say`, or the visible words."""
        return self.say or f"{self.words}, {self.amount}"


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A heading between lines; not a target. A calm one is a remark rather than a heading."""

    id: str
    words: str
    detail: str = ""
    tone: Tone = Tone.INFO

    @property
    def spoken(self) -> str:
        """The visible words."""
        return ", ".join(filter(None, (self.words, self.detail)))


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of an order. `notes` are modifiers and remarks; `selected` opens the box with `actions`.

    `steps` shows the stepper when selected: only a line that may change its quantity has one.
    """

    id: str
    quantity: str
    name: str
    amount: str
    notes: tuple[str, ...] = ()
    tone: LineTone = LineTone.NEW
    selected: bool = False
    steps: bool = True
    actions: tuple[LineAction, ...] = ()
    say: str = ""

    @property
    def spoken(self) -> str:
        """`say`, or the visible words."""
        return self.say or ", ".join((f"{self.quantity} {self.name}", *self.notes, self.amount))


OrderRow = CourseRow | SectionRow | LineRow
