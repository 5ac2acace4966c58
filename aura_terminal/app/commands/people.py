"""`pin`: a new PIN for somebody, given at the machine itself."""

from __future__ import annotations

from pathlib import Path

from aura_terminal.app.care_notes import note_done
from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.new_pins import new_pin
from aura_terminal.app.opening import opened
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.store_care import CareAct
from aura_terminal.store.locks import Role

# Whoever may write to the data folder may do everything; the fact says that it was done here and not at a screen.
AT_THE_MACHINE = Actor(StaffId("command-line"), "Command line", frozenset(Permission))


def note_at_the_machine(folder: Path, act: CareAct, copy: str = "") -> None:
    """Note that the files of a store were worked on by who may write to them."""
    clock, by = SystemClock(), AT_THE_MACHINE.id
    note_done(folder, by, act, copy, Approval(by, clock.now(), act.value), clock, SystemIds())


def pin(call: Call) -> int:
    """Give a member of staff a new PIN and show it this once; needed where a restored store's key is not at hand."""
    staff_id = StaffId(call.arguments.staff)
    with opened(call.folder, Role.TOOL) as store:
        given = new_pin()
        try:
            store.shop.access.set_pin(AT_THE_MACHINE, staff_id, given)
        except NotFound as missing:
            known = ", ".join(row.id for row in store.shop.reads.store.staff()) or "nobody yet"
            raise WrongUse(f"There is nobody called {staff_id} in this store; there is {known}.") from missing
    call.report(
        {"staff": staff_id, "pin": given},
        f"The PIN of {staff_id} is {given}. It is shown this once and kept nowhere; write it down.",
    )
    return FINE
