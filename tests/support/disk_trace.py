"""What a life did to its disk, read from strace's record of it, and every disk a power cut may have left of it.

The model is that of a file system that keeps its names in order: what was written is certain once its file was synced
without an error, names are certain in the order of their changes, and the rest may be there whole, in part, torn
within a sector, in any order or not at all. What a sync that failed should have carried may be lost for good, whatever
is synced later (Rebello and others, USENIX ATC 2020).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from pathlib import Path
from random import Random

SECTOR = 512
CALLS = (
    "openat,close,pwrite64,write,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,sendto"
)
OPTIONS = ("-xx", "-s", "16777216", "-e", f"trace={CALLS}", "-e", "signal=none")

_LINE = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_UNSEEN = ("-shm", ".lock", "ballast")  # the log's index is made anew after a crash; the others hold no sale


class Act(Enum):
    """What a call did to the disk."""

    NAMED = "named"
    WROTE = "wrote"
    CUT = "cut"
    SYNCED = "synced"
    SYNC_FAILED = "sync failed"
    RENAMED = "renamed"
    UNLINKED = "unlinked"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Event:
    """One call: on which file (a number for its whole life), at which place, with which bytes or words."""

    act: Act
    file: int = -1
    place: int = 0
    data: bytes = b""
    name: str = ""
    other: str = ""


class Left(StrEnum):
    """What of the unsynced writes a power cut left."""

    NOTHING = "nothing"
    ALL = "all"
    BEGINNING = "beginning"
    SECTORS = "sectors"
    HOLES = "holes"


@dataclass(slots=True)
class _Write:
    place: int
    data: bytes
    is_cut: bool = False
    is_certain: bool = False
    is_doubtful: bool = False


@dataclass(slots=True)
class _File:
    certain: bytearray
    writes: list[_Write] = field(default_factory=list)


def read_trace(lines: Iterable[str], folder: Path, found: Iterable[str]) -> list[Event]:
    """The events of a trace that concern a folder, in order; `found` are the names that were in it before."""
    return list(_Reader(folder, found).events(lines))


def files_in(folder: Path) -> dict[str, bytes]:
    """What a folder holds, by name; that is what a power cut is judged by."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(_UNSEEN)
    }


class _Reader:
    """Follows file descriptors and names through a trace."""

    def __init__(self, folder: Path, found: Iterable[str]) -> None:
        self._folder = folder
        self._open: dict[int, tuple[int, str]] = {}
        self._places: dict[int, int] = {}
        self._names = {name: number for number, name in enumerate(found)}
        self._count = len(self._names)

    def events(self, lines: Iterable[str]) -> Iterator[Event]:
        for line in lines:
            found = _LINE.match(line)
            if found:
                yield from self._event(found[1], found[2], int(found[3]))

    def _event(self, call: str, said: str, result: int) -> Iterator[Event]:
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(said)]
        number = int(said.split(",")[0]) if said[:1].isdigit() else -1
        if call == "sendto" and result > 0:
            yield Event(Act.SAID, data=texts[0])
        elif call == "openat" and result >= 0:
            yield from self._opened(texts[0].decode(), said, result)
        elif call.startswith("rename") and result == 0:
            yield from self._renamed(texts[0].decode(), texts[1].decode())
        elif call.startswith("unlink") and result == 0:
            yield from self._unlinked(texts[0].decode())
        elif number in self._open:
            yield from self._on_open(call, said, number, texts, result)

    def _on_open(self, call: str, said: str, number: int, texts: list[bytes], result: int) -> Iterator[Event]:
        file, name = self._open[number]
        if call == "close":
            del self._open[number]
        elif call in ("fsync", "fdatasync"):
            yield Event(Act.SYNCED if result == 0 else Act.SYNC_FAILED, file, name=name)
        elif call == "ftruncate" and result == 0:
            yield Event(Act.CUT, file, int(said.split(",")[1]))
        elif call == "pwrite64" and result > 0:
            yield Event(Act.WROTE, file, int(said.rsplit(",", 1)[1]), texts[0][:result])
        elif call == "write" and result > 0:
            place = self._places.get(number, 0)
            self._places[number] = place + result
            yield Event(Act.WROTE, file, place, texts[0][:result])

    def _opened(self, path: str, said: str, number: int) -> Iterator[Event]:
        name = self._name(path)
        if name is None:
            self._open.pop(number, None)
            return
        if name not in self._names:
            self._names[name] = self._count
            self._count += 1
            if name:
                yield Event(Act.NAMED, self._names[name], name=name)
        file = self._names[name]
        self._open[number], self._places[number] = (file, name), 0
        if "O_TRUNC" in said:
            yield Event(Act.CUT, file, 0)

    def _renamed(self, old: str, new: str) -> Iterator[Event]:
        before, after = self._name(old), self._name(new)
        if before is not None and after is not None and before in self._names:
            self._names[after] = self._names.pop(before)
            yield Event(Act.RENAMED, self._names[after], name=before, other=after)

    def _unlinked(self, path: str) -> Iterator[Event]:
        name = self._name(path)
        if name is not None and name in self._names:
            yield Event(Act.UNLINKED, self._names.pop(name), name=name)

    def _name(self, path: str) -> str | None:
        """The name within the folder, empty for the folder and those in it; None for what no power cut is judged by."""
        place = Path(path)
        if path.endswith(_UNSEEN) or not place.is_relative_to(self._folder):
            return None
        return "" if place.is_dir() else place.relative_to(self._folder).as_posix()


class Disk:
    """A disk that has seen so many events of a trace; `after_a_cut` is what it may hold when power returns."""

    def __init__(self, found: dict[str, bytes], *, obeys: bool = True) -> None:
        """`found` is what lay in the folder before the first event; a disk that does not obey ignores every sync."""
        self._obeys = obeys
        self._files = {number: _File(bytearray(content)) for number, content in enumerate(found.values())}
        self._names = {name: number for number, name in enumerate(found)}
        self._changes: list[Event] = []

    def see(self, event: Event) -> None:
        """Take one more event."""
        if event.act is Act.SAID:
            return
        file = self._files.setdefault(event.file, _File(bytearray()))
        if event.act in (Act.NAMED, Act.RENAMED, Act.UNLINKED):
            self._changes.append(event)
        elif event.act is Act.SYNCED and self._obeys:
            self._synced(event, file)
        elif event.act in (Act.WROTE, Act.CUT):
            file.writes.append(_Write(event.place, event.data, event.act is Act.CUT))
        elif event.act is Act.SYNC_FAILED:
            for write in file.writes:
                write.is_doubtful = write.is_doubtful or not write.is_certain

    def after_a_cut(self, chance: Random, left: Left) -> dict[str, bytes]:
        """One of the contents of the folder that power may come back to."""
        names = dict(self._names)
        some = {Left.ALL: len(self._changes), Left.NOTHING: 0}
        kept = some.get(left, chance.randint(0, len(self._changes)))
        for change in self._changes[:kept]:
            _change(names, change)
        return {name: _content(self._files[file], chance, left) for name, file in names.items()}

    def _synced(self, event: Event, file: _File) -> None:
        upto = len(self._changes) if event.name == "" else _last_about(self._changes, event.file)
        for change in self._changes[:upto]:
            _change(self._names, change)
        del self._changes[:upto]
        for write in file.writes:
            write.is_certain = write.is_certain or not write.is_doubtful
        while file.writes and file.writes[0].is_certain:
            _apply(file.certain, file.writes.pop(0))


def _last_about(changes: Sequence[Event], file: int) -> int:
    """How many changes of names a sync of a file carries: all up to the last one about it."""
    return max((place + 1 for place, change in enumerate(changes) if change.file == file), default=0)


def _change(names: dict[str, int], change: Event) -> None:
    if change.act is Act.NAMED:
        names[change.name] = change.file
    elif change.act is Act.UNLINKED:
        names.pop(change.name, None)
    else:
        names.pop(change.name, None)
        names[change.other] = change.file


def _content(file: _File, chance: Random, left: Left) -> bytes:
    content = bytearray(file.certain)
    loose = sum(not write.is_certain and not write.is_doubtful for write in file.writes)
    beyond = -chance.randint(0, loose)
    for write in file.writes:
        if write.is_certain:
            _apply(content, write)
        elif write.is_doubtful:
            if chance.random() < 0.5:
                _apply(content, write)
        else:
            _apply_loose(content, write, beyond, chance, left)
            beyond += 1
    return bytes(content)


def _apply_loose(content: bytearray, write: _Write, beyond: int, chance: Random, left: Left) -> None:
    if left is Left.ALL or (left is Left.BEGINNING and beyond < 0):
        _apply(content, write)
    elif left is Left.BEGINNING and beyond == 0 and not write.is_cut:
        _apply(content, _Write(write.place, write.data[: chance.randint(0, len(write.data))]))
    elif left in (Left.SECTORS, Left.HOLES) and write.is_cut:
        if chance.random() < 0.5:
            _apply(content, write)
    elif left in (Left.SECTORS, Left.HOLES):
        _apply_sectors(content, write, chance, left)


def _apply_sectors(content: bytearray, write: _Write, chance: Random, left: Left) -> None:
    for at in range(0, len(write.data), SECTOR):
        if chance.random() < 0.5:
            _apply(content, _Write(write.place + at, write.data[at : at + SECTOR]))
        elif left is Left.HOLES and write.place + at >= len(content):
            _apply(content, _Write(write.place + at, bytes(len(write.data[at : at + SECTOR]))))


def _apply(content: bytearray, write: _Write) -> None:
    if write.is_cut:
        del content[write.place :]
        content.extend(bytes(write.place - len(content)))
        return
    if len(content) < write.place:
        content.extend(bytes(write.place - len(content)))
    content[write.place : write.place + len(write.data)] = write.data
