"""How devices are, as one line of the bus."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, HealthKind, Power

LONGEST_HINT = 300


def encode_health(rows: Iterable[DeviceHealth]) -> str:
    """The rows as JSON in ASCII, hints cut to what a person reads."""
    return json.dumps([asdict(row) | _short(row) for row in rows], default=datetime.isoformat)


def _short(row: DeviceHealth) -> dict[str, str]:
    return {"hint": row.hint[:LONGEST_HINT], "last_error": row.last_error[:LONGEST_HINT]}


def decode_health(text: str) -> tuple[DeviceHealth, ...]:
    """The rows; `ValueError` when the text is none of ours."""
    try:
        return tuple(_row(plain) for plain in json.loads(text))
    except (KeyError, TypeError, RecursionError) as wrong:
        raise ValueError(f"not device health: {wrong!r}") from wrong


def _row(plain: Mapping[str, Any]) -> DeviceHealth:
    return DeviceHealth(
        device=str(plain["device"]),
        power=Power(plain["power"]),
        faults=tuple(Fault(fault) for fault in plain["faults"]),
        confidence=Confidence(plain["confidence"]),
        since=_moment(plain["since"]),
        last_ok=_moment_or_none(plain["last_ok"]),
        hint=str(plain["hint"]),
        kind=HealthKind(plain["kind"]),
        last_error=str(plain["last_error"]),
        last_error_at=_moment_or_none(plain["last_error_at"]),
    )


def _moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return moment
