"""A node without devices and store: it holds the folder, beats on the real bus, and answers a nudge with `changed`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from aura_terminal.store.errors import Refused
from aura_terminal.store.locks import Role, RoleLock
from sync.node.address import NodeAddress, forget_address, write_address
from sync.node.bus import BusServer
from sync.node.frames import Frame, Topic

TOKEN = "bare" + os.urandom(8).hex()


def serve(folder: Path) -> int:
    """Beat until asked to stop or until standard input ends."""
    lock = RoleLock(folder, Role.NODE)
    try:
        lock.take()
    except Refused:
        return 3
    heard: SimpleQueue[Frame] = SimpleQueue()
    bus = BusServer(TOKEN, heard.put)
    write_address(folder, NodeAddress(bus.open(), os.getpid(), "2026-05-31T10:00:00+00:00", "bare", TOKEN))
    Thread(target=watch_input, args=(heard,), daemon=True).start()
    while (topic := next_topic(heard)) is not Topic.STOP:
        if topic is Topic.SPOOL:
            bus.publish(Topic.CHANGED)
        elif topic is Topic.TOKEN:
            bus.publish(Topic.HEALTH, "[]")
        bus.publish(Topic.BEAT)
    forget_address(folder, TOKEN)
    bus.close()
    return 0


def next_topic(heard: SimpleQueue[Frame]) -> Topic:
    try:
        return heard.get(timeout=0.5).topic
    except Empty:
        return Topic.BEAT


def watch_input(heard: SimpleQueue[Frame]) -> None:
    while os.read(0, 100):
        continue
    heard.put(Frame(Topic.STOP))


if __name__ == "__main__":
    sys.exit(serve(Path(sys.argv[1])))
