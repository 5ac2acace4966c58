"""`peers`: the store's other terminals. `unpair`: send one away. `leave`: take the store's keys off this machine."""

from __future__ import annotations

from aura_terminal.app.care_notes import AT_THE_MACHINE
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.commands.keeping import seal_or_refuse
from aura_terminal.app.opening import opened
from aura_terminal.app.peer_identity import forget_credentials, is_paired
from aura_terminal.app.peer_report import clock_line, peer_lines, peer_report, plain_peers
from aura_terminal.store.locks import Role, is_taken


def peers(call: Call) -> int:
    """Say who belongs to the store, who is heard, and what is not shared yet."""
    found = peer_report(call.folder)
    plain = {
        "tier": found.tier.value,
        "peers": plain_peers(found),
        "unshared": found.unshared.facts,
        "refused": found.refused,
        "last_refusal": found.last_refusal,
        "clock_offset_ms": round(found.clock_offset.total_seconds() * 1000),
    }
    words = f"Tier {found.tier.value}. {found.unshared.facts} facts are on this terminal only.\n{peer_lines(found)}"
    if found.refused:
        words += f"\n{found.refused} connections were refused; the last one: {found.last_refusal}"
    words = "\n".join(filter(None, (words, clock_line(found))))
    call.report(plain, words)
    return FINE


def unpair(call: Call) -> int:
    """Send a terminal away, in the name of whoever may write to this data folder; every peer refuses it from now on."""
    label = call.arguments.terminal_label
    with opened(call.folder, Role.TOOL) as store:
        rows = [row for row in store.shop.reads.mesh.terminals() if row.revoked_at is None]
        row = next((row for row in rows if row.label == label), None)
        if row is None:
            known = ", ".join(row.label for row in rows) or "none"
            raise WrongUse(f"No terminal {label} belongs to this store; there is {known}.")
        if label == store.store.identity.label:
            raise WrongUse(f"{label} is this terminal. Say `leave` here, and `unpair {label}` at another one.")
        store.shop.terminals.revoke(AT_THE_MACHINE, row.terminal_id, call.arguments.reason)
    call.report(
        {"unpaired": label, "terminal_id": row.terminal_id},
        f"{label} does not belong to the store any more. Terminals that cannot be reached now refuse it once they can.",
    )
    return FINE


def leave(call: Call) -> int:
    """Take the store's keys off this machine; refused while facts exist here only, and while it works.

    What was sold stays readable in the data folder. The other terminals refuse it once one of them sends it away.
    """
    if not is_paired(call.folder):
        raise WrongUse("This terminal is not paired with others; there is nothing to leave.")
    if any(is_taken(call.folder, role) for role in (Role.SCREEN, Role.NODE)):
        raise WrongUse("This terminal is at work. Close it first; its node ends with it.")
    seal_or_refuse(call, "Leaving the store")
    with opened(call.folder, Role.TOOL) as store:
        label = store.store.identity.label
    forget_credentials(call.folder)
    call.report(
        {"left": label},
        f"{label} has no keys of the store any more. At another terminal say: aura-terminal unpair {label}",
    )
    return FINE
