"""A node without devices and store: it holds the folder, beats on the real bus, and answers a nudge with `changed`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from aura_terminal.domain.outages import Tier
from aura_terminal.ports.mesh_reads import Unshared
from aura_terminal.store.errors import Refused
from aura_terminal.store.locks import Role, RoleLock
from sync.mesh.contract import Presence
from sync.node.address import NodeAddress, forget_address, write_address
from sync.node.bus import BusServer
from sync.node.frames import Frame, Topic
from sync.node.words import Neighbourhood, encode_neighbourhood, encode_presences, read_saying

NEIGHBOURHOOD = Neighbourhood(Tier.STORE, True, ("R2",), (), Unshared(0, None))
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
    while (frame := next_frame(heard)).topic is not Topic.STOP:
        answer(bus, frame)
        bus.publish(Topic.BEAT)
    forget_address(folder, TOKEN)
    bus.close()
    return 0


def answer(bus: BusServer, frame: Frame) -> None:
    """What a node with one peer, R2, would say to this."""
    if frame.topic in (Topic.SPOOL, Topic.FACTS):
        bus.publish(Topic.CHANGED)
    elif frame.topic is Topic.TOKEN:
        bus.publish(Topic.HEALTH, "[]")
        bus.publish(Topic.PEERS, encode_neighbourhood(NEIGHBOURHOOD))
    elif frame.topic is Topic.SAID:
        said = read_saying(frame.payload, "R2")
        bus.publish(Topic.PRESENT, encode_presences([said] if isinstance(said, Presence) else []))
    elif frame.topic is Topic.TOUCH:
        bus.publish(Topic.PAIRED, "touched")
    elif frame.topic is Topic.ASK:
        bus.publish(Topic.PAIRED, f"asked {frame.payload}")
    elif frame.topic is Topic.PAIR:
        bus.publish(Topic.CODE, "7K2QD-0XV9M 300 47810")


def next_frame(heard: SimpleQueue[Frame]) -> Frame:
    try:
        return heard.get(timeout=0.5)
    except Empty:
        return Frame(Topic.BEAT)


def watch_input(heard: SimpleQueue[Frame]) -> None:
    while os.read(0, 100):
        continue
    heard.put(Frame(Topic.STOP))


if __name__ == "__main__":
    sys.exit(serve(Path(sys.argv[1])))
