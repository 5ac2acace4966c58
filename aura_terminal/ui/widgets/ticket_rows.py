"""What a kitchen board shows: tickets in words, with the times that colour them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

DUE_SHARE = 0.8


class Mark(Enum):
    """Why a ticket stands out although it is not old."""

    NONE = auto()
    NEW = auto()
    RUSH = auto()


class Urgency(Enum):
    """How a ticket's age compares with its target: amber from 80 %, red from 100 %; done tickets do not age."""

    FRESH = auto()
    DUE = auto()
    LATE = auto()
    DONE = auto()


class Change(Enum):
    """What a modifier asks for: to leave something out, to add it, or just a remark."""

    NO = auto()
    ADD = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class ModifierRow:
    """One line under a dish. `tag` is the boxed word ("NO", "ADD"); a note has none."""

    change: Change
    words: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class TicketLineRow:
    """One dish. `made` of `quantity` are done; all of them strike the line, some show a counter."""

    id: str
    quantity: int
    name: str
    modifiers: tuple[ModifierRow, ...] = ()
    made: int = 0
    voided: bool = False
    say: str = ""

    @property
    def spoken(self) -> str:
        """`say`, or the visible words."""
        changes = (f"{each.tag} {each.words}".strip() for each in self.modifiers)
        return self.say or ", ".join((f"{self.quantity} {self.name}", *changes))


@dataclass(frozen=True, slots=True)
class AllergenRow:
    """A strip that must not be overlooked: the allergen in capitals and where it applies."""

    word: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket. `fired_at` is aware; the bar under the header is full after `target`.

    `mark_words` is the word of the mark ("NEW", "RUSH"). A ticket with `finished_at` is done and stands still; with
    `elsewhere` somebody else has it, and these words say how: it is greyed, so that nobody makes it twice.
    """

    id: str
    title: str
    detail: str
    icon: str
    fired_at: datetime
    target: timedelta
    lines: tuple[TicketLineRow, ...]
    allergens: tuple[AllergenRow, ...] = ()
    mark: Mark = Mark.NONE
    mark_words: str = ""
    finished_at: datetime | None = None
    elsewhere: str = ""
    say: str = ""

    @property
    def spoken(self) -> str:
        """`say`, or the visible words of the header and of the allergen strips."""
        strips = (f"{each.word} {each.detail}".strip() for each in self.allergens)
        return self.say or ", ".join(filter(None, (self.title, self.detail, self.elsewhere, self.mark_words, *strips)))


@dataclass(frozen=True, slots=True)
class BoardWords:
    """The words the board itself puts into tickets."""

    late: str
    void: str


@dataclass(frozen=True, slots=True)
class Age:
    """What a ticket's header says about time at one moment."""

    urgency: Urgency
    timer: str
    overrun: str
    share: float


def age_of(row: TicketRow, now: datetime) -> Age:
    """The age of a ticket; a moment before `fired_at` counts as zero."""
    seconds = max(0, int(((row.finished_at or now) - row.fired_at).total_seconds()))
    target = max(1, int(row.target.total_seconds()))
    share = min(1.0, seconds / target)
    if row.finished_at is not None:
        return Age(Urgency.DONE, clock(seconds), "", share)
    if seconds >= target:
        return Age(Urgency.LATE, clock(seconds), clock(seconds - target), share)
    return Age(Urgency.DUE if share >= DUE_SHARE else Urgency.FRESH, clock(seconds), "", share)


def clock(seconds: int) -> str:
    """Minutes and seconds, as on a kitchen timer: 0:07, 12:40, 75:00; then hours (2 h 05) and days (7 d)."""
    minutes = seconds // 60
    if minutes < 100:
        return f"{minutes}:{seconds % 60:02d}"
    hours = minutes // 60
    return f"{hours} h {minutes % 60:02d}" if hours < 100 else f"{hours // 24} d"
