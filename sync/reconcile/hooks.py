"""Who may say "look again": a back office that signs its call, in time and once.

What a call says is not taken over: it makes the courier ask for what it speaks of, as it would have done later anyway.
"""

from __future__ import annotations

import hmac
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

WINDOW = 300
"""Seconds the call's time may lie before or after ours."""
LARGEST = 64 * 1024
MOST_REMEMBERED = 4096


class Verdict(StrEnum):
    """What a call is worth."""

    LOOK = "look"
    REPEATED = "repeated"
    FORGED = "forged"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class HookHeaders:
    """Under which names, in lower case, a back office sends its signature and the Unix time in seconds it covers."""

    signature: str
    timestamp: str


class HookGate:
    """Judges the calls of one back office by HMAC-SHA256 over `timestamp.body`, the raw bytes."""

    def __init__(self, secret: str, headers: HookHeaders) -> None:
        self._secret = secret.encode()
        self._headers = headers
        self._seen: OrderedDict[str, int] = OrderedDict()

    def judge(self, headers: Mapping[str, str], body: bytes, now: int) -> Verdict:
        """What this call is worth now; header names are in lower case."""
        said, told = headers.get(self._headers.signature, ""), headers.get(self._headers.timestamp, "")
        if not (told.isascii() and told.isdigit() and len(told) <= 12) or len(body) > LARGEST:
            return Verdict.FORGED
        made = hmac.new(self._secret, told.encode() + b"." + body, sha256).hexdigest()
        if not hmac.compare_digest(said.removeprefix("sha256=").encode(), made.encode()):
            return Verdict.FORGED
        if abs(now - int(told)) > WINDOW:
            return Verdict.STALE
        if made in self._seen:
            return Verdict.REPEATED
        self._remember(made, int(told), now)
        return Verdict.LOOK

    def _remember(self, made: str, told: int, now: int) -> None:
        """What is older than the window is refused by its time, so only that long has to be remembered."""
        self._seen[made] = told
        while self._seen and (now - next(iter(self._seen.values())) > 2 * WINDOW or len(self._seen) > MOST_REMEMBERED):
            self._seen.popitem(last=False)
