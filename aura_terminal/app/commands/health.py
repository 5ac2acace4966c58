"""`doctor` and `version`: this machine, and this program on it."""

from __future__ import annotations

from aura_terminal.app.command_line import FINE, FOUND_SOMETHING, Call
from aura_terminal.app.doctor import examine, this_machine
from aura_terminal.app.findings import Level, as_plain, in_words, worst
from aura_terminal.app.program import program_version


def doctor(call: Call) -> int:
    """Examine the machine; 1 when something keeps the terminal from working."""
    findings = examine(this_machine(call.folder))
    call.report(as_plain(findings), in_words(findings))
    return FOUND_SOMETHING if worst(findings) is Level.PROBLEM else FINE


def version(call: Call) -> int:
    """Say the version of the program, and up to which number it reads store files."""
    from aura_terminal.store.migrations.steps import CURRENT

    found = program_version()
    call.report({"version": found, "store": CURRENT}, f"aura-terminal {found}, store files up to number {CURRENT}")
    return FINE
