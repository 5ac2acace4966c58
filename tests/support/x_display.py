"""A display of its own whose picture can be read at any moment, with hands that tap and type as a person's do.

The picture is Xvfb's own memory, mapped from a file: reading it asks no program anything and costs none of them time.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PIL import Image

NEEDED = ("Xvfb", "xdotool")
LOOK_EVERY = 0.002
STILL_SECONDS = 0.4
HANDS_WITHIN = 20
KEY_GAP = 220  # milliseconds
_NCOLORS_AT, _BYTES_PER_LINE_AT, _COLOUR_BYTES = 76, 48, 12


class NeverShown(Exception):
    """What was waited for did not come on the display; the text says what."""


def missing() -> tuple[str, ...]:
    """The tools that are not on this machine."""
    return tuple(tool for tool in NEEDED if shutil.which(tool) is None)


class XDisplay:
    """An X server without a window manager; `name` is what DISPLAY has to be. Number 0 takes any that is free."""

    def __init__(self, folder: Path, number: int = 0, size: tuple[int, int] = (1366, 768)) -> None:
        self.size = size
        reading, writing = os.pipe()
        wanted = [f":{number}"] if number else []
        screen = ["-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp", "-fbdir", str(folder)]
        self._server = subprocess.Popen(
            ["Xvfb", *wanted, "-displayfd", str(writing), *screen],
            pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as told:
            self.name = f":{told.readline().strip()}"
        with (folder / "Xvfb_screen0").open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header, colours = (struct.unpack_from(">I", self._memory, at)[0] for at in (0, _NCOLORS_AT))
        self._line: int = struct.unpack_from(">I", self._memory, _BYTES_PER_LINE_AT)[0]
        self._from = int(header + colours * _COLOUR_BYTES)

    def __enter__(self) -> XDisplay:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._memory.close()
        self._server.terminate()
        self._server.wait(HANDS_WITHIN)

    def painted_share(self) -> float:
        """How much of the display is not the black of an empty one, by one line in sixteen; 0 to 1."""
        width, height = self.size
        lines = [self._memory[self._at(y) : self._at(y) + width * 4] for y in range(0, height, 16)]
        painted = sum(width - line.count(b"\0\0\0\0") for line in lines)
        return max(0.0, painted / (width * len(lines)))

    def wait_until(self, what: str, holds: Callable[[], bool], seconds: float = 60.0) -> float:
        """Look until it holds; the machine's time at which it was seen. `NeverShown` when it does not come."""
        until = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > until:
                raise NeverShown(f"waited {seconds:.0f} s in vain for {what}")
            time.sleep(LOOK_EVERY)
        return time.monotonic()

    def settle(self, what: str, seconds: float = 60.0) -> None:
        """Wait until the picture has not changed for a moment."""
        seen, since = self._digest(), time.monotonic()

        def is_still() -> bool:
            nonlocal seen, since
            now = self._digest()
            if now != seen:
                seen, since = now, time.monotonic()
            time.sleep(0.02)
            return time.monotonic() - since > STILL_SECONDS

        self.wait_until(f"a still picture: {what}", is_still, seconds)

    def save(self, file: Path) -> None:
        """The picture as it is, as PNG."""
        width, height = self.size
        rows = b"".join(self._memory[self._at(y) : self._at(y) + width * 4] for y in range(height))
        Image.frombytes("RGB", self.size, rows, "raw", "BGRX").save(file)

    def tap(self, x: int, y: int) -> None:
        """Touch a place."""
        self._hand("mousemove", str(x), str(y), "click", "1")

    def wheel(self, x: int, y: int) -> None:
        """Turn the wheel one notch down over a place."""
        self._hand("mousemove", str(x), str(y), "click", "5")

    def type(self, text: str) -> None:
        """Type as a person does, slower than a scanner."""
        self._hand("type", "--delay", str(KEY_GAP), text)

    def press(self, key: str) -> None:
        """Press a key, called as X calls it, such as `Return`."""
        self._hand("key", key)

    def _hand(self, *words: str) -> None:
        environment = {**os.environ, "DISPLAY": self.name}
        subprocess.run(["xdotool", *words], env=environment, timeout=HANDS_WITHIN, check=True)

    def _digest(self) -> bytes:
        return hashlib.blake2b(self._memory[self._from :], digest_size=8).digest()

    def _at(self, y: int) -> int:
        return self._from + y * self._line
