"""How this terminal stands with the others, asked from outside: by the running node where there is one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.opening import opened
from aura_terminal.app.peer_identity import is_paired, terminal_id_of
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.outages import Tier
from aura_terminal.ports.journal import PeerState, offset_by
from aura_terminal.ports.mesh_reads import TerminalRow, Unshared
from aura_terminal.store.locks import Role, is_taken

ANSWER_WITHIN = 3.0


@dataclass(frozen=True, slots=True)
class PeerReport:
    """The store's terminals as this one knows them. `received` and `sent` count facts; `sent` is what is shared."""

    tier: Tier
    me: str
    terminals: tuple[TerminalRow, ...]
    states: tuple[PeerState, ...]
    connected: tuple[str, ...]
    unshared: Unshared
    own_facts: int
    received: int
    refused: int
    last_refusal: str
    asked_at: datetime

    @property
    def clock_offset(self) -> timedelta:
        """How far the store's clock is ahead of this machine's; business dates follow the store's."""
        return offset_by(self.states, self.asked_at)

    @property
    def others(self) -> tuple[TerminalRow, ...]:
        """The other terminals that belong to the store, by label."""
        return tuple(row for row in self.terminals if row.revoked_at is None and row.terminal_id != self.me)

    def state(self, terminal_id: str) -> PeerState | None:
        """What is known of one of them; None when it was never heard."""
        return next((state for state in self.states if state.terminal_id == terminal_id), None)


def peer_report(folder: Path) -> PeerReport:
    """How things stand; what only a node knows is asked of the one that runs, and is empty where none does."""
    with opened(folder, Role.TOOL) as store:
        mesh, origin = store.shop.reads.mesh, store.store.identity.origin
        terminals, states, unshared = mesh.terminals(), mesh.peers(), mesh.unshared()
        known = dict(store.store.known())
    own = known.pop(origin, 0)
    report = PeerReport(
        Tier.ALONE,
        terminal_id_of(folder),
        terminals,
        states,
        (),
        unshared,
        own,
        sum(known.values()),
        0,
        "",
        SystemClock().now(),
    )
    return _asked(folder, report) if is_paired(folder) and is_taken(folder, Role.NODE) else report


def _asked(folder: Path, report: PeerReport) -> PeerReport:
    from sync.node.caller import BusCaller
    from sync.node.frames import Topic
    from sync.node.words import decode_neighbourhood

    try:
        with BusCaller(folder) as caller:
            said = caller.hear(Topic.PEERS, within=ANSWER_WITHIN)
    except Unavailable:
        return report
    if said is None:
        return report
    found = decode_neighbourhood(said.payload)
    live = {state.terminal_id: state for state in (*report.states, *found.states)}
    return replace(
        report,
        tier=found.tier,
        states=tuple(live.values()),
        connected=found.connected,
        refused=found.refused,
        last_refusal=found.last_refusal,
    )


def plain_peers(report: PeerReport) -> list[dict[str, object]]:
    """The other terminals as JSON holds them."""
    return [_plain(report, row) for row in report.others]


def peer_lines(report: PeerReport) -> str:
    """The other terminals, one a line."""
    return "\n".join(_line(report, row) for row in report.others) or "No other terminal is paired with this store."


def clock_line(report: PeerReport) -> str:
    """What is to be said of this machine's own clock; empty while most others agree with it."""
    minutes = round(report.clock_offset.total_seconds() / 60)
    if not minutes:
        return ""
    side = "behind" if minutes > 0 else "ahead of"
    wrong = f"This terminal's clock is {abs(minutes)} minutes {side} the others'."
    return f"{wrong} Business dates follow theirs; set it right."


def _plain(report: PeerReport, row: TerminalRow) -> dict[str, object]:
    state = report.state(row.terminal_id)
    return {
        "label": row.label,
        "terminal_id": row.terminal_id,
        "fingerprint": row.fingerprint,
        "connected": row.label in report.connected,
        "address": "" if state is None else state.address,
        "version": "" if state is None else state.version,
        "last_heard": None if state is None or not state.last_heard_ms else _moment(state.last_heard_ms),
        "skew_ms": None if state is None else state.skew_ms,
        "trouble": "" if state is None else state.trouble,
    }


def _line(report: PeerReport, row: TerminalRow) -> str:
    state = report.state(row.terminal_id)
    how = "connected" if row.label in report.connected else "not reached"
    if state is None or not state.last_heard_ms:
        return f"{row.label}: {how}, never heard"
    trouble = f"; {state.trouble}" if state.trouble else ""
    return f"{row.label}: {how}, last heard {_moment(state.last_heard_ms)}, at {state.address or 'no address'}{trouble}"


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
