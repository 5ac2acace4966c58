"""A store on several terminals as a shop sets it up: the first founds it, the others are let in with a code each."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace

from aura_terminal.app.care_notes import AT_THE_MACHINE
from aura_terminal.app.opening import opened
from aura_terminal.domain.shop import Delivery
from aura_terminal.store.locks import Role
from tests.support.mesh_networks import Places
from tests.support.mesh_terminal import Terminal

DEVICES = "[[devices]]"


class NotFounded(Exception):
    """A terminal did not become part of the store; the text is what the program said."""


def found_mesh(terminals: Sequence[Terminal], network: Places) -> None:
    """Found the demo shop at the first terminal and let the others in; the first one's node is left running."""
    first, *others = terminals
    _said(first.run("init", "--store", "Campaign", "--shop", "demo", "--terminal", first.label))
    _half_without_paper(first)
    first.settle(network.place(first.label))
    first.start_node()
    first.wait_for_node()
    for other in others:
        shown = json.loads(_said(first.run("pair", "--show-code", "--json")))
        address = _inviter(network, first, other, shown["addresses"][0])
        place = network.place(other.label)
        words = ("pair", "--address", address, "--code", shown["code"], "--label", other.label)
        _said(other.run(*words, "--port", str(place.port), "--json"))
        other.settle(place)
        _share_devices(first, other)


def _half_without_paper(first: Terminal) -> None:
    """Every second station prints only what its screen does not take; the others print every ticket."""
    with opened(first.folder, Role.TOOL) as store:
        stations = sorted(store.shop.reads.kitchen.stations(), key=lambda station: station.id)
        documents = tuple(replace(station, delivery=Delivery.SCREEN) for station in stations[::2])
        store.shop.administration.put_documents(AT_THE_MACHINE, documents)


def _inviter(network: Places, first: Terminal, other: Terminal, shown: str) -> str:
    """Where a newcomer finds the terminal with the code: on its way through the network, where it has ways."""
    ways = network.place(other.label).addresses
    return ways[0] if ways else shown


def _share_devices(first: Terminal, other: Terminal) -> None:
    """The same simulated printers at every terminal, each with a tray of its own."""
    devices = (first.folder / "settings.toml").read_text("utf-8")
    own = other.folder / "settings.toml"
    text = own.read_text("utf-8")
    if DEVICES in devices and DEVICES not in text:
        own.write_text(f"{text.rstrip()}\n\n{devices[devices.index(DEVICES) :]}", "utf-8")


def _said(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode:
        raise NotFounded(f"{' '.join(map(str, done.args))} ended with {done.returncode}: {done.stderr.strip()[-600:]}")
    return done.stdout
