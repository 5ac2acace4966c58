"""A life of a store in a process of its own, with strace attached: to write down what it does, or to hinder it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

START_SECONDS = 30
LIFE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Lived:
    """What a life said, each message with its words, and how its process ended (negative: by that signal)."""

    said: tuple[tuple[str, ...], ...]
    status: int

    def of_kind(self, kind: str) -> list[tuple[str, ...]]:
        """The messages that begin with a word, without it."""
        return [words[1:] for words in self.said if words[0] == kind]

    @property
    def kept(self) -> tuple[int, str]:
        """The last end of the chain that was told as kept."""
        ends = self.of_kind("kept")
        return (int(ends[-1][0]), ends[-1][1]) if ends else (0, "")


def why_not() -> str:
    """Why no process can be traced here; empty when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    lived = traced(lambda line: line.close(), ("-o", os.devnull, "-e", "trace=none"))
    return "" if isinstance(lived, Lived) else f"strace may not attach here ({lived})"


def traced(live: Callable[[socket.socket], None], options: tuple[str, ...]) -> Lived | str:
    """Live in a fork of this process under strace; words where strace could not attach.

    The fork stops itself until strace is there, so that calls are counted from the first one of the life.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        _fork(live, ours, theirs)
    theirs.close()
    os.waitpid(pid, os.WUNTRACED)
    tracer = subprocess.Popen(
        ("strace", "-p", str(pid), *options),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        refused = _wait_for_attach(tracer)
        os.kill(pid, signal.SIGKILL if refused else signal.SIGCONT)
        said = _heard(ours)
        _, status = os.waitpid(pid, 0)
    finally:
        with suppress(ProcessLookupError):
            tracer.wait(START_SECONDS)
        ours.close()
        assert tracer.stderr is not None
        tracer.stderr.close()
    return refused or Lived(said, os.waitstatus_to_exitcode(status))


def _fork(live: Callable[[socket.socket], None], ours: socket.socket, theirs: socket.socket) -> None:
    status = 1
    try:
        ours.close()
        os.kill(os.getpid(), signal.SIGSTOP)
        live(theirs)
        status = 0
    finally:
        os._exit(status)


def _wait_for_attach(tracer: subprocess.Popen[bytes]) -> str:
    assert tracer.stderr is not None
    words = tracer.stderr.readline().decode(errors="replace").strip()
    return "" if words.endswith("attached") else words or "no word from strace"


def _heard(line: socket.socket) -> tuple[tuple[str, ...], ...]:
    line.settimeout(LIFE_SECONDS)
    until, heard = monotonic() + LIFE_SECONDS, b""
    with suppress(TimeoutError):
        while monotonic() < until and (piece := line.recv(65536)):
            heard += piece
    whole = heard.rpartition(b"\x1e")[0]
    return tuple(tuple(part.decode().split("\x1f")) for part in whole.split(b"\x1e") if part)
