"""What a peer of the bus may do before and after it has shown the token."""

from __future__ import annotations

import pytest

from sync.node.admission import FRAMES_A_SECOND, SPEAK_WITHIN, Admission, Misbehaved
from sync.node.frames import Frame, Topic

TOKEN = "right"


@pytest.fixture
def admitted() -> Admission:
    admission = Admission(TOKEN, now=0.0)
    assert admission.take(b"token right\n", now=0.1) == [Frame(Topic.TOKEN)]
    return admission


@pytest.mark.parametrize("first", [b"token wrong\n", b"token\n", b"spool\n", b"stop\n", "token r\u0131ght\n".encode()])
def test_a_peer_that_does_not_begin_with_the_token_is_dropped(first: bytes) -> None:
    with pytest.raises(Misbehaved, match="does not know the token"):
        Admission(TOKEN, now=0.0).take(first, now=0.1)


def test_what_follows_a_wrong_token_is_not_heard() -> None:
    admission = Admission(TOKEN, now=0.0)
    with pytest.raises(Misbehaved):
        admission.take(b"token wrong\ntoken right\nstop\n", now=0.1)
    assert not admission.is_admitted


def test_a_silent_stranger_is_dropped_in_time() -> None:
    admission = Admission(TOKEN, now=10.0)
    admission.check(now=10.0 + SPEAK_WITHIN - 0.01)
    with pytest.raises(Misbehaved, match="no token in time"):
        admission.check(now=10.0 + SPEAK_WITHIN)


def test_a_stranger_who_drips_its_token_gains_no_time() -> None:
    admission = Admission(TOKEN, now=0.0)
    admission.take(b"tok", now=SPEAK_WITHIN - 0.1)
    with pytest.raises(Misbehaved, match="no token in time"):
        admission.check(now=SPEAK_WITHIN)


def test_a_peer_that_leaves_a_frame_half_is_dropped(admitted: Admission) -> None:
    admitted.take(b"spo", now=5.0)
    admitted.check(now=5.0 + SPEAK_WITHIN - 0.01)
    with pytest.raises(Misbehaved, match="begun and not ended"):
        admitted.check(now=5.0 + SPEAK_WITHIN)


def test_a_frame_that_arrives_in_two_pieces_is_heard(admitted: Admission) -> None:
    assert admitted.take(b"spo", now=5.0) == []
    assert admitted.take(b"ol\n", now=5.5) == [Frame(Topic.SPOOL)]
    admitted.check(now=1000.0)


def test_a_busy_peer_whose_pieces_never_end_with_a_frame_stays(admitted: Admission) -> None:
    for second in range(60):
        admitted.take(b"ool\nsp" if second else b"sp", now=float(second))
        admitted.check(now=float(second))


def test_a_quiet_screen_stays_for_ever(admitted: Admission) -> None:
    admitted.check(now=1e9)
    assert admitted.speak_by is None


@pytest.mark.parametrize("frame", [b"spool\n", b"weather\n"])
def test_a_peer_that_floods_is_dropped(admitted: Admission, frame: bytes) -> None:
    admitted.take(frame * (FRAMES_A_SECOND - 1), now=0.2)
    with pytest.raises(Misbehaved, match="frames in a second"):
        admitted.take(frame, now=0.3)


def test_a_peer_may_say_much_over_many_seconds(admitted: Admission) -> None:
    for second in range(1, 10):
        assert len(admitted.take(b"spool\n" * FRAMES_A_SECOND, now=float(second * 2))) == FRAMES_A_SECOND
