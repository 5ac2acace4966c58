"""What every byte pipe promises. A test class supplies `far_end`: by default one that says back what it hears."""

from __future__ import annotations

from typing import Protocol

import pytest

from aura_terminal.domain.errors import Unavailable
from devices.transports.transport import Refused, Transport


class FarEnd(Protocol):
    """The other end of the pipe under test."""

    pipe: Transport

    def hang_up(self) -> None:
        """End the connection that is open, and take no other."""

    def come_back(self) -> None:
        """Take connections again."""

    def refuse(self) -> None:
        """Turn every connection away."""


class TransportContract:
    """The promises of `Transport`. One-way pipes say in `arrived` what came out at their far end."""

    def arrived(self, far_end: FarEnd, count: int) -> bytes:
        """So many bytes as the far end heard them."""
        return _receive(far_end.pipe, count)

    def test_what_is_sent_arrives(self, far_end: FarEnd) -> None:
        far_end.pipe.open()
        far_end.pipe.send(b"hello", 1.0)
        assert self.arrived(far_end, 5) == b"hello"

    def test_a_large_piece_arrives_whole(self, far_end: FarEnd) -> None:
        far_end.pipe.open()
        data = bytes(range(256)) * 400
        far_end.pipe.send(data, 5.0)
        assert self.arrived(far_end, len(data)) == data

    def test_silence_is_an_empty_answer(self, far_end: FarEnd) -> None:
        far_end.pipe.open()
        assert far_end.pipe.receive(0.01) == b""

    def test_opening_an_open_pipe_changes_nothing(self, far_end: FarEnd) -> None:
        far_end.pipe.open()
        far_end.pipe.send(b"a", 1.0)
        far_end.pipe.open()
        assert self.arrived(far_end, 1) == b"a"

    def test_closing_twice_is_fine_and_a_closed_pipe_is_unavailable(self, far_end: FarEnd) -> None:
        far_end.pipe.open()
        far_end.pipe.close()
        far_end.pipe.close()
        with pytest.raises(Unavailable):
            far_end.pipe.send(b"x", 1.0)
        with pytest.raises(Unavailable):
            far_end.pipe.receive(0.01)

    def test_a_lost_connection_is_unavailable_and_can_be_opened_again(self, far_end: FarEnd) -> None:
        far_end.pipe.open()
        far_end.hang_up()
        with pytest.raises(Unavailable):
            _ask(far_end.pipe)
        far_end.come_back()
        far_end.pipe.open()
        far_end.pipe.send(b"again", 1.0)
        assert self.arrived(far_end, 5) == b"again"

    def test_being_turned_away_is_told_apart(self, far_end: FarEnd) -> None:
        far_end.refuse()
        with pytest.raises(Refused):
            far_end.pipe.open()

    def test_a_cancelled_call_fails_and_the_pipe_can_be_opened_again(self, far_end: FarEnd) -> None:
        far_end.pipe.open()
        far_end.pipe.cancel()
        with pytest.raises(Unavailable):
            far_end.pipe.receive(30.0)
        far_end.pipe.open()
        far_end.pipe.send(b"on", 1.0)
        assert self.arrived(far_end, 2) == b"on"


def _ask(pipe: Transport) -> None:
    """A loss may show in the sending, or only in what never comes back."""
    pipe.send(b"lost", 1.0)
    pipe.receive(1.0)


def _receive(pipe: Transport, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = pipe.receive(5.0)
        assert piece, f"only {len(data)} of {count} bytes came back"
        data += piece
    return data
