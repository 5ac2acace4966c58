"""Terminals on a network of their own: one namespace each, joined by a switch that loses and delays whole frames.

The switch is a thread here and no bridge of the kernel, because not every kernel has netem: the near end of each
cable is read as raw packets, and every frame to a terminal is thrown away with a given chance or handed on a while
later. Linux and root only; `NoWires` says what is missing.
"""

from __future__ import annotations

import fcntl
import heapq
import os
import selectors
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random

EVERY_PROTOCOL = 0x0003
OUTGOING = 4  # PACKET_OUTGOING of linux/if_packet.h: a frame we sent ourselves
SIOCETHTOOL = 0x8946
OFFLOADS = (0x00000017, 0x0000001F, 0x00000025)  # transmit checksums, TSO, GSO: ETHTOOL_S* of linux/ethtool.h
FRAME = 65_535
FLOODED = 1  # lowest bit of the first byte of an address: broadcast or multicast
NETWORK = "10.77.0"
ANSWERS_WITHIN = 30.0
IDLE_SECONDS = 0.05


class NoWires(Exception):
    """Namespaces cannot be made here, and why."""


@dataclass(frozen=True, slots=True)
class Weather:
    """What the air does to a frame on its way: the chance that it is lost, and a delay between two bounds."""

    loss: float = 0.02
    least_seconds: float = 0.002
    most_seconds: float = 0.015


@dataclass(eq=False)
class Cable:
    """One terminal's cable: its namespace, its address there, and our end of it."""

    label: str
    namespace: str
    address: str
    near: str
    raw: socket.socket
    is_pulled: bool = False


@dataclass(slots=True)
class Counted:
    """What the switch has done so far."""

    passed: int = 0
    lost: int = 0


@dataclass(order=True, slots=True)
class _Waiting:
    due: float
    place: int
    cable: Cable = field(compare=False)
    frame: bytes = field(compare=False)


class Wires:
    """The cables and the switch; made by `start`, gone after `close`."""

    def __init__(self, labels: Sequence[str], chance: Random, weather: Weather) -> None:
        self._labels, self._chance, self._weather = tuple(labels), chance, weather
        self._cables: dict[str, Cable] = {}
        self._homes: dict[bytes, Cable] = {}
        self._waiting: list[_Waiting] = []
        self._places = count()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._switch, name="switch", daemon=True)
        self.counted = Counted()

    def start(self) -> None:
        """Lay the cables and begin to switch. Raises NoWires where that is not allowed."""
        if sys.platform != "linux" or os.geteuid() != 0:
            raise NoWires("network namespaces need Linux and root")
        try:
            for number, label in enumerate(self._labels, 1):
                self._cables[label] = self._lay(label, number)
        except OSError as error:
            self.close()
            raise NoWires(f"network namespaces are not allowed here ({error})") from error
        self._thread.start()

    def close(self) -> None:
        """Take everything away."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(ANSWERS_WITHIN)
        for cable in self._cables.values():
            cable.raw.close()
        for number, label in enumerate(self._labels, 1):
            subprocess.run(("ip", "link", "del", _near(number)), capture_output=True, check=False)
            subprocess.run(("ip", "netns", "del", _namespace(label)), capture_output=True, check=False)

    def command(self, label: str, command: Sequence[str]) -> list[str]:
        """The command as it runs on that terminal's machine."""
        return ["ip", "netns", "exec", self._cables[label].namespace, *command]

    def address(self, label: str) -> str:
        """A terminal's IPv4 address."""
        return self._cables[label].address

    def pull(self, labels: Iterable[str]) -> None:
        """Pull these cables; pulling all of them is the router going off."""
        for label in labels:
            self._cables[label].is_pulled = True

    def plug(self, labels: Iterable[str]) -> None:
        """Plug them in again."""
        for label in labels:
            self._cables[label].is_pulled = False

    def _lay(self, label: str, number: int) -> Cable:
        namespace, near, far = _namespace(label), _near(number), f"{_near(number)}f"
        address = f"{NETWORK}.{number}"
        _ip("netns", "add", namespace)
        _ip("link", "add", near, "type", "veth", "peer", "name", far)
        _send_plain_frames(far)
        _ip("link", "set", far, "netns", namespace)
        _ip("link", "set", near, "up", "promisc", "on")
        for words in (f"addr add {address}/24 dev {far}", f"link set {far} up", "link set lo up"):
            _ip("-n", namespace, *words.split())
        _ip("-n", namespace, "route", "add", "default", "dev", far)  # multicast needs a way out
        raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL))
        raw.bind((near, 0))
        raw.setblocking(False)
        return Cable(label, namespace, address, near, raw)

    def _switch(self) -> None:
        with selectors.DefaultSelector() as selector:
            for cable in self._cables.values():
                selector.register(cable.raw, selectors.EVENT_READ, cable)
            while not self._ending.is_set():
                for key, _ in selector.select(self._pause()):
                    self._take(key.data)
                self._hand_on()

    def _pause(self) -> float:
        if not self._waiting:
            return IDLE_SECONDS
        return min(max(self._waiting[0].due - time.monotonic(), 0.0), IDLE_SECONDS)

    def _take(self, cable: Cable) -> None:
        try:
            while True:
                frame, origin = cable.raw.recvfrom(FRAME)
                if origin[2] != OUTGOING and not cable.is_pulled:
                    self._homes[frame[6:12]] = cable
                    self._send(cable, frame)
        except BlockingIOError:
            return

    def _send(self, source: Cable, frame: bytes) -> None:
        home = None if frame[0] & FLOODED else self._homes.get(frame[:6])
        for cable in (home,) if home else tuple(self._cables.values()):
            if cable is source:
                continue
            if cable.is_pulled or self._chance.random() < self._weather.loss:
                self.counted.lost += 1
                continue
            delay = self._chance.uniform(self._weather.least_seconds, self._weather.most_seconds)
            heapq.heappush(self._waiting, _Waiting(time.monotonic() + delay, next(self._places), cable, frame))

    def _hand_on(self) -> None:
        while self._waiting and self._waiting[0].due <= time.monotonic():
            waiting = heapq.heappop(self._waiting)
            try:
                waiting.cable.raw.send(waiting.frame)
            except OSError:  # a full queue loses a frame, as a real switch does
                self.counted.lost += 1
            else:
                self.counted.passed += 1


def _send_plain_frames(device: str) -> None:
    """Have the device compute checksums and cut segments itself, because nobody behind a raw socket would."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for command in OFFLOADS:
            value = bytearray(struct.pack("II", command, 0))
            address, _ = _pointer(value)
            request = struct.pack("16sP", device.encode(), address)
            fcntl.ioctl(asking, SIOCETHTOOL, request)


def _pointer(value: bytearray) -> tuple[int, object]:
    import ctypes

    held = (ctypes.c_char * len(value)).from_buffer(value)
    return ctypes.addressof(held), held


def _ip(*words: str) -> None:
    done = subprocess.run(("ip", *words), capture_output=True, text=True, timeout=ANSWERS_WITHIN, check=False)
    if done.returncode:
        raise OSError(f"ip {' '.join(words)}: {done.stderr.strip()}")


def _namespace(label: str) -> str:
    return f"aura-{os.getpid()}-{label}"


def _near(number: int) -> str:
    return f"aura{os.getpid() % 100_000}n{number}"
