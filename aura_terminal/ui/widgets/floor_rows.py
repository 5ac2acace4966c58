"""What a floor plan in service is painted from: tables with their state, and what stands beside them."""

from dataclasses import dataclass
from enum import Enum, auto

Seat = tuple[float, float, int]
"""Where a chair stands from the middle of its table, in units of the plan, and its angle."""


class Shade(Enum):
    """How a table looks; each has a second code beside its colour: a dash, a hatch, an icon or words."""

    FREE = auto()
    RESERVED = auto()
    SEATED = auto()
    ORDERED = auto()
    BILLED = auto()
    LATE = auto()
    CLEARING = auto()
    BLOCKED = auto()


@dataclass(frozen=True, slots=True)
class FloorTile:
    """A table; x, y, w and h are units of the plan before `rotation`, in degrees clockwise.

    `lines` stand under the number, the first one strong, `short` in its place where that is too long. `pill` stands
    inside, `alert` on a ring around it, and `alert_short` where the table is small. `corner` is an icon and words at
    its upper left, `sign` an icon at its upper right, `badge` a count. `mark` are somebody's initials on one of the
    theme's ten colours. `group` is what tables that are one party's are called.
    """

    id: str
    spoken: str
    x: int
    y: int
    w: int
    h: int
    number: str
    shade: Shade = Shade.FREE
    shape: str = "square"
    rotation: int = 0
    seats: tuple[Seat, ...] = ()
    lines: tuple[str, ...] = ()
    short: str = ""
    pill: str = ""
    alert: str = ""
    alert_short: str = ""
    corner: tuple[str, str] = ("", "")
    sign: str = ""
    badge: str = ""
    mark: str = ""
    mark_color: int = 0
    group: str = ""
    is_chosen: bool = False
    is_dimmed: bool = False


class FixtureKind(Enum):
    """What stands in a room beside its tables."""

    WALL = auto()
    COUNTER = auto()
    PLANT = auto()
    WORDS = auto()


@dataclass(frozen=True, slots=True)
class Fixture:
    """A wall, a counter, a plant or words; as tables in units of the plan."""

    kind: FixtureKind
    x: int
    y: int
    w: int
    h: int
    words: str = ""
    rotation: int = 0
