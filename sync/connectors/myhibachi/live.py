"""The assistant: answers streamed as they are written, and threads that go on ("AI Endpoints", "WebSocket Endpoints").

Online only. Who asks is not said, and nothing of guests but what a person writes.
"""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

from aura_terminal.domain.field_paths import Plain
from sync.connectors.myhibachi.endpoints import CHAT, THREAD
from sync.reconcile.contract import Call
from sync.reconcile.live import Conversation, EventStream, Heard, LiveAsk, LiveForms, LiveKind

MINUTE = 10
"""AI tier: requests a minute."""
AGENT, PAGE = "customer", "booking"
"""The document's own words; it names no others."""


def _asked(ask: LiveAsk) -> Call:
    body: dict[str, Plain] = {"message": ask.words, "agent": AGENT, "context": {"page": PAGE}}
    return CHAT.call(body | {"thread_id": ask.thread} if ask.thread else body)


def _event(data: str) -> Heard | None:
    """One event of an answer; what is none, or says nothing, is passed over."""
    said = _object(data)
    match said.get("type"):
        case "start":
            return Heard(LiveKind.BEGUN, thread=_text(said, "thread_id"))
        case "token":
            return Heard(LiveKind.PIECE, _text(said, "content"))
        case "done":
            return Heard(LiveKind.DONE)
        case _:
            return None


def _path(thread: str, token: str) -> str:
    return f"{THREAD}{quote(thread, safe='')}" + (f"?{urlencode({'token': token})}" if token else "")


def _said(ask: LiveAsk) -> str:
    return json.dumps({"type": "message", "content": ask.words, "metadata": {"page": PAGE}})


def _message(text: str) -> Heard | None:
    said = _object(text)
    if said.get("type") == "message":
        return Heard(LiveKind.MESSAGE, _text(said, "content"))
    if said.get("type") == "typing":
        return Heard(LiveKind.TYPING if said.get("is_typing") is True else LiveKind.RESTING)
    return None


def _object(text: str) -> dict[str, object]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _text(said: dict[str, object], name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) else ""


LIVE = LiveForms({"chat": EventStream(_asked, _event), "thread": Conversation(_path, _said, _message)}, MINUTE)
