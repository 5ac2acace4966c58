"""The two networks a mesh campaign runs on: ways through a router on the loopback, or wires between namespaces."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from random import Random
from typing import Protocol

from tests.support.mesh_router import Line, Router, Traffic, Way
from tests.support.mesh_terminal import Place
from tests.support.mesh_wires import Weather, Wires

FIRST_PORT = 47_900
ANYWHERE = "0.0.0.0"


class Places(Protocol):
    """Where terminals are, and how their processes are run."""

    def start(self) -> None:
        """Lay everything."""

    def close(self) -> None:
        """Take everything away."""

    def place(self, label: str) -> Place:
        """Where a terminal listens and calls."""

    def command(self, label: str, command: Sequence[str]) -> Sequence[str]:
        """A command as it is run on that terminal's machine."""


class Network(Places, Protocol):
    """What a campaign does to the network between its terminals."""

    def cut(self, labels: Iterable[str], line: Line) -> None:
        """Take terminals off the network: their connections end, or hang half-open."""

    def heal(self) -> None:
        """Everybody reaches everybody."""


def loopback_host(labels: Sequence[str], label: str) -> str:
    """A loopback address that no other of these terminals has, nor those of another run at the same time."""
    run = os.getpid()
    return f"127.{64 + run % 128}.{run // 128 % 256}.{labels.index(label) + 1}"


class RoutedNetwork:
    """Every terminal at a loopback address of its own, which the others reach through the router alone."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = tuple(labels)
        self._router = Router()
        self._ways: dict[tuple[str, str], Way] = {}

    def start(self) -> None:
        self._router.start()
        for one in self._labels:
            for other in self._labels:
                if one != other:
                    target = (self._host(other), FIRST_PORT)
                    self._ways[one, other] = self._router.lay(lambda target=target: target)  # type: ignore[misc]

    def close(self) -> None:
        self._router.close()

    def place(self, label: str) -> Place:
        ways = tuple(f"127.0.0.1:{way.port}" for (one, _), way in self._ways.items() if one == label)
        return Place(self._host(label), FIRST_PORT, ways, discovery=False)

    def command(self, label: str, command: Sequence[str]) -> Sequence[str]:
        return command

    def cut(self, labels: Iterable[str], line: Line) -> None:
        gone = set(labels)
        self._router.set([way for ends, way in self._ways.items() if gone & set(ends)], line)

    def heal(self) -> None:
        self._router.set(self._ways.values(), Line.UP)

    def traffic(self) -> list[Traffic]:
        """What went over every way so far."""
        return [way.traffic for way in self._ways.values()]

    def _host(self, label: str) -> str:
        return loopback_host(self._labels, label)


class DirectNetwork:
    """Every terminal at a loopback address of its own, and nothing between them."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = tuple(labels)

    def start(self) -> None:
        """There is nothing to lay."""

    def close(self) -> None:
        """There is nothing to take away."""

    def place(self, label: str) -> Place:
        others = tuple(f"{loopback_host(self._labels, other)}:{FIRST_PORT}" for other in self._labels if other != label)
        return Place(loopback_host(self._labels, label), FIRST_PORT, others, discovery=False)

    def command(self, label: str, command: Sequence[str]) -> Sequence[str]:
        return command


class WiredNetwork:
    """Every terminal in a namespace of its own; they find each other by themselves, and the air loses frames."""

    def __init__(self, labels: Sequence[str], chance: Random, weather: Weather) -> None:
        self._labels = tuple(labels)
        self.wires = Wires(labels, chance, weather)

    def start(self) -> None:
        self.wires.start()

    def close(self) -> None:
        self.wires.close()

    def place(self, label: str) -> Place:
        return Place(ANYWHERE, FIRST_PORT, (), discovery=True)

    def command(self, label: str, command: Sequence[str]) -> Sequence[str]:
        return self.wires.command(label, command)

    def cut(self, labels: Iterable[str], line: Line) -> None:
        """A pulled cable says nothing to either end, so that cut and stalled are the same here."""
        self.wires.pull(labels)

    def heal(self) -> None:
        self.wires.plug(self._labels)
