"""Clock acts and what is later said about them; nothing that was punched is ever changed or taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from aura_terminal.domain.ids import DeclarationId, PunchChangeId, PunchId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Approval


class PunchKind(StrEnum):
    """One clock act."""

    CLOCK_IN = "clock_in"
    BREAK_BEGIN = "break_begin"
    BREAK_END = "break_end"
    CLOCK_OUT = "clock_out"


class BreakKind(StrEnum):
    """Whether a break counts as work."""

    UNPAID = "unpaid"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class PunchRecorded:
    """Somebody clocked in or out, or began or ended a break. The business date is that of the punch.

    Clocking in names the job and what an hour of it costs then; beginning a break says of which kind it is. `approval`
    is who let them act against the rules of the house. `clock_said` is what the terminal's clock showed where it was
    behind a punch already known; None where it was not.
    """

    punch_id: PunchId
    staff_id: StaffId
    kind: PunchKind
    at: datetime
    terminal: str
    business_date: date
    job: str = ""
    rate: Money | None = None
    break_kind: BreakKind = BreakKind.UNPAID
    approval: Approval | None = None
    clock_said: datetime | None = None


@dataclass(frozen=True, slots=True)
class PunchAdded:
    """A punch that was forgotten, entered by somebody with the right to; `approval` says who, when and why."""

    change_id: PunchChangeId
    staff_id: StaffId
    punch: PunchRecorded
    approval: Approval


@dataclass(frozen=True, slots=True)
class PunchCorrected:
    """A punch counts as made at another time, for another job or as another kind of break; the original is kept.

    `generation` is one more than that of every change of this punch its author knew.
    """

    change_id: PunchChangeId
    staff_id: StaffId
    punch_id: PunchId
    generation: int
    at: datetime
    business_date: date
    approval: Approval
    job: str = ""
    rate: Money | None = None
    break_kind: BreakKind = BreakKind.UNPAID


@dataclass(frozen=True, slots=True)
class PunchWithdrawn:
    """A punch counts no more; the original is kept. A later correction lets it count again."""

    change_id: PunchChangeId
    staff_id: StaffId
    punch_id: PunchId
    generation: int
    approval: Approval


@dataclass(frozen=True, slots=True)
class PunchChangeSeen:
    """Somebody was told of changes to their punches and said so."""

    staff_id: StaffId
    change_ids: tuple[PunchChangeId, ...]
    at: datetime
    terminal: str


@dataclass(frozen=True, slots=True)
class TipsDeclared:
    """What somebody says they had in cash tips during the shift they end with the punch; `at` is the punch's time."""

    declaration_id: DeclarationId
    staff_id: StaffId
    punch_id: PunchId
    amount: Money
    at: datetime
    business_date: date
    terminal: str


PunchChange = PunchAdded | PunchCorrected | PunchWithdrawn
LaborFact = PunchRecorded | PunchAdded | PunchCorrected | PunchWithdrawn | PunchChangeSeen | TipsDeclared
