"""What a kitchen board shows: tickets in words, with the times that colour them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

DUE_SHARE = 0.8


class Mark(Enum):
    """Why a ticket stands out although it is not old; each has a word and, but for NEW, an icon."""

    NONE = auto()
    NEW = auto()
    RUSH = auto()
    ADDITION = auto()
    NEXT = auto()


class Urgency(Enum):
    """How a ticket's age compares with its target: amber when it is due, red from 100 %; done tickets do not age.

    WAITING ones are not to be begun yet, READY ones at a pass only have to go out.
    """

    FRESH = auto()
    DUE = auto()
    LATE = auto()
    DONE = auto()
    WAITING = auto()
    READY = auto()


class Strip(Enum):
    """What a strip across a ticket says: an allergy, a diet and a change shout, a notice only tells."""

    ALLERGEN = auto()
    DIET = auto()
    CHANGE = auto()
    NOTICE = auto()


class Change(Enum):
    """What a modifier asks for: to leave out, to add, or a remark; DIET is a diet, DANGER an allergen in a dish.

    PART heads what goes on a part of a divided dish, IN names what a dish is sold in.
    """

    NO = auto()
    ADD = auto()
    NOTE = auto()
    DIET = auto()
    DANGER = auto()
    PART = auto()
    IN = auto()


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
    """A strip that must not be overlooked: the allergen, or the change, in capitals and where it applies.

    `icon` stands in for the one its kind has.
    """

    word: str
    detail: str = ""
    strip: Strip = Strip.ALLERGEN
    icon: str = ""


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket. `fired_at` is aware; the bar under the header is full after `target`.

    `mark_words` is the word of the mark ("NEW", "RUSH"). A ticket with `finished_at` is done and stands still; with
    `elsewhere` somebody else has it, and these words say how: it is greyed, so that nobody makes it twice. `due` is the
    age from which it is amber, 80 % of the target where it is None. `waits` until `fired_at`, or for ever while `held`
    says so in a word; `ready` says that all stations are done with it. `changed` ones want to be looked at first.
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
    due: timedelta | None = None
    held: str = ""
    ready: str = ""
    changed: bool = False

    @property
    def spoken(self) -> str:
        """`say`, or the visible words of the header and of the strips."""
        strips = (f"{each.word} {each.detail}".strip() for each in self.allergens)
        words = (self.title, self.detail, self.elsewhere, self.held, self.ready, self.mark_words, *strips)
        return self.say or ", ".join(filter(None, words))

    @property
    def due_at(self) -> timedelta:
        """The age from which it is amber."""
        return self.target * DUE_SHARE if self.due is None else self.due


@dataclass(frozen=True, slots=True)
class BoardWords:
    """The words the board itself puts into tickets."""

    late: str
    void: str
    due: str = "DUE"


@dataclass(frozen=True, slots=True)
class Age:
    """What a ticket's header says about time at one moment; `overrun` is what is left of a due one."""

    urgency: Urgency
    timer: str
    overrun: str
    share: float


def age_of(row: TicketRow, now: datetime) -> Age:
    """The age of a ticket; a moment before `fired_at` counts as zero."""
    if row.held and row.finished_at is None:
        return Age(Urgency.WAITING, "", "", 0.0)
    if row.fired_at > now and row.finished_at is None:
        return Age(Urgency.WAITING, clock(-int((now - row.fired_at).total_seconds() // 1)), "", 0.0)
    seconds = max(0, int(((row.finished_at or now) - row.fired_at).total_seconds()))
    target = max(1, int(row.target.total_seconds()))
    share = min(1.0, seconds / target)
    if row.finished_at is not None:
        return Age(Urgency.DONE, clock(seconds), "", share)
    if row.ready:
        return Age(Urgency.READY, clock(seconds), "", share)
    if seconds >= target:
        return Age(Urgency.LATE, clock(seconds), clock(seconds - target), share)
    if seconds >= row.due_at.total_seconds():
        return Age(Urgency.DUE, clock(seconds), clock(target - seconds), share)
    return Age(Urgency.FRESH, clock(seconds), "", share)


def is_late(row: TicketRow, now: datetime) -> bool:
    """Whether it is late, without the words."""
    stands_still = row.finished_at is not None or row.held or row.ready
    return not stands_still and now - row.fired_at >= row.target


def clock(seconds: int) -> str:
    """Minutes and seconds, as on a kitchen timer: 0:07, 12:40, 75:00; then hours (2 h 05) and days (7 d)."""
    minutes = seconds // 60
    if minutes < 100:
        return f"{minutes}:{seconds % 60:02d}"
    hours = minutes // 60
    return f"{hours} h {minutes % 60:02d}" if hours < 100 else f"{hours // 24} d"
