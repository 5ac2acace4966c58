"""What node and screen tell each other of card terminals."""

from __future__ import annotations

import pytest

from aura_terminal.ports.card_rows import ReaderRow
from sync.node.frames import Frame, FrameReader, Topic, encode_frame
from sync.node.reader_words import decode_readers, encode_readers

ROWS = (
    ReaderRow("Counter", can_cancel=True, asks_tip=True, power="online", attempt_id="a1", step="waiting_for_pin"),
    ReaderRow("Bar Käse", is_stand_alone=True, hint="x\ny"),
)


def test_what_is_told_of_terminals_is_heard_the_same_over_the_bus() -> None:
    frames = FrameReader(4096).feed(encode_frame(Frame(Topic.READERS, encode_readers(ROWS))))
    assert decode_readers(frames[0].payload) == ROWS


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"name": 1}]', '[{"name": "x"}]', "null"])
def test_what_is_no_word_of_terminals_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whatever is wrong with it
        decode_readers(text)
