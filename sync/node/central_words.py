"""What a node tells its screens of central back offices, as a line of JSON on the bus."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sync.reconcile.effects import Link, Trouble

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class CentralState:
    """How one back office stands. Times are aware UTC.

    `gateway` is the label of the terminal that speaks to it for the store, empty while none does. `pending` things are
    due, of `unknown` ones nobody knows whether they arrived, `parked` ones wait for a person; `failed` were refused
    since set-up, `sent` and `received` came through. `left` requests may still be made within the hour; `resumes` is
    when it goes on after a pause. `rounds` counts how often everything that was asked for was told and mirrored.
    """

    connector: str
    link: Link
    gateway: str = ""
    pending: int = 0
    unknown: int = 0
    parked: int = 0
    sent: int = 0
    received: int = 0
    failed: int = 0
    differing: int = 0
    left: int = 0
    oldest: datetime | None = None
    last_confirmed: datetime | None = None
    resumes: datetime | None = None
    trouble: Trouble = Trouble.NONE
    detail: str = ""
    rounds: int = 0

    @property
    def is_reached(self) -> bool:
        """Whether somebody of the store speaks to it and gets answers."""
        return self.link in (Link.ONLINE, Link.RETRYING) or (self.link is Link.STANDBY and bool(self.gateway))


def encode_centrals(states: Iterable[CentralState]) -> str:
    """One line of ASCII."""
    return json.dumps([_plain(state) for state in states])


def decode_centrals(text: str) -> tuple[CentralState, ...]:
    """What was told; `ValueError` when the text is none of ours."""
    try:
        return tuple(_state(each) for each in json.loads(text))
    except (KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise ValueError(f"no word of centrals: {wrong!r}") from wrong


_MOMENTS = ("oldest", "last_confirmed", "resumes")
_COUNTS = ("pending", "unknown", "parked", "sent", "received", "failed", "differing", "left", "rounds")


def _plain(state: CentralState) -> dict[str, object]:
    moments = {name: _told(getattr(state, name)) for name in _MOMENTS}
    return asdict(state) | moments | {"detail": state.detail[:LONGEST_TEXT]}


def _told(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _state(plain: dict[str, Any]) -> CentralState:  # Any: JSON
    return CentralState(
        connector=str(plain["connector"]),
        link=Link(plain["link"]),
        gateway=str(plain["gateway"]),
        trouble=Trouble(plain["trouble"]),
        detail=str(plain["detail"]),
        oldest=_moment(plain["oldest"]),
        last_confirmed=_moment(plain["last_confirmed"]),
        resumes=_moment(plain["resumes"]),
        **{name: int(plain[name]) for name in _COUNTS},
    )


def _moment(told: str | None) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told)
