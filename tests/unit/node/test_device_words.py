"""What is asked of devices, and answered, as one line of the bus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.node.device_words import (
    LONGEST_WORDS,
    MOST_FOUND,
    Act,
    DeviceAnswer,
    DeviceAsk,
    FoundDevice,
    Outcome,
    decode_answer,
    decode_ask,
    encode_answer,
    encode_ask,
)
from sync.node.frames import LONGEST_TO_NODE, LONGEST_TO_SCREEN, Frame, FrameReader, Topic, encode_frame

WORDS = st.text(max_size=40)
ASKS = st.builds(
    DeviceAsk,
    ask_id=WORDS,
    act=st.sampled_from(Act),
    device=WORDS,
    model=WORDS,
    address=WORDS,
    profile=WORDS,
    options=st.lists(st.tuples(WORDS, WORDS), max_size=4).map(tuple),
)
ANSWERS = st.builds(
    DeviceAnswer,
    ask_id=WORDS,
    act=st.sampled_from(Act),
    outcome=st.sampled_from(Outcome),
    words=WORDS,
    drawer=WORDS,
    found=st.lists(st.builds(FoundDevice, WORDS, WORDS, WORDS, WORDS), max_size=4).map(tuple),
)


@given(ASKS)
def test_a_question_crosses_the_bus_unchanged(ask: DeviceAsk) -> None:
    (frame,) = FrameReader(LONGEST_TO_NODE).feed(encode_frame(Frame(Topic.DEVICE, encode_ask(ask))))
    assert decode_ask(frame.payload) == ask


@given(ANSWERS)
def test_an_answer_crosses_the_bus_unchanged(answer: DeviceAnswer) -> None:
    (frame,) = FrameReader(LONGEST_TO_SCREEN).feed(encode_frame(Frame(Topic.ANSWER, encode_answer(answer))))
    assert decode_answer(frame.payload) == answer


def test_a_device_that_babbles_is_cut_short() -> None:
    found = tuple(FoundDevice("network", f"tcp://{number}", "x" * 9999) for number in range(999))
    told = decode_answer(encode_answer(DeviceAnswer("1", Act.DISCOVER, Outcome.DONE, "y" * 9999, found=found)))
    assert (len(told.words), len(told.found), len(told.found[0].title)) == (LONGEST_WORDS, MOST_FOUND, LONGEST_WORDS)
    assert len(encode_answer(told)) < LONGEST_TO_SCREEN


@pytest.mark.parametrize("said", ["", "5", "{}", "[]", '{"ask_id": "1", "act": "explode"}', "[" * 30_000, '["text"]'])
def test_what_is_neither_is_refused(said: str) -> None:
    for decode in (decode_ask, decode_answer):
        with pytest.raises(ValueError):  # noqa: PT011  # any reading trouble counts
            decode(said)
