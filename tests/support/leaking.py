"""The program with a leak in it, to see whether a soak finds that: memory and open files that nobody gives back.

python -m tests.support.leaking node --data FOLDER
"""

from __future__ import annotations

import os
import runpy
import threading

EVERY_SECONDS = 1.0
BYTES, FILES_AFTER = 200_000, 10

_kept: list[object] = []


def leak(stop: threading.Event) -> None:
    """Keep a piece of memory every second and a file open every tenth."""
    while not stop.wait(EVERY_SECONDS):
        _kept.append(bytearray(os.urandom(1)) * BYTES)
        if len(_kept) % FILES_AFTER == 0:
            _kept.append(open(os.devnull, "rb"))  # noqa: SIM115  (left open is what it is for)


if __name__ == "__main__":
    threading.Thread(target=leak, args=(threading.Event(),), daemon=True, name="leak").start()
    runpy.run_module("aura_terminal", run_name="__main__", alter_sys=True)
