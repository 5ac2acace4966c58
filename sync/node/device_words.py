"""What a screen asks of devices and what they answer, as lines of JSON on the bus."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

LONGEST_WORDS = 400
MOST_FOUND = 40


class Act(StrEnum):
    """What is asked."""

    READ = "read"  # how it is just now, in words: a status, a weight
    TRY = "try"  # look at it at once, however often it failed
    DISCOVER = "discover"  # what is plugged in or on the network and not set up yet
    IDENTIFY = "identify"  # who answers at an address
    SAMPLE = "sample"  # a test page at an address that is not set up yet


class Outcome(StrEnum):
    """How it went: done; not sure, as on a printer that confirms nothing; or not possible."""

    DONE = "done"
    UNSURE = "unsure"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DeviceAsk:
    """A question. `device` names one that is set up; the rest describes one that is not."""

    ask_id: str
    act: Act
    device: str = ""
    model: str = ""
    address: str = ""
    profile: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """Something that could be set up: `how` it was found (serial, usb, network), its address, and what it says it is.

    `profile` is the printer profile that fits best, "" where nothing was said.
    """

    how: str
    address: str
    title: str
    profile: str = ""


@dataclass(frozen=True, slots=True)
class DeviceAnswer:
    """An answer; `words` are for the person who asked. `drawer` is what its switch says, "" where there is none."""

    ask_id: str
    act: Act
    outcome: Outcome
    words: str = ""
    drawer: str = ""
    found: tuple[FoundDevice, ...] = ()


def encode_ask(ask: DeviceAsk) -> str:
    """One line of ASCII."""
    return json.dumps(asdict(ask))


def decode_ask(text: str) -> DeviceAsk:
    """The question; `ValueError` when the text is none of ours."""
    try:
        plain: dict[str, Any] = json.loads(text)
        return DeviceAsk(
            ask_id=str(plain["ask_id"]),
            act=Act(plain["act"]),
            device=str(plain["device"]),
            model=str(plain["model"]),
            address=str(plain["address"]),
            profile=str(plain["profile"]),
            options=tuple((str(name), str(value)) for name, value in plain["options"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise ValueError(f"nothing that is asked of a device: {wrong!r}") from wrong


def encode_answer(answer: DeviceAnswer) -> str:
    """One line of ASCII, no longer than a person reads."""
    plain = asdict(answer) | {"words": answer.words[:LONGEST_WORDS]}
    plain["found"] = [asdict(each) | {"title": each.title[:LONGEST_WORDS]} for each in answer.found[:MOST_FOUND]]
    return json.dumps(plain)


def decode_answer(text: str) -> DeviceAnswer:
    """The answer; `ValueError` when the text is none of ours."""
    try:
        plain: dict[str, Any] = json.loads(text)
        return DeviceAnswer(
            ask_id=str(plain["ask_id"]),
            act=Act(plain["act"]),
            outcome=Outcome(plain["outcome"]),
            words=str(plain["words"]),
            drawer=str(plain["drawer"]),
            found=tuple(_found(each) for each in plain["found"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise ValueError(f"no answer of a device: {wrong!r}") from wrong


def _found(plain: dict[str, Any]) -> FoundDevice:
    return FoundDevice(str(plain["how"]), str(plain["address"]), str(plain["title"]), str(plain["profile"]))
