"""What can be asked of the record of what people did, and the rows it answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from aura_terminal.domain.audit import Topic
from aura_terminal.domain.ids import OrderId, Origin, StaffId
from aura_terminal.domain.money import Money

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is looked for; what is left empty is not asked about. Newest first.

    `order` is an order's id or what its number begins with. `is_everything` is also about ordinary work, as far back
    as the journal reaches. `before` is the place of the last row that was shown, for what follows it.
    """

    text: str = ""
    who: StaffId | None = None
    topics: frozenset[Topic] = frozenset()
    terminal: str = ""
    order: str = ""
    first: date | None = None
    last: date | None = None
    least: Money | None = None
    only_approved: bool = False
    is_everything: bool = False
    before: int | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One fact: where in the journal, when, by whom, and what can be said of it.

    `place` says where it stands among what was asked for. `details` are its plain values by name, with `item`,
    `quantity` and `costs` of a line it names; names of staff are not looked up in them.
    """

    place: int
    fact_id: str
    origin: Origin
    seq: int
    at: datetime
    business_date: date
    type: str
    topic: Topic
    actor: StaffId
    terminal: str
    order_id: OrderId | None
    order_number: str
    amount: Money | None
    allowed_by: StaffId | None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Rows, newest first; `next` is what to ask with for more, None at the end.

    `searched_to` is how far back was looked where nothing more was found in reach.
    """

    rows: tuple[AuditRow, ...]
    next: int | None = None
    searched_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """How much of the journal the record has taken in."""

    read: int
    of: int

    @property
    def is_all(self) -> bool:
        """Whether nothing waits."""
        return self.read >= self.of


@dataclass(frozen=True, slots=True)
class Broken:
    """A fact that is not as it was written: which, of which terminal, and when it says it was made.

    `kind` is changed, missing, reordered, head or document.
    """

    kind: str
    terminal: str
    origin: str
    seq: int
    at: datetime | None
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many facts were proved, and all that is not as it was written."""

    facts: int
    broken: tuple[Broken, ...]


class AuditReads(Protocol):
    """The record of what people did."""

    def catch_up(self) -> Reached:
        """Take in a little more of the journal: some 20 ms of work. Nothing happens where nothing waits."""

    def search(self, query: AuditQuery) -> AuditPage:
        """What was taken in and fits; of ordinary work what is in the journal and fits."""

    def of_order(self, order_id: OrderId) -> tuple[AuditRow, ...]:
        """All that is told of one order, oldest first, also when it has left the journal."""

    def terminals(self) -> tuple[str, ...]:
        """The names of terminals that anything was done at, in order."""
