"""`verify`, `rebuild`, `backup` and `restore`: care for the store file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from aura_terminal.app.care_notes import note_at_the_machine
from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, FOUND_SOMETHING, Call, WrongUse
from aura_terminal.app.commands.keeping import seal_or_refuse
from aura_terminal.app.opening import opened
from aura_terminal.domain.store_care import CareAct
from aura_terminal.store import backups, guard, restoring
from aura_terminal.store.inspection import inspect
from aura_terminal.store.kept_aside import WHY, KeptAside
from aura_terminal.store.locks import Role, is_taken, refuse_while_running
from aura_terminal.store.verify import Finding


def verify(call: Call) -> int:
    """Check every fact, chain and fold; 1 when anything is not as it was written. Kept aside is no damage."""
    found = inspect(call.folder)
    findings = found.findings
    plain = {
        "ok": not findings,
        "facts": found.facts,
        "findings": [_plain(finding) for finding in findings],
        "kept_aside": [asdict(one) for one in found.aside],
    }
    lines = [_sentence(finding) for finding in findings] or [f"{found.facts:,} facts, every chain and fold as written."]
    call.report(plain, "\n".join([*lines, *_aside(found.aside)]))
    return FOUND_SOMETHING if findings else FINE


def rebuild(call: Call) -> int:
    """Make the folds again from the facts; says whether that changed anything.

    One long transaction, so it waits for no tap and no tap waits for it: it is refused while the terminal is open.
    """
    for role in (Role.SCREEN, Role.NODE):
        if is_taken(call.folder, role):
            raise WrongUse(f"This terminal's {role.value} is running ({call.folder}). Close it first, then rebuild.")
    with opened(call.folder, Role.TOOL) as store:
        before = store.store.fold_digest()
        store.store.rebuild()
        after = store.store.fold_digest()
    same = before == after
    words = (
        "Rebuilt; every row is as it was." if same else "Rebuilt; the tables differed from the facts and are mended."
    )
    call.report({"ok": True, "changed": not same, "digest": after}, words)
    return FINE


def backup(call: Call) -> int:
    """Copy the store while it may be open, and check the copy."""
    target = call.arguments.to
    made = backups.copy_to(call.folder, Path(target)) if target else backups.back_up(call.folder, SystemClock().now())
    call.report({"file": str(made), "bytes": made.stat().st_size}, f"Copied and checked: {made}")
    return FINE


def restore(call: Call) -> int:
    """Go back to a copy; the present files are moved aside and never deleted.

    Refused while anything that is not in the copy is on this terminal only.
    """
    copy = Path(call.arguments.file)
    refuse_while_running(call.folder)  # before what takes long, and before anything is sealed
    backups.check_copy(copy)
    seal_or_refuse(call, "Going back to this copy", guard.reached_by(copy))
    clock, ids = SystemClock(), SystemIds()
    aside = restoring.restore(call.folder, copy, clock, ids, is_checked=True)
    note_at_the_machine(call.folder, CareAct.RESTORE, clock, ids, copy.name)
    call.report(
        {"restored": call.arguments.file, "set_aside": str(aside)},
        f"Restored from {call.arguments.file}. The files it replaced are in {aside}.",
    )
    return FINE


def _aside(aside: Sequence[KeptAside]) -> Iterator[str]:
    if aside:
        yield f"Kept aside, {len(aside)} in all; their facts are held and passed on:"
    for one in aside:
        yield f"{one.name}: {WHY[one.reason]}"


def _plain(finding: Finding) -> dict[str, object]:
    return asdict(finding) | {"kind": finding.kind.value}


def _sentence(finding: Finding) -> str:
    place = f"fact {finding.seq} of {finding.origin}: " if finding.origin else ""
    return f"{finding.kind.value}: {place}{finding.what}"
