"""Messages on a stream: the same however it is cut, and never larger than may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.net.framing import MessageReader, TooLong, frame

LONGEST = 1000


def taken(reader: MessageReader) -> list[bytes]:
    return list(iter(reader.take, None))


@given(st.lists(st.binary(max_size=60), max_size=12), st.data())
def test_the_same_messages_come_out_however_the_stream_is_cut(messages: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(frame(message) for message in messages)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    reader, heard = MessageReader(LONGEST), []
    for begin, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        reader.feed(stream[begin:end])
        heard += taken(reader)
    assert heard == messages
    assert not reader.is_within_message


def test_a_message_longer_than_may_be_is_refused_before_it_has_come() -> None:
    reader = MessageReader(LONGEST)
    reader.feed((LONGEST + 1).to_bytes(4, "big"))
    with pytest.raises(TooLong, match="1001 bytes"):
        reader.take()


def test_the_longest_message_is_taken() -> None:
    reader = MessageReader(LONGEST)
    reader.feed(frame(b"x" * LONGEST))
    assert reader.take() == b"x" * LONGEST


def test_a_limit_that_was_raised_counts_for_what_was_fed_already() -> None:
    reader = MessageReader(10)
    reader.feed(frame(b"short") + frame(b"x" * 500))
    assert reader.take() == b"short"
    reader.longest = LONGEST
    assert reader.take() == b"x" * 500


@given(st.binary(max_size=300))
def test_noise_is_either_messages_or_refused(noise: bytes) -> None:
    reader = MessageReader(50)
    reader.feed(noise)
    try:
        assert all(len(message) <= 50 for message in taken(reader))
    except TooLong:
        assert len(noise) >= 4
