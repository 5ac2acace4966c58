"""What a screen reader hears of the windows of other processes, over AT-SPI: names, places and states.

A bus of our own (dbus-daemon, at-spi2-core) that only the watched program is told of, so nothing of a person's desktop
is in it. A look walks the whole tree that is shown and asks for no more than it needs.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
PREFIX = "org.a11y.atspi."
ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
ON_SCREEN = 0
ANSWER_WITHIN, END_WITHIN = 20.0, 5.0
ENABLED, FOCUSED, SHOWING, VISIBLE = 8, 12, 25, 30
"""Bits of the states that AT-SPI numbers."""
WINDOW_ROLES = frozenset({"application", "frame", "dialog", "window"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing in sight: what it is called, what it is, where on the display, and whether it can be used."""

    name: str
    role: str
    left: int
    top: int
    width: int
    height: int
    is_enabled: bool
    is_focused: bool

    @property
    def middle(self) -> tuple[int, int]:
        """Where a finger goes."""
        return self.left + self.width // 2, self.top + self.height // 2


class NoBus(Exception):
    """There is no accessibility bus on this machine; the text says what is missing."""


class AccessibilityBus:
    """A session bus and the accessibility bus on it; `environment` is what the watched program has to be told."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        launcher = next((each for each in LAUNCHERS if Path(each).exists()), "")
        if not launcher:
            raise NoBus("at-spi-bus-launcher is missing (Debian: at-spi2-core)")
        address = f"unix:path={folder / 'bus'}"
        self._session = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address={address}"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dict(environment),
        )  # fmt: skip
        assert self._session.stdout is not None
        told = self._session.stdout.readline().decode().strip()
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": told, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        self._launcher = subprocess.Popen(
            [launcher, "--launch-immediately"], env={**environment, **self.environment},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        session = open_dbus_connection(told)
        try:
            (at,) = _call(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")
        finally:
            session.close()
        self._bus = open_dbus_connection(at)

    def __enter__(self) -> AccessibilityBus:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bus.close()
        for process in (self._launcher, self._session):
            process.terminate()
            process.wait(END_WITHIN)
        assert self._session.stdout is not None
        self._session.stdout.close()

    def look(self) -> tuple[Seen, ...]:
        """Everything in sight that has a name, of every program on this bus, in the order a reader meets it.

        A program that ends meanwhile, or is too busy to answer, is not in sight.
        """
        return tuple(self._walk(ROOT, is_window=True))

    def _walk(self, node: tuple[str, str], *, is_window: bool) -> Iterator[Seen]:
        try:
            seen, is_window = self._seen(node, is_window=is_window)
            children = [] if seen is None else self._children(node)
        except NotAnswered:
            return
        if seen is None:
            return
        if seen.name and not is_window and seen.width > 0:
            yield seen
        for child in children:
            yield from self._walk(child, is_window=is_window)

    def _seen(self, node: tuple[str, str], *, is_window: bool) -> tuple[Seen | None, bool]:
        """The node as it is, None where it is not shown; and whether its children may be windows."""
        (role,) = self._ask(node, "Accessible", "GetRoleName")
        is_window = is_window and role in WINDOW_ROLES | {"desktop frame"}
        (states,) = self._ask(node, "Accessible", "GetState")
        bits = states[0] | states[1] << 32 if len(states) > 1 else 0
        if not is_window and not (bits >> SHOWING & 1 and bits >> VISIBLE & 1):
            return None, False
        ((_, name),) = self._property(node, "Accessible", "Name")
        box = (0, 0, 0, 0)
        if not is_window:
            (box,) = self._ask(node, "Component", "GetExtents", "u", (ON_SCREEN,))
        return Seen(name, role, *box, bool(bits >> ENABLED & 1), bool(bits >> FOCUSED & 1)), is_window

    def _children(self, node: tuple[str, str]) -> list[tuple[str, str]]:
        (found,) = self._ask(node, "Accessible", "GetChildren")
        return [(bus, path) for bus, path in found]

    def _property(self, node: tuple[str, str], of: str, name: str) -> Any:
        words = (PREFIX + of, name)
        return _call(self._bus, node, "org.freedesktop.DBus.Properties", "Get", "ss", words)

    def _ask(self, node: tuple[str, str], of: str, what: str, kinds: str = "", words: tuple[Any, ...] = ()) -> Any:
        return _call(self._bus, node, PREFIX + of, what, kinds, words)


class NotAnswered(Exception):
    """Who was asked is gone, or answered with an error."""


def missing_tools() -> tuple[str, ...]:
    """What of it is not on this machine, by Debian's names."""
    found = {"dbus": any(Path(place, "dbus-daemon").exists() for place in os.get_exec_path())}
    found["at-spi2-core"] = any(Path(each).exists() for each in LAUNCHERS)
    return tuple(name for name, is_there in found.items() if not is_there)


def _call(
    bus: DBusConnection, node: tuple[str, str], interface: str, what: str, kinds: str = "",
    words: tuple[Any, ...] = (),
) -> Any:  # fmt: skip
    name, path = node
    call = new_method_call(DBusAddress(path, bus_name=name, interface=interface), what, kinds or None, words)
    try:
        answer = bus.send_and_get_reply(call, timeout=ANSWER_WITHIN)
    except (TimeoutError, OSError) as trouble:
        raise NotAnswered(str(trouble)) from trouble
    if answer.header.message_type is not MessageType.method_return:
        raise NotAnswered(str(answer.body))
    return answer.body
