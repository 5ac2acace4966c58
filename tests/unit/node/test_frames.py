"""The bus's frames: the same stream gives the same frames however it is cut, and garbage ends it for good."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.node.frames import LONGEST_TO_NODE, Frame, FrameReader, Topic, encode_frame

PAYLOADS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30).map(lambda text: text.lstrip(" "))
FRAMES = st.builds(Frame, st.sampled_from(Topic), PAYLOADS)


def cut(stream: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(stream) + 1) for place in places), len(stream)]
    return [stream[start:end] for start, end in itertools.pairwise(edges)]


def read(pieces: list[bytes]) -> tuple[list[Frame], str]:
    reader = FrameReader(LONGEST_TO_NODE)
    frames = [frame for piece in pieces for frame in reader.feed(piece)]
    return frames, reader.broken


@given(st.lists(FRAMES), st.lists(st.integers(min_value=0)))
def test_frames_come_back_whole_however_the_stream_is_cut(frames: list[Frame], places: list[int]) -> None:
    stream = b"".join(encode_frame(frame) for frame in frames)
    assert read(cut(stream, places)) == (frames, "")


@given(st.binary(max_size=600), st.lists(st.integers(min_value=0)))
def test_garbage_gives_the_same_frames_and_the_same_end_however_it_is_cut(stream: bytes, places: list[int]) -> None:
    whole = read([stream])
    in_pieces = read(cut(stream, places))
    assert (in_pieces[0], bool(in_pieces[1])) == (whole[0], bool(whole[1]))


def test_a_broken_reader_reads_no_more() -> None:
    reader = FrameReader(LONGEST_TO_NODE)
    assert reader.feed(b"beat\n\xff\nspool\n") == [Frame(Topic.BEAT)]
    assert reader.broken
    assert reader.feed(b"beat\n") == []


@pytest.mark.parametrize("stream", [b"a" * (LONGEST_TO_NODE + 1), b"a" * (LONGEST_TO_NODE + 1) + b"\n"])
def test_a_line_without_end_is_given_up_at_the_cap(stream: bytes) -> None:
    assert read([stream])[1] == f"a line is longer than {LONGEST_TO_NODE} bytes"


def test_a_line_of_exactly_the_cap_is_read() -> None:
    payload = "x" * (LONGEST_TO_NODE - len("health "))
    assert read([f"health {payload}\n".encode()]) == ([Frame(Topic.HEALTH, payload)], "")


def test_a_topic_of_a_newer_version_is_passed_over() -> None:
    assert read([b"weather sunny\nbeat\n"]) == ([Frame(Topic.BEAT)], "")


@pytest.mark.parametrize("line", [b"\n", b"BEAT\n", b"beat\x00\n", b"beat\r\n", b"GET / HTTP/1.1\r\n", b" beat\n"])
def test_a_line_that_is_no_frame_breaks_the_reader(line: bytes) -> None:
    assert read([line])[1] == "a line is not a topic and a payload"


def test_a_payload_cannot_smuggle_a_second_frame() -> None:
    with pytest.raises(ValueError, match="control characters"):
        encode_frame(Frame(Topic.HEALTH, "calm\nstop"))
