"""A machine becomes a terminal of a store that exists: keys, snapshot, settings; whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from aura_terminal.app.machine_keys import MachineKeys
from aura_terminal.app.peer_identity import forget_credentials, keep_credentials, pin_key_name
from aura_terminal.app.setting_kinds import WrongValue
from aura_terminal.app.settings import FILE_NAME, SETTING_KINDS, Settings
from aura_terminal.app.settings_file import write_first_settings
from aura_terminal.app.wanted_days import WantedDays
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Ids
from aura_terminal.store.errors import Refused
from aura_terminal.store.folders import store_file
from aura_terminal.store.locks import Role, RoleLock
from aura_terminal.store.snapshots import install
from sync.net.addresses import write_address
from sync.net.certificates import ask_for_certificate, new_key
from sync.net.invitation import NotWelcome
from sync.net.joining import Joining, LostAtTheEnd
from sync.net.pairing_words import Welcome
from sync.net.tls import Credentials

INCOMING = "incoming.snapshot"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What was typed at the new machine, and the settings it is to have; `port` None keeps the usual one."""

    label: str
    code: str
    host: str
    port: int
    settings: Settings
    listen_on: int | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of it: the store, who let this machine in, and how many bytes the snapshot had."""

    label: str
    store_id: str
    inviter: str
    size: int


def join_store(folder: Path, newcomer: Newcomer, ids: Ids, random_bytes: Callable[[int], bytes]) -> Joined:
    """Join through the terminal that shows the code.

    Refused where a store is already, NotWelcome when the inviter refuses, `Unavailable` when the way to it broke. Then
    nothing is left behind, but for LostAtTheEnd.
    """
    _must_be_a_label(newcomer.label)
    if store_file(folder).exists():
        raise Refused(told("there is a store in {folder} already; name another folder with --data.", folder=folder))
    key, terminal_id = new_key(), ids.new()
    with _alone(folder), Joining(newcomer.host, newcomer.port) as talk:
        request = ask_for_certificate(key, terminal_id, newcomer.label)
        welcome = talk.prove(newcomer.code, request, random_bytes)
        mine = Credentials(
            terminal_id, newcomer.label, welcome.store_id, welcome.certificate, key, welcome.authority,
            welcome.authority_key,
        )  # fmt: skip
        with _nothing_left_behind(folder):
            size = talk.fetch(folder / INCOMING)
            _move_in(folder, newcomer, welcome, mine, ids)
            talk.settle()
    return Joined(newcomer.label, welcome.store_id, welcome.inviter, size)


def _move_in(folder: Path, newcomer: Newcomer, welcome: Welcome, mine: Credentials, ids: Ids) -> None:
    """Everything but the last word: keys first, the store last, since it is what makes this a terminal."""
    MachineKeys(folder).keep(pin_key_name(welcome.store_id), welcome.pin_key)
    keep_credentials(folder, mine)
    if not (folder / FILE_NAME).exists():
        write_first_settings(folder, _settings(newcomer))
    with (folder / INCOMING).open("rb") as snapshot:
        install(snapshot, folder, ids, store_id=welcome.store_id, label=newcomer.label)
    WantedDays(folder).want()


def _settings(newcomer: Newcomer) -> Settings:
    peers = newcomer.settings.peers
    inviter = write_address(newcomer.host, newcomer.port)
    listen_on = peers.port if newcomer.listen_on is None else newcomer.listen_on
    peers = replace(peers, port=listen_on, addresses=tuple(dict.fromkeys((*peers.addresses, inviter))))
    return replace(newcomer.settings, terminal=newcomer.label, peers=peers)


def _must_be_a_label(label: str) -> None:
    try:
        SETTING_KINDS["terminal"].read(label)
    except WrongValue as wrong:
        raise NotWelcome(
            told("A terminal cannot be called {label!r}; a label has to be {wrong}.", label=label, wrong=wrong)
        ) from wrong


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a set-up of the same folder, and a screen, out meanwhile."""
    lock = RoleLock(folder, Role.SCREEN)
    lock.take()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _nothing_left_behind(folder: Path) -> Iterator[None]:
    """Take away what was put into the folder when joining fails before the inviter may have written it down."""
    had_settings = (folder / FILE_NAME).exists()
    try:
        yield
    except LostAtTheEnd:
        raise
    except BaseException:
        forget_credentials(folder)
        for file in folder.glob(f"{store_file(folder).name}*"):
            file.unlink()
        if not had_settings:
            (folder / FILE_NAME).unlink(missing_ok=True)
        raise
    finally:
        (folder / INCOMING).unlink(missing_ok=True)
