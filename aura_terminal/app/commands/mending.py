"""`mend`: a store that is damaged beyond opening, for who stands in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, FOUND_SOMETHING, Call, WrongUse
from aura_terminal.app.joining import Newcomer
from aura_terminal.app.mending import Mender, finish
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.store import mending
from aura_terminal.store.errors import Unreadable
from aura_terminal.store.folders import is_damage_noted, store_file
from aura_terminal.store.inspection import is_damaged
from aura_terminal.store.mending import State
from aura_terminal.view_models.first_run_draft import MendCard, MendedCard
from sync.net.addresses import read_address
from sync.net.invitation import NotWelcome
from sync.net.pairing_code import read_code

NEWEST = "newest"


def mend(call: Call) -> int:
    """Say what is wrong and which ways there are, or go one of them; the damaged file is set aside, never deleted.

    Exit code 1 where the store is damaged and nothing was asked for. Refused for a store that is sound.
    """
    clock, ids, asked = SystemClock(), SystemIds(), call.arguments
    state = _state(call.folder)
    mender = Mender(call.folder, clock, ids)
    if state is State.HALFWAY:
        mended = finish(call.folder, clock, ids)
        call.report({"mended": True}, f"Mended. The damaged files are in {mended.aside if mended else call.folder}.")
        return FINE
    if asked.copy == NEWEST:
        card = mender.go_back(str(_newest(call.folder)), is_checked=True)
    elif asked.copy:
        card = mender.go_back(asked.copy)
    elif asked.code:
        card = mender.fetch(_newcomer(call, mender))
    else:
        return _say_what_can_be_done(call, mender.look())
    plain = asdict(card) | {name: _moment(getattr(card, name)) for name in ("until", "base_until")}
    call.report(plain, "\n".join(_sentences(card)))
    return FINE


def _state(folder: Path) -> State:
    """How far mending has come; what is damaged is noted, WrongUse where there is nothing to mend."""
    if is_damage_noted(folder):
        state = mending.state_of(folder)
        if state is not State.SOUND:
            return state
    elif not store_file(folder).exists():
        raise WrongUse(f"There is no store in {folder}; nothing was changed.")
    elif _is_damaged(folder):
        mending.note_damage(folder, "found by aura-terminal mend", SystemClock().now())
        return State.DAMAGED
    raise WrongUse(f"The store in {folder} reads as it was written; there is nothing to mend.")


def _is_damaged(folder: Path) -> bool:
    try:
        return is_damaged(folder)
    except Unreadable:
        return True


def _newest(folder: Path) -> Path:
    copy = mending.newest_copy(folder)
    if copy is None:
        raise WrongUse("There is no sound copy here. Name one with --copy FILE, or fetch all from another terminal.")
    return copy


def _newcomer(call: Call, mender: Mender) -> Newcomer:
    asked = call.arguments
    try:
        code = read_code(asked.code)
        host, port = read_address(asked.address or "")
    except (ValueError, RuleBroken, NotWelcome) as wrong:
        raise WrongUse(f"That cannot be used: {wrong}. Say --address HOST:PORT and --code XXXXX-XXXXX.") from wrong
    return Newcomer(asked.label or mender.next_label, code, host, port, call.settings)


def _say_what_can_be_done(call: Call, card: MendCard) -> int:
    lines = [f"The store in {call.folder} is damaged. {card.why}".strip()]
    for copy in card.copies:
        until = copy.newest.astimezone().strftime("%Y-%m-%d %H:%M") if copy.newest else "nothing"
        lines.append(f"  aura-terminal mend --copy {copy.id}    {copy.orders:,} orders, up to {until}")
    if not card.copies:
        lines.append("There is no sound copy in its backups folder; one elsewhere is named with --copy FILE.")
    if card.bad:
        lines.append(f"{card.bad} copies are not sound.")
    lines.append(
        "From another terminal that shows a code: aura-terminal mend --address HOST:PORT --code XXXXX-XXXXX. Each way "
        "sets the damaged file aside and takes out of it what can still be read."
    )
    plain = {
        "since": card.since.isoformat(), "why": card.why, "bad_copies": card.bad, "is_paired": card.is_paired,
        "copies": [{"file": copy.id, "orders": copy.orders, "newest": _moment(copy.newest)} for copy in card.copies],
    }  # fmt: skip
    call.report(plain, "\n".join(lines))
    return FOUND_SOMETHING


def _sentences(card: MendedCard) -> Iterator[str]:
    yield f"Mended. This terminal is called {card.label} from now on."
    if card.facts:
        yield f"{card.facts:,} facts were taken out of the damaged file; each was proved by its hash."
    if card.until:
        yield f"Everything done at this terminal until {card.until.astimezone():%Y-%m-%d %H:%M:%S} is here."
    if card.missing:
        yield f"{card.missing:,} later facts could not be read; what other terminals have of them comes by itself."
    if not card.is_readable:
        since = f" after {card.base_until.astimezone():%Y-%m-%d %H:%M:%S}" if card.base_until else ""
        yield f"Nothing could be read of the damaged file: what was done{since} and no other terminal has is lost."
    if card.by and card.formerly:
        yield f"Take the old name off the list at {card.by}: aura-terminal unpair {card.formerly}"
    yield f"The damaged files are in {card.aside}."


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
