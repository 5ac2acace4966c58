"""Device health as one line of the bus."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, HealthKind, Power
from sync.node.frames import LONGEST_TO_SCREEN, Frame, FrameReader, Topic, encode_frame
from sync.node.health import LONGEST_HINT, decode_health, encode_health

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 10**9).map(lambda microseconds: NOON + timedelta(microseconds=microseconds))
ROWS = st.builds(
    DeviceHealth,
    device=st.text(max_size=20),
    power=st.sampled_from(Power),
    faults=st.lists(st.sampled_from(Fault), max_size=3).map(tuple),
    confidence=st.sampled_from(Confidence),
    since=MOMENTS,
    last_ok=st.none() | MOMENTS,
    hint=st.text(max_size=LONGEST_HINT),
    kind=st.sampled_from(HealthKind),
    last_error=st.text(max_size=LONGEST_HINT),
    last_error_at=st.none() | MOMENTS,
)


@given(st.lists(ROWS, max_size=5).map(tuple))
def test_health_crosses_the_bus_unchanged(rows: tuple[DeviceHealth, ...]) -> None:
    (frame,) = FrameReader(LONGEST_TO_SCREEN).feed(encode_frame(Frame(Topic.HEALTH, encode_health(rows))))
    assert decode_health(frame.payload) == rows


def test_a_device_that_babbles_is_cut_short() -> None:
    row = DeviceHealth("front", Power.ONLINE, (), Confidence.REPORTED, NOON, hint="x" * 10_000, last_error="y" * 10_000)
    told = decode_health(encode_health([row]))[0]
    assert (len(told.hint), len(told.last_error)) == (LONGEST_HINT, LONGEST_HINT)


@pytest.mark.parametrize(
    "said",
    ["", "5", "{}x", '[{"device": "front"}]', "[[]]", "[" * 30_000, '["text"]', '[{"power": []}]'],
)
def test_what_is_no_health_is_refused(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # any reading trouble counts
        decode_health(said)


def test_a_time_without_a_zone_is_refused() -> None:
    row = DeviceHealth("front", Power.ONLINE, (), Confidence.REPORTED, NOON)
    with pytest.raises(ValueError, match="no time zone"):
        decode_health(encode_health([row]).replace("+00:00", ""))
