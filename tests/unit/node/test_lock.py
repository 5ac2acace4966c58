"""One node per data folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sync.node.lock import HeldElsewhere, NodeLock

HOLD = """
import sys
from pathlib import Path
from sync.node.lock import NodeLock
lock = NodeLock(Path(sys.argv[1]))
lock.take("process 77 since noon")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_lock_learns_who_holds_the_folder(tmp_path: Path) -> None:
    first, second = NodeLock(tmp_path), NodeLock(tmp_path)
    first.take("process 5 since noon")
    with pytest.raises(HeldElsewhere, match="process 5 since noon"):
        second.take("process 6")
    first.release()
    second.take("process 6")
    second.release()
    second.release()


def test_a_killed_process_gives_the_folder_back(tmp_path: Path) -> None:
    lock = NodeLock(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HeldElsewhere) as told:
            lock.take("us")
        assert told.value.holder == "process 77 since noon"
        holder.kill()
    lock.take("us")
    lock.release()


def test_a_shorter_holder_leaves_nothing_of_a_longer_one(tmp_path: Path) -> None:
    for holder in ("a rather long holder", "short"):
        lock = NodeLock(tmp_path)
        lock.take(holder)
        with pytest.raises(HeldElsewhere) as told:
            NodeLock(tmp_path).take("us")
        assert told.value.holder == holder
        lock.release()
