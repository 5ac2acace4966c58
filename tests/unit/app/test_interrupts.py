"""Ctrl-C ends a program also where it came within a destructor."""

from __future__ import annotations

import subprocess
import sys

LIFE = """
import signal, sys, time, weakref
from aura_terminal.app.interrupts import keep_interrupts

class Thing:
    pass

def callback(reference):
    global dropped
    dropped += 1
    if dropped == 1:
        signal.raise_signal(signal.SIGINT)

dropped = 0
{keep}
try:
    for _ in range(100):
        thing = Thing()
        reference = weakref.ref(thing, callback)
        del thing
        time.sleep(0.02)
except KeyboardInterrupt:
    sys.exit(130)
"""


def lived(*, keep: bool) -> subprocess.CompletedProcess[str]:
    life = LIFE.format(keep="keep_interrupts()" if keep else "")
    return subprocess.run([sys.executable, "-c", life], capture_output=True, text=True, timeout=60, check=False)


def test_without_it_python_drops_what_comes_within_a_destructor() -> None:
    assert lived(keep=False).returncode == 0  # otherwise the next test would show nothing


def test_an_interrupt_that_was_dropped_comes_again() -> None:
    ended = lived(keep=True)
    assert (ended.returncode, ended.stderr) == (130, "")


def test_what_else_cannot_be_raised_is_said_as_before() -> None:
    life = "from aura_terminal.app.interrupts import keep_interrupts\nkeep_interrupts()\n" + (
        "class Bad:\n    def __del__(self): raise ValueError('told')\nBad()\n"
    )
    ended = subprocess.run([sys.executable, "-c", life], capture_output=True, text=True, timeout=60, check=True)
    assert "ValueError: told" in ended.stderr
