"""Charges that could not be kept in the store and are taken back: written aside, on disk before the reversal begins.

The file is made with all its room at the start, so that it can be written on a disk that is full. It is a log: lines of
JSON, one after the other, never written over; when nothing is pending any more it begins anew at the next start. A
line that a power cut left unfinished was never acted on, because its reversal waits for the sync.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from aura_terminal.domain.card_numbers import without_cards
from aura_terminal.domain.card_slips import CardAmounts, CardEntry, CardProof, CardSlip
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.domain.telling import told
from aura_terminal.ports.card_reader import CardApproved

ROOM = 64 * 1024
"""Some fifty charges: more than anybody takes while nothing can be written."""


@dataclass(frozen=True, slots=True)
class TakingBack:
    """A charge that is being reversed under `key`; `original_key` is what the terminal was told for the charge."""

    attempt_id: AttemptId
    reader: str
    original_key: str
    key: str
    note: str
    label: str
    approved: CardApproved


class ReversalFile:
    """The charges of one terminal that are being taken back. Used by one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pending: dict[AttemptId, TakingBack] = {}
        self._end = 0

    def open(self) -> None:
        """Read what is pending, and take the room; `Unavailable` when the folder cannot be written."""
        self._pending, self._end = {}, 0
        try:
            text = self._path.read_bytes() if self._path.exists() else b""
            for line in text.split(b"\n")[:-1]:
                self._read(line)
                self._end += len(line) + 1
            if not self._pending:
                self._end = 0
                self._write(b" " * ROOM, 0)
        except OSError as error:
            raise Unavailable(self._path.name, told("cannot be used: {reason}", reason=error.strerror)) from error

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._path

    @property
    def pending(self) -> tuple[TakingBack, ...]:
        """What is to be taken back, or was and is not in the store yet."""
        return tuple(self._pending.values())

    def put(self, taking: TakingBack) -> None:
        """Write it aside, on disk when this returns; another key replaces its own, the same again needs no more room.

        `Unavailable` when it cannot be written.
        """
        kept = _without_lines(taking)
        if self._pending.get(taking.attempt_id) != kept:
            self._append(asdict(kept))
            self._pending[taking.attempt_id] = kept

    def done(self, attempt_id: AttemptId) -> None:
        """The store has it."""
        self._append({"done": attempt_id})
        self._pending.pop(attempt_id, None)

    def _append(self, entry: Mapping[str, object]) -> None:
        data = without_cards(json.dumps(entry)).encode() + b"\n"
        try:
            self._write(data, self._end)
        except OSError as error:
            raise Unavailable(self._path.name, told("cannot be written: {reason}", reason=error.strerror)) from error
        self._end += len(data)

    def _write(self, data: bytes, at: int) -> None:
        is_new = not self._path.exists()
        with open(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0) as file:
            file.seek(at)
            written = 0
            while written < len(data):
                written += file.write(data[written:])
            os.fsync(file.fileno())
        if is_new and os.name == "posix":
            _sync_folder(self._path.parent)

    def _read(self, line: bytes) -> None:
        """One line; what a power cut left unfinished says nothing."""
        try:
            plain: Mapping[str, Any] = json.loads(line)
            if "done" in plain:
                self._pending.pop(AttemptId(plain["done"]), None)
                return
            taking = _taking(plain)
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        self._pending[taking.attempt_id] = taking


def _taking(plain: Mapping[str, Any]) -> TakingBack:
    said = plain["approved"]
    slip: dict[str, Any] = {**said["slip"], "cardholder": (), "merchant": ()}
    slip |= {"entry": CardEntry(slip["entry"]), "proof": CardProof(slip["proof"])}
    amounts = {name: Money(money["minor"], money["currency"]) for name, money in said["amounts"].items()}
    approved = CardApproved(CardAmounts(**amounts), CardSlip(**slip), said["reference"], said["offline"])
    return TakingBack(
        AttemptId(plain["attempt_id"]), plain["reader"], plain["original_key"], plain["key"], plain["note"],
        plain["label"], approved,
    )  # fmt: skip


def _without_lines(taking: TakingBack) -> TakingBack:
    """The terminal's own receipt is no part of it, so that every entry is short."""
    slip = replace(taking.approved.slip, cardholder=(), merchant=())
    return replace(taking, approved=replace(taking.approved, slip=slip))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
