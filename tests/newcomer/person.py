"""Somebody in front of the display: reads what is new, finds a thing by its name, taps and types at a person's pace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.support.at_spi import AccessibilityBus, Seen
from tests.support.x_display import NeverShown, XDisplay

WORDS_A_SECOND = 4.0
FINDS_AFTER = 0.7
"""Seconds between having read and the finger on the button."""
LOOK_EVERY, PATIENCE, EDGE = 0.1, 60.0, 20
READ_ROLES = frozenset({"label", "push button", "button", "text"})
"""What is read through, once; rows of a list and single keys are looked over for the one that is wanted."""
SMALL, QUALITY = (683, 384), 72


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step: what was done, when it was done since the start, how long it took, what of that the machine took."""

    name: str
    done: str
    since: float
    seconds: float
    machine: float
    words: int
    picture: str


class Person:
    """Reads, taps and types on one display; `steps` is what was done so far, with times in seconds."""

    def __init__(self, display: XDisplay, bus: AccessibilityBus, pictures: Path, began: float, pace: float) -> None:
        self._display, self._bus, self._pictures = display, bus, pictures
        self._began, self._pace = began, pace
        self._machine, self._words = 0.0, 0
        self._known: frozenset[str] = frozenset()
        self._pending = ""
        self.steps: list[StepTaken] = []

    @contextmanager
    def step(self, name: str, done: str, *, is_pictured: bool = True) -> Iterator[None]:
        """One line of the record; its picture is that of the page before anything of it was tapped away."""
        at, self._machine, self._words = time.monotonic(), 0.0, 0
        self._pending = f"{len(self.steps) + 1:02}-{name}.webp" if is_pictured else ""
        picture = self._pending
        yield
        now = time.monotonic()
        since, took, machine = (round(each, 1) for each in (now - self._began, now - at, self._machine))
        self.steps.append(StepTaken(name, done, since, took, machine, self._words, picture))

    def machine(self, what: str, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait for the machine until it holds."""
        began, until = time.monotonic(), time.monotonic() + seconds
        while not holds():
            if time.monotonic() > until:
                names = ", ".join(each.name for each in self._bus.look())
                raise NeverShown(f"waited {seconds:.0f} s in vain for {what}; there is {names}")
            time.sleep(LOOK_EVERY)
        self._machine += time.monotonic() - began

    def work(self, act: Callable[[], None]) -> None:
        """Let the machine do something to its end."""
        began = time.monotonic()
        act()
        self._machine += time.monotonic() - began

    def sees(self, name: str) -> Seen | None:
        """What is called so, or begins so, the last of several: a sheet lies above its page."""
        seen = self._bus.look()
        exact = [each for each in seen if each.name == name] or [each for each in seen if each.name.startswith(name)]
        return exact[-1] if exact else None

    def names(self) -> tuple[str, ...]:
        """All that is in sight."""
        return tuple(each.name for each in self._bus.look())

    def read(self, until: str, seconds: float = PATIENCE) -> None:
        """Wait until this is in sight and nothing moves, then read what was not there before."""
        self.machine(until, lambda: self.sees(until) is not None, seconds)
        began = time.monotonic()
        self._display.settle(until)
        self._machine += max(0.0, time.monotonic() - began - 0.4)
        names = frozenset(each.name for each in self._bus.look() if each.role in READ_ROLES and len(each.name) > 1)
        words = sum(len(each.split()) for each in names - self._known)
        self._known |= names
        self._words += words
        time.sleep(words / WORDS_A_SECOND * self._pace)
        if self._pending:
            self.picture(self._pending)
            self._pending = ""

    def tap(self, name: str) -> None:
        """Put a finger on it, once it can be used."""
        self.machine(name, lambda: (seen := self.sees(name)) is not None and seen.is_enabled)
        time.sleep(FINDS_AFTER * self._pace)
        seen = self.sees(name)
        assert seen is not None
        while seen.middle[1] > self._display.size[1] - EDGE:
            self._display.wheel(seen.middle[0], self._display.size[1] // 2)
            time.sleep(LOOK_EVERY)
            before, seen = seen, self.sees(name)
            if seen is None or seen == before:
                raise NeverShown(f"{name} is below the window, and nothing scrolls to it")
        self._display.tap(*seen.middle)

    def scroll_to(self, name: str, inside: str) -> None:
        """Turn the wheel over a list until a row is in sight."""
        for _ in range(60):
            place, row = self.sees(inside), self.sees(name)
            if row is not None:
                return
            assert place is not None, inside
            self._display.wheel(*place.middle)
            time.sleep(LOOK_EVERY)
        raise NeverShown(f"{name} is not in {inside}")

    def type(self, text: str) -> None:
        """Type it, and end the field."""
        time.sleep(FINDS_AFTER * self._pace)
        self._display.type(text)
        self._display.press("Return")

    def picture(self, name: str) -> None:
        """A small picture of the display as it is."""
        whole = self._pictures / "whole" / f"{Path(name).stem}.png"
        whole.parent.mkdir(exist_ok=True)
        self._display.save(whole)
        with Image.open(whole) as picture:
            picture.resize(SMALL, Image.Resampling.LANCZOS).save(self._pictures / name, "WEBP", quality=QUALITY)
