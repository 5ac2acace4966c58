"""`doctor`: what is missing or wrong on this machine."""

from __future__ import annotations

from aura_terminal.app.command_line import FINE, FOUND_SOMETHING, Call
from aura_terminal.app.doctor import examine, this_machine
from aura_terminal.app.findings import Level, as_plain, in_words, worst


def doctor(call: Call) -> int:
    """Examine the machine; 1 when something keeps the terminal from working."""
    findings = examine(this_machine(call.folder))
    call.report(as_plain(findings), in_words(findings))
    return FOUND_SOMETHING if worst(findings) is Level.PROBLEM else FINE
