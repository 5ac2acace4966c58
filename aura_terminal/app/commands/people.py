"""`pin`: a new PIN for somebody, given at the machine itself."""

from __future__ import annotations

from aura_terminal.app.care_notes import AT_THE_MACHINE
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.new_pins import new_pin
from aura_terminal.app.opening import opened
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import StaffId
from aura_terminal.store.locks import Role


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
