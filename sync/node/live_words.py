"""What a screen asks a back office while somebody waits, and what comes back, as lines of JSON on the bus."""

from __future__ import annotations

import json

from sync.reconcile.live import LiveAsk, LiveKind, LivePart

LONGEST_QUESTION = 2_000
"""Letters; in JSON each may take twelve bytes where a node reads lines of 8 KiB, so longer ones are cut (`fitting`)."""
LONGEST_PART = 8_000
_MOST_BYTES = 7_000


def encode_ask(ask: LiveAsk) -> str:
    """One line of ASCII, short enough for a node."""
    return json.dumps([ask.ask_id, ask.connector, ask.about, fitting(ask.words), ask.thread])


def decode_ask(text: str) -> LiveAsk:
    """The question; `ValueError` when the text is none of ours."""
    ask_id, connector, about, words, thread = _texts(text, 5)
    return LiveAsk(ask_id, connector, about, words, thread)


def encode_part(part: LivePart) -> str:
    """One line of ASCII."""
    return json.dumps([part.ask_id, part.kind, part.words[:LONGEST_PART], part.thread, str(part.seconds)])


def decode_part(text: str) -> LivePart:
    """The part; `ValueError` when the text is none of ours."""
    ask_id, kind, words, thread, seconds = _texts(text, 5)
    return LivePart(ask_id, LiveKind(kind), words, thread, int(seconds))


def fitting(words: str) -> str:
    """As much of a question as a frame carries."""
    words = words[:LONGEST_QUESTION]
    while len(json.dumps(words)) > _MOST_BYTES:
        words = words[: len(words) * 3 // 4]
    return words


def _texts(text: str, count: int) -> list[str]:
    try:
        plain = json.loads(text)
    except RecursionError as wrong:
        raise ValueError("nothing that is asked live") from wrong
    if not isinstance(plain, list) or len(plain) != count or not all(isinstance(one, str) for one in plain):
        raise ValueError("nothing that is asked live")
    return plain
