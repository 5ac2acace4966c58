"""Logs for whoever is on the phone with the shop: one JSON object a line, in the data folder, for its owner alone.

A log call puts its record on a bounded queue and returns; a thread masks, formats and writes it. What cannot be queued
or written is counted, never waited for.
"""

from __future__ import annotations

import copy
import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import Queue
from typing import Any

from aura_terminal.app.masking import mask_cards, mask_secrets, mask_value

FIELDS = (
    *("order", "check", "ticket", "payment", "attempt", "drawer", "staff", "item", "barcode", "station", "view"),
    *("fact", "origin", "seq", "job", "route", "device", "peer", "step", "code", "milliseconds", "count", "bug"),
)
WAITING_LINES = 10_000
FILE_BYTES = 5_000_000
FILES_KEPT = 5


class LineFormatter(logging.Formatter):
    """One record as one JSON line: when, level, terminal, process, logger, what was said and `FIELDS`."""

    def __init__(self, terminal: str, process: str, card_seen: Callable[[int], None]) -> None:
        super().__init__()
        self._terminal = terminal
        self._process = process
        self._card_seen = card_seen

    def format(self, record: logging.LogRecord) -> str:
        """The line, masked; card numbers that were in it are reported by their count."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "terminal": self._terminal,
            "process": self._process,
            "logger": record.name,
            "said": self._masked(record.getMessage()),
        }
        line |= {name: mask_value(name, vars(record)[name]) for name in FIELDS if name in vars(record)}
        if record.exc_text:
            line["trace"] = self._masked(record.exc_text)
        return json.dumps(line, ensure_ascii=False, default=str)

    def _masked(self, text: str) -> str:
        masked, cards = mask_cards(mask_secrets(text))
        if cards:
            self._card_seen(cards)
        return masked


class PrivateFile(RotatingFileHandler):
    """A file for its owner alone that begins anew when it is full; counts the lines it could not write."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True)
        self.lost = 0

    def shouldRollover(self, record: logging.LogRecord) -> bool:
        """Whether the file is full, told by its size alone: a line is formatted once."""
        return self.stream is not None and self.stream.tell() >= FILE_BYTES

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600))

    def handleError(self, record: logging.LogRecord) -> None:
        """A line that cannot be written (a full disk, most often) is counted: a log must not stop a sale."""
        self.lost += 1

    def close(self) -> None:
        """Let the file go; lines a full disk would not take are counted already and are dropped here."""
        with suppress(OSError):
            super().close()


class Desk(QueueHandler):
    """Takes records in and returns at once."""

    def __init__(self, waiting: Queue[Any]) -> None:
        super().__init__(waiting)
        self.lost = 0

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """A copy that holds words only, so that nothing a caller changes later changes the line."""
        ready = copy.copy(record)
        ready.msg, ready.args = record.getMessage(), None
        if record.exc_info:
            ready.exc_text = logging.Formatter().formatException(record.exc_info)
            ready.exc_info = None
        return ready

    def handleError(self, record: logging.LogRecord) -> None:
        """A record that finds the queue full is counted."""
        self.lost += 1


class Logs:
    """The log of one process, from `open_logs` to `close`."""

    def __init__(self, file: Path, terminal: str, process: str) -> None:
        self.file = file
        self.cards_masked = 0
        waiting: Queue[Any] = Queue(WAITING_LINES)
        self._desk = Desk(waiting)
        self._writer = PrivateFile(file)
        self._writer.setFormatter(LineFormatter(terminal, process, self._count_cards))
        self._listener = QueueListener(waiting, self._writer)
        self._is_open = False

    @property
    def lines_lost(self) -> int:
        """How many lines could not be queued or written since the log was opened."""
        return self._desk.lost + self._writer.lost

    def open(self, level: int) -> None:
        """Send what every logger says, from this level up, to the file."""
        root = logging.getLogger()
        root.addHandler(self._desk)
        root.setLevel(level)
        self._listener.start()
        self._is_open = True

    def close(self) -> None:
        """Write what is waiting and let the file go; may be called twice."""
        logging.getLogger().removeHandler(self._desk)
        if self._is_open:
            self._is_open = False
            self._listener.stop()
        self._writer.close()

    def _count_cards(self, count: int) -> None:
        self.cards_masked += count


def open_logs(folder: Path, terminal: str, process: str, level: int = logging.INFO) -> Logs:
    """Begin to log this process to `logs/<process>.log` in the data folder; lasts until `close()`."""
    place = folder / "logs"
    place.mkdir(mode=0o700, exist_ok=True)
    logs = Logs(place / f"{process}.log", terminal, process)
    logs.open(level)
    return logs
