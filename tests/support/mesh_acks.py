"""What the hands of a mesh campaign were told as done: lines on disk before the next act, outside of any store."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Ack = Mapping[str, Any]  # a line of JSON


class AckLog:
    """Appends and fsyncs; a kill leaves at most half a line at the end."""

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def tell(self, ack: Ack) -> None:
        """On disk when it returns."""
        os.write(self._handle, json.dumps(dict(ack)).encode() + b"\n")
        os.fdatasync(self._handle)

    def close(self) -> None:
        """No more to tell."""
        os.close(self._handle)


def acks_in(folder: Path) -> Iterator[Ack]:
    """Every acknowledgement of every hand that was written whole; a hand that was killed goes on in a new line."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_bytes().split(b"\n"):
            try:
                yield json.loads(line)
            except ValueError:
                continue  # half a line: its act was committed and never acknowledged
