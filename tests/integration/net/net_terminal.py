"""A terminal as the network sees it: real TLS on loopback, with ears that remember and a house of memory."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from sync.net.certificates import certify
from sync.net.invitation import Invitation, Newcomer, NotWelcome
from sync.net.network import Me, PeerNetwork, Place
from sync.net.pairing_words import Welcome
from sync.net.roll import Member, Roll
from sync.net.tls import Credentials, calling, listening

LOOPBACK = "127.0.0.1"
LONGEST = 64 * 1024
PATIENCE = 15.0


class RememberingEars:
    """Everything the network told, in order."""

    def __init__(self) -> None:
        self.network: PeerNetwork | None = None
        self.links: dict[int, Member] = {}
        self.heard: list[tuple[str, bytes]] = []
        self.refusals: list[tuple[str, str]] = []
        self.connections = 0

    def connected(self, link: int, member: Member, address: str) -> None:
        self.links[link] = member
        self.connections += 1

    def received(self, link: int, message: bytes) -> None:
        self.heard.append((self.links[link].label, message))
        assert self.network is not None
        self.network.taken(link, len(message), 1)

    def lost(self, link: int) -> None:
        del self.links[link]

    def refused(self, who: str, why: str) -> None:
        self.refusals.append((who, why))

    def labels(self) -> set[str]:
        return {member.label for member in self.links.values()}

    def reasons(self) -> str:
        return "; ".join(why for _, why in self.refusals)


class MemoryHouse:
    """Lets newcomers in and hands out a snapshot of so many bytes."""

    def __init__(self, mine: Credentials, folder: Path, snapshot: bytes = b"the store" * 100_000) -> None:
        self._mine = mine
        self._folder = folder
        self._snapshot = snapshot
        self.taken_labels = {mine.label}
        self.paired: list[str] = []

    def prepare(self, newcomer: Newcomer) -> Future[Welcome]:
        done: Future[Welcome] = Future()
        if newcomer.label in self.taken_labels:
            done.set_exception(NotWelcome(f"There is a terminal {newcomer.label} already."))
            return done
        certificate = certify(newcomer.request, self._mine.authority, self._mine.authority_key)
        mine = self._mine
        done.set_result(
            Welcome(
                b"", mine.store_id, mine.label, certificate, mine.authority, mine.authority_key, b"p" * 32, ""
            )
        )  # fmt: skip
        return done

    def snapshot(self) -> Future[Path]:
        file = self._folder / f"snapshot-{len(self.paired)}"
        file.write_bytes(self._snapshot)
        done: Future[Path] = Future()
        done.set_result(file)
        return done

    def write_down(self, newcomer: Newcomer, certificate: bytes) -> Future[None]:
        self.paired.append(newcomer.label)
        done: Future[None] = Future()
        done.set_result(None)
        return done


class NetTerminal:
    """One terminal with an open network."""

    def __init__(self, mine: Credentials, roll: Roll, folder: Path, addresses: tuple[str, ...] = ()) -> None:
        self.mine = mine
        self.ears = RememberingEars()
        self.house = MemoryHouse(mine, folder)
        self.outcomes: list[str] = []
        me = Me(mine.terminal_id, mine.fingerprint, mine.certificate, listening(mine, folder), calling(mine, folder))
        self.network = PeerNetwork(
            me, Place(LOOPBACK, 0, addresses), self.ears, self.house, self.outcomes.append,
            longest_message=LONGEST, chance=random.Random(mine.terminal_id).random,
        )  # fmt: skip
        self.ears.network = self.network
        self.port = self.network.open()
        self.network.enrol(roll)

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def show(self, code: str) -> Invitation:
        """Open an invitation with this code."""
        invitation = Invitation(code, time.monotonic(), random.Random(1).randbytes)
        self.network.show(invitation)
        return invitation

    def link_to(self, label: str) -> int:
        return next(link for link, member in self.ears.links.items() if member.label == label)

    def say(self, label: str, message: bytes) -> None:
        """Send on the connection there is just now; nothing where there is none."""
        links = [link for link, member in tuple(self.ears.links.items()) if member.label == label]
        self.network.send([(link, message) for link in links])

    def hears(self, message: bytes) -> bool:
        return any(said == message for _, said in self.ears.heard)


def wait_until(condition: Callable[[], bool], within: float = PATIENCE) -> bool:
    """Whether it came true in time."""
    until, pause = time.monotonic() + within, threading.Event()
    while not condition():
        if time.monotonic() >= until:
            return False
        pause.wait(0.005)
    return True
