"""What one peer of the bus may do, as a pure machine: bytes and time in, frames out, or the reason to drop it.

The peer is anybody on this machine who found the port. Without the token of node.json, which only the owner of the
data folder can read, it gets nothing and is soon put out; with it, it still cannot flood.
"""

from __future__ import annotations

import hmac

from sync.node.frames import LONGEST_TO_NODE, Frame, FrameReader, Topic

SPEAK_WITHIN = 2.0
FRAMES_A_SECOND = 200


class Misbehaved(Exception):
    """The peer is to be dropped; the text says why."""


class Admission:
    """The conversation of one peer, from its first byte. Times are monotonic seconds."""

    def __init__(self, token: str, now: float) -> None:
        self._token = token.encode()
        self._reader = FrameReader(LONGEST_TO_NODE)
        self._speak_by: float | None = now + SPEAK_WITHIN
        self._second = now
        self._in_second = 0
        self._is_admitted = False

    @property
    def is_admitted(self) -> bool:
        """Whether the token was shown."""
        return self._is_admitted

    @property
    def speak_by(self) -> float | None:
        """When the token, or the rest of a frame that was begun, must have come; None when nothing is owed."""
        return self._speak_by

    def take(self, data: bytes, now: float) -> list[Frame]:
        """What the peer says, its token as a bare `TOKEN`; `Misbehaved` when it is to be dropped."""
        frames = [self._admit(frame) for frame in self._reader.feed(data)]
        if self._reader.broken:
            raise Misbehaved(self._reader.broken)
        ended = data.count(b"\n")
        self._count(ended, now)
        self._set_deadline(ended, now)
        return frames

    def check(self, now: float) -> None:
        """`Misbehaved` when the peer owes a frame and its time is over."""
        if self._speak_by is not None and now >= self._speak_by:
            raise Misbehaved("a frame was begun and not ended" if self._is_admitted else "it showed no token in time")

    def _admit(self, frame: Frame) -> Frame:
        if self._is_admitted:
            return frame
        if frame.topic is not Topic.TOKEN or not hmac.compare_digest(frame.payload.encode(), self._token):
            raise Misbehaved("it does not know the token")
        self._is_admitted = True
        return Frame(Topic.TOKEN)

    def _count(self, frames: int, now: float) -> None:
        if now - self._second >= 1.0:
            self._second, self._in_second = now, 0
        self._in_second += frames
        if self._in_second > FRAMES_A_SECOND:
            raise Misbehaved(f"it sent more than {FRAMES_A_SECOND} frames in a second")

    def _set_deadline(self, ended: int, now: float) -> None:
        if self._is_admitted and not self._reader.is_within_frame:
            self._speak_by = None
        elif self._speak_by is None or ended:
            self._speak_by = now + SPEAK_WITHIN
