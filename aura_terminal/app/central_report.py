"""How this terminal stands with central back offices, asked from outside: of the running node where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from aura_terminal.app.central_settings import CentralSettings
from aura_terminal.app.opening import opened
from aura_terminal.domain.errors import Unavailable
from aura_terminal.store.locks import Role, is_taken
from sync.node.central_words import CentralState, decode_centrals
from sync.reconcile.effects import Link

ANSWER_WITHIN = 3.0


def central_states(folder: Path, centrals: Sequence[CentralSettings]) -> tuple[CentralState, ...]:
    """How things stand; where no node runs, nobody here speaks and the figures are those of the store."""
    if not centrals:
        return ()
    live = _asked(folder) if is_taken(folder, Role.NODE) else {}
    kept = _kept(folder, centrals)
    return tuple(live.get(state.connector, state) for state in kept)


def plain_central(state: CentralState) -> dict[str, object]:
    """One back office as JSON holds it."""
    return {
        "connector": state.connector,
        "link": state.link.value,
        "reached": state.is_reached,
        "gateway": state.gateway,
        "sent": state.sent,
        "received": state.received,
        "pending": state.pending,
        "failed": state.failed,
        "unknown": state.unknown,
        "parked": state.parked,
        "differing": state.differing,
        "oldest": None if state.oldest is None else state.oldest.isoformat(),
        "last_confirmed": None if state.last_confirmed is None else state.last_confirmed.isoformat(),
        "left": state.left,
        "trouble": state.trouble.value,
        "detail": state.detail,
    }


def central_line(state: CentralState) -> str:
    """One back office in words."""
    through = f" through {state.gateway}" if state.gateway else ""
    detail = f" ({state.detail})" if state.detail else ""
    return (
        f"{state.connector}: {state.link.value}{through}{detail}; {state.pending} pending, {state.unknown} unknown, "
        f"{state.parked} parked, {state.sent} sent since set-up."
    )


def _kept(folder: Path, centrals: Sequence[CentralSettings]) -> list[CentralState]:
    with opened(folder, Role.TOOL) as store:
        figures = {one.connector: one for one in store.shop.reads.central.figures()}
        found = []
        for central in centrals:
            name = central.connector.value
            one, totals = figures.get(name), store.store.central_book.totals(name)
            state = CentralState(
                name, Link.STANDBY, sent=totals["sent"], received=totals["received"], failed=totals["failed"]
            )
            if one is not None:
                state = replace(
                    state, pending=one.pending, unknown=one.unknown, parked=one.parked, differing=one.differing,
                    oldest=one.oldest, last_confirmed=one.last_confirmed,
                )  # fmt: skip
            found.append(state)
    return found


def _asked(folder: Path) -> dict[str, CentralState]:
    from sync.node.caller import BusCaller
    from sync.node.frames import Topic

    try:
        with BusCaller(folder) as caller:
            said = caller.hear(Topic.CENTRAL, within=ANSWER_WITHIN)
    except Unavailable:
        return {}
    return {} if said is None else {one.connector: one for one in decode_centrals(said.payload)}
