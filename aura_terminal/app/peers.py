"""The node's side towards the store's other terminals, put together: network, mesh, discovery and pairing.

Nothing of it is loaded, and nothing listens, on a terminal that was never paired.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import SystemRandom

from aura_terminal.app.node_shop import NodeShop
from aura_terminal.app.outage_report import OutageReporter
from aura_terminal.app.peer_house import PeerHouse
from aura_terminal.app.peer_identity import found_credentials, is_paired, keep_credentials, read_credentials
from aura_terminal.app.peer_settings import PeerSettings
from aura_terminal.app.peer_watch import PeerWatch, Publish
from aura_terminal.app.wanted_days import WantedDays
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from sync.mesh.contract import Presence
from sync.net.central_line import CentralLine
from sync.net.certificates import as_text
from sync.net.discovery import Discovery, Sighting, store_digest
from sync.net.invitation import GOOD_FOR, Invitation
from sync.net.network import Me, PeerNetwork, Place
from sync.net.pairing_code import new_code
from sync.net.roll import Roll, roll_of
from sync.net.tls import Credentials, calling, listening
from sync.node.carriers import Carriers
from sync.node.frames import Frame, Topic
from sync.node.mesh_driver import MeshDriver
from sync.node.speakers import Speakers
from sync.node.store_queue import StoreQueue
from sync.node.words import read_saying
from sync.protocol import MESSAGE_LIMIT, Doing

_log = logging.getLogger(__name__)


class Peers:
    """Everything towards peers in one run of a node, from `open` to `close`; called by the node's own loop."""

    def __init__(
        self,
        folder: Path,
        settings: PeerSettings,
        queue: StoreQueue[NodeShop],
        clock: Clock,
        publish: Publish,
        broken: Callable[[BaseException], None],
        speakers: Speakers,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._publish = publish
        self._queue = queue
        self._mine = read_credentials(folder)
        self._paying: frozenset[OrderId] = frozenset()
        self._watch = PeerWatch(
            self._mine,
            OutageReporter(folder),
            WantedDays(folder),
            self._enrol,
            lambda: self._paying,
            publish,
            SystemRandom(),
            speakers,
        )
        self._driver: MeshDriver[NodeShop] = MeshDriver(queue, self._watch, clock, broken)
        self._house = PeerHouse(folder, self._mine, queue)
        self._network = PeerNetwork(
            _me(self._mine, folder),
            Place(settings.bind, settings.port, settings.addresses),
            self._driver,
            self._house,
            self._tell_outcome,
            longest_message=MESSAGE_LIMIT,
            chance=SystemRandom().random,
        )
        self._line = self._central_line(folder, clock, broken)
        self._discovery = Discovery(settings.bind, self._seen)
        self._discovering = ThreadPoolExecutor(1, "discovery")
        self._port = 0

    def open(self) -> None:
        """Listen, call and look for the others. `Unavailable` where nothing can listen at the address set."""
        self._driver.carry_by(self._network if self._line is None else Carriers(self._network, self._line))
        self._queue.write(self._keep_label).result()
        self._queue.write(self._tell_certificate).result()
        roll, addresses = self._queue.read(_remembered).result()
        self._port = self._network.open()
        self._network.enrol(roll)
        for address, terminal_id in addresses:
            self._network.learnt(address, terminal_id)
        _log.info("peers_listen on port %d", self._port)
        if self._settings.discovery:
            self._discovering.submit(self._announce)
        if self._line is not None:
            self._line.open()
        self._driver.tick()

    def _tell_certificate(self, opened: NodeShop) -> None:
        """So that what this terminal signs on paper can be read by those who cannot hear it."""
        opened.shop.terminals.certify(self._mine.terminal_id, as_text(self._mine.certificate))

    def close(self) -> None:
        """Say goodbye to everybody; may be called twice."""
        if self._line is not None:
            self._line.close()
        self._network.close()
        self._driver.close()
        self._house.close()
        self._discovering.shutdown(wait=True)
        self._discovery.close()

    def tick(self) -> None:
        """A quarter of a second has passed."""
        self._driver.tick()

    def committed(self) -> None:
        """Another process of this terminal committed facts."""
        self._driver.committed()

    def feel(self) -> None:
        """A finger went down at a screen of this terminal."""
        self._driver.feel()

    def welcome(self) -> None:
        """A screen arrived: tell it how things stand."""
        self._watch.tell_again()
        self._driver.tick()

    def hear(self, frame: Frame) -> None:
        """What a screen says about its people and its tokens; what makes no sense is passed over."""
        if frame.topic is Topic.ASK:
            order_id, _, holder = frame.payload.partition(" ")
            if order_id and holder:
                self._driver.ask_token(OrderId(order_id), holder)
        elif frame.topic is Topic.SAID:
            self._hear_presence(frame.payload)

    def show_code(self) -> None:
        """Show a new pairing code to whoever asked on the bus; the one before is withdrawn."""
        code = new_code(secrets.randbelow)
        self._network.show(Invitation(code, self._clock.monotonic(), secrets.token_bytes))
        self._publish(Topic.CODE, f"{code} {GOOD_FOR:.0f} {self._port}")
        if self._settings.discovery:
            self._discovering.submit(self._invite)
        _log.info("pairing_code_shown")

    def _central_line(self, folder: Path, clock: Clock, broken: Callable[[BaseException], None]) -> CentralLine | None:
        """The line to a central of our own; None where there is none, or nothing lets this terminal in."""
        if not self._settings.central:
            return None
        from aura_terminal.app.central_facts import account_of

        try:
            account = account_of(folder, self._settings, self._mine, clock)
        except Unavailable as trouble:
            _log.error("facts_off: %s", trouble)
            return None
        chance = SystemRandom().random
        return CentralLine(account, self._driver, chance, longest_message=MESSAGE_LIMIT, broken=broken)

    def _hear_presence(self, payload: str) -> None:
        try:
            said = read_saying(payload, self._mine.label)
        except ValueError as wrong:
            _log.warning("presence_unread: %s", wrong)
            return
        if isinstance(said, Presence):
            self._paying -= {said.order_id}
            if said.doing is Doing.PAYING:
                self._paying |= {said.order_id}
            self._driver.say(said)
        else:
            self._paying = frozenset() if said is None else self._paying - {said}
            self._driver.hush(said)

    def _keep_label(self, opened: NodeShop) -> None:
        """A terminal that was restored has a new label, and its peers call it by that from now on.

        `Unavailable` where the store is not the one this machine's keys were made for.
        """
        identity = opened.store.identity
        label = identity.label
        if identity.store_id != self._mine.store_id:
            raise _swapped(told("another store"))
        for row in opened.reads.mesh.terminals():
            is_mine = row.terminal_id == self._mine.terminal_id and row.revoked_at is None
            if is_mine and row.label != label:
                if row.label not in identity.formerly:
                    raise _swapped(
                        told("terminal {label}, and the keys are those of {other}", label=label, other=row.label)
                    )
                opened.shop.terminals.pair(row.terminal_id, label, row.fingerprint, paired_by=label)

    def _enrol(self, roll: Roll) -> None:
        self._network.enrol(roll)

    def _tell_outcome(self, word: str) -> None:
        self._publish(Topic.PAIRED, word)

    def _announce(self) -> None:
        if self._discovery.open():
            self._discovery.announce(self._mine.terminal_id, self._mine.label, self._mine.store_id, self._port)

    def _invite(self) -> None:
        self._discovery.invite(self._mine.terminal_id, self._mine.label, self._mine.store_id, self._port)

    def _seen(self, sighting: Sighting) -> None:
        if sighting.store == store_digest(self._mine.store_id):
            for address in sighting.addresses:
                self._network.announced(address, sighting.terminal_id)


def found(folder: Path, queue: StoreQueue[NodeShop], ids: Ids) -> None:
    """Make this terminal the first of its store that others can join; nothing happens where that was done before."""

    def write_down(opened: NodeShop) -> Credentials:
        mine = found_credentials(opened.store.identity, ids)
        opened.shop.terminals.pair(mine.terminal_id, mine.label, mine.fingerprint, paired_by=mine.label)
        return mine

    if not is_paired(folder):
        keep_credentials(folder, queue.write(write_down).result())


def _remembered(opened: NodeShop) -> tuple[Roll, tuple[tuple[str, str], ...]]:
    addresses = tuple((state.address, state.terminal_id) for state in opened.store.peers.states() if state.address)
    return roll_of(opened.reads.mesh.terminals()), addresses


def _me(mine: Credentials, folder: Path) -> Me:
    return Me(mine.terminal_id, mine.fingerprint, mine.certificate, listening(mine, folder), calling(mine, folder))


def _swapped(whose: str) -> Unavailable:
    return Unavailable(
        told("Peers"),
        told(
            "the store in this folder is that of {whose}: somebody put another file in its place. It "
            "meets no other terminal like this. Put the right file back, or go back to a copy with "
            "aura-terminal restore.",
            whose=whose,
        ),
    )
