"""What is said on the bus between a screen and its node: short lines of text, and a reader that trusts none of them.

A frame is `topic` or `topic payload`, UTF-8, ended by a newline. The reader takes the stream in pieces of any size and
answers the same frames however it was cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TO_NODE = 8 * 1024
LONGEST_TO_SCREEN = 256 * 1024
_LINE = re.compile(r"([a-z]{1,16})(?: ([^\x00-\x1f\x7f]*))?")


class Topic(StrEnum):
    """What a frame is about. None of them carries a fact: the store says what happened, a frame only says look."""

    TOKEN = "token"  # first frame of every connection, with the token of node.json
    SPOOL = "spool"  # to the node: jobs were spooled
    TOUCH = "touch"  # to the node: a finger or a key went down at this screen
    FACTS = "facts"  # to the node: the screen committed facts
    SAID = "said"  # to the node: what people are doing at this screen, as JSON
    ASK = "ask"  # to the node: an order's id and the label of who holds its money token; it is asked for here
    PAIR = "pair"  # to the node: show a pairing code
    SYNC = "sync"  # to the node: tell central back offices everything that is due, and mirror them anew
    ACCOUNT = "account"  # to the node: the account of a back office was changed
    WEIGH = "weigh"  # to the node: somebody looks at the scale; said again every second for as long as that is so
    LOAD = "load"  # to the node: so many grams lie on the pan of the simulated scale from now on
    SHOW = "show"  # to the node: what the customer display says, as JSON
    DEVICE = "device"  # to the node: something is asked of a device, as JSON
    CARDS = "cards"  # to the node: an attempt at a card was made, or is to be cancelled
    DRILL = "drill"  # to the node of a training store: which played printer loses its power; none: all have it
    STOP = "stop"  # to the node: end in order, as after SIGTERM
    BEAT = "beat"  # to the screen: the node lives
    CHANGED = "changed"  # to the screen: the node committed something
    HEALTH = "health"  # to the screen: how every device is, as JSON
    PEERS = "peers"  # to the screen: the store's other terminals and what is not shared yet, as JSON
    PRESENT = "present"  # to the screen: what people are doing at other terminals, as JSON
    CENTRAL = "central"  # to the screen: how every central back office stands, as JSON
    CODE = "code"  # to the screen: a pairing code and the seconds it is good for
    WEIGHT = "weight"  # to the screen: one answer of the scale, as JSON
    SCANNED = "scanned"  # to the screen: what a serial scanner read
    ANSWER = "answer"  # to the screen: what a device answered to that, as JSON
    READERS = "readers"  # to the screen: how every card terminal is and what it shows, as JSON
    PAIRED = "paired"  # to the screen: "joined" or "failed", and a label: what became of a code
    CALL = "call"  # to the node: something is asked of a back office while somebody waits, as JSON
    REPLY = "reply"  # to the screen: the next part of what it says, as JSON; nothing of it is kept


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the bus."""

    topic: Topic
    payload: str = ""


def encode_frame(frame: Frame) -> bytes:
    """The frame's bytes; `ValueError` for a payload that is more than one line."""
    line = f"{frame.topic} {frame.payload}" if frame.payload else frame.topic.value
    if _LINE.fullmatch(line) is None:
        raise ValueError(f"the payload of {frame.topic} holds control characters")
    return line.encode() + b"\n"


class FrameReader:
    """Reads frames from a stream; after the first line that is none, it is broken for good and reads no more."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._pending = bytearray()
        self._broken = ""

    @property
    def broken(self) -> str:
        """Why nothing more is read; empty while all is well."""
        return self._broken

    @property
    def is_within_frame(self) -> bool:
        """Whether the stream stopped in the middle of a frame."""
        return bool(self._pending)

    def feed(self, data: bytes) -> list[Frame]:
        """The frames completed by these bytes. A topic this version does not know is passed over."""
        frames: list[Frame] = []
        if self._broken:
            return frames
        *lines, rest = bytes(self._pending + data).split(b"\n")
        try:
            for line in lines:
                frame = self._read(line)
                if frame is not None:
                    frames.append(frame)
            self._check_length(rest)
        except ValueError as wrong:
            self._broken = str(wrong)
            rest = b""
        self._pending = bytearray(rest)
        return frames

    def _read(self, line: bytes) -> Frame | None:
        self._check_length(line)
        said = _LINE.fullmatch(line.decode())
        if said is None:
            raise ValueError("a line is not a topic and a payload")
        return Frame(Topic(said[1]), said[2] or "") if said[1] in set(Topic) else None

    def _check_length(self, line: bytes) -> None:
        if len(line) > self._longest:
            raise ValueError(f"a line is longer than {self._longest} bytes")
