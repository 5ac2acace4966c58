"""Clocking in and out, and breaks: each person for themselves, with their own PIN."""

from __future__ import annotations

from aura_terminal.domain.ids import PunchId, StaffId
from aura_terminal.domain.labor import PunchKind, PunchRecorded, TimeSheet
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity
from aura_terminal.use_cases.card_holding import theirs_must_be_decided


class Labor:
    """The clock acts of the person who signed in. What another terminal recorded meanwhile is never contradicted here:
    both punches are kept and the manager sees what does not fit."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def clock_in(self, by: Actor) -> PunchRecorded:
        """Begin a shift. Raises RuleBroken(CLOCKED_IN_ALREADY)."""
        return self._punch(by, PunchKind.CLOCK_IN)

    def begin_break(self, by: Actor) -> PunchRecorded:
        """Begin a break. Raises RuleBroken NOT_CLOCKED_IN or ON_BREAK_ALREADY."""
        return self._punch(by, PunchKind.BREAK_BEGIN)

    def end_break(self, by: Actor) -> PunchRecorded:
        """End a break. Raises RuleBroken NOT_CLOCKED_IN or BREAK_NOT_BEGUN."""
        return self._punch(by, PunchKind.BREAK_END)

    def clock_out(self, by: Actor) -> PunchRecorded:
        """End the shift, and a break that still lasts.

        Raises RuleBroken: NOT_CLOCKED_IN, and CARD_UNDECIDED while nobody knows what became of a card they took.
        """
        return self._punch(by, PunchKind.CLOCK_OUT)

    def time_sheet(self, staff_id: StaffId) -> TimeSheet:
        """Somebody's shifts and what contradicts them."""
        with self._begin(staff_id) as work:
            return work.time_sheet(staff_id)

    def _punch(self, by: Actor, kind: PunchKind) -> PunchRecorded:
        with self._begin(by.id) as work:
            if kind is PunchKind.CLOCK_OUT:
                theirs_must_be_decided(work, by.id)
            work.time_sheet(by.id).must_allow(kind, by.name)
            fact = PunchRecorded(PunchId(self._ids.new()), by.id, kind, work.now, self._terminal.label, work.today)
            work.keep(fact)
        return fact
