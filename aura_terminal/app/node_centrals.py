"""The node's central back offices as long as there may be none: a terminal that has none loads nothing of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from aura_terminal.app.central_settings import CentralSettings
from aura_terminal.app.peer_identity import is_paired
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.chance import Clock
from sync.node.frames import Frame, Topic

if TYPE_CHECKING:
    from aura_terminal.app.central_link import CentralBoard, CentralLink
    from aura_terminal.app.node_shop import NodeShop
    from sync.mesh.contract import GivenAccount
    from sync.node.speakers import Speakers
    from sync.node.store_queue import StoreQueue

_log = logging.getLogger(__name__)


class NodeCentrals:
    """Begins to speak with every back office that is set up; called by the node's own loop."""

    def __init__(
        self, folder: Path, centrals: tuple[CentralSettings, ...], queue: StoreQueue[NodeShop], clock: Clock,
        speakers: Callable[[], Speakers],
    ) -> None:  # fmt: skip
        self._folder = folder
        self._centrals = centrals
        self._queue = queue
        self._clock = clock
        self._speakers = speakers
        self._links: dict[str, CentralLink] = {}
        self._board: CentralBoard | None = None
        self._given: SimpleQueue[tuple[GivenAccount, ...]] = SimpleQueue()

    @property
    def links(self) -> tuple[CentralLink, ...]:
        """Those that were begun, by name."""
        return tuple(self._links[name] for name in sorted(self._links))

    def open(
        self, publish: Callable[[Topic, str], None], committed: Callable[[], None],
        broken: Callable[[BaseException], None],
    ) -> None:  # fmt: skip
        """Begin. What keeps this terminal from one of them is logged: it sells and prints all the same."""
        self._publish, self._committed, self._broken = publish, committed, broken
        if is_paired(self._folder):
            self._queue.read(lambda opened: self._speakers().when_given.append(self._given.put))
        for central in self._centrals:
            self.begin(central)

    def begin(self, central: CentralSettings) -> None:
        """Speak with one more from now on; nothing happens when that was begun before."""
        from aura_terminal.app.central_link import CentralBoard, CentralLink, Told

        name = central.connector.value
        if name in self._links:
            return
        self._board = self._board or CentralBoard(self._publish)
        told = Told(self._publish, self._committed, self._broken)
        link = CentralLink(self._folder, central, self._queue, self._clock, self._speakers(), self._board, told)
        try:
            link.open()
        except (Unavailable, OSError) as trouble:
            _log.error("central_off: %s", trouble, extra={"connector": name})
            link.close()
        else:
            self._links[name] = link

    def close(self) -> None:
        """Let everything go; may be called twice."""
        for link in self._links.values():
            link.close()

    def tick(self) -> None:
        """A quarter of a second has passed."""
        while not self._given.empty():
            for account in self._given.get():
                self._take(account)
        for link in self._links.values():
            link.tick()

    def committed(self) -> None:
        """Facts were committed, by this terminal or by another one."""
        for link in self._links.values():
            link.committed()

    def hear(self, frame: Frame) -> None:
        """What a screen, or a command, says to the node."""
        if frame.topic is Topic.ACCOUNT:
            for central in self._centrals:
                self.begin(central)
        for link in self._links.values():
            if frame.topic is Topic.TOUCH:
                link.feel()
            elif frame.topic is Topic.FACTS:
                link.committed()
            elif frame.topic is Topic.SYNC:
                link.begin_round()
            elif frame.topic is Topic.ACCOUNT:
                link.read_account()
            elif frame.topic is Topic.TOKEN:
                link.tell_again()
        if frame.topic is Topic.TOKEN and self._board is not None:
            self._queue.read(self._tell)

    def _take(self, given: GivenAccount) -> None:
        """Another terminal of the store has an account: this one may then speak for the store as well."""
        from aura_terminal.app.central_accounts import keep_given

        link = self._links.get(given.connector)
        if link is not None:
            link.take(given)
            return
        known = next((one for one in self._centrals if one.connector.value == given.connector), None)
        store_id = self._queue.read(lambda opened: opened.store.identity.store_id).result()
        central = keep_given(self._folder, store_id, given, known)
        if central is not None:
            _log.info("central_given", extra={"connector": given.connector})
            self._centrals = (*(one for one in self._centrals if one is not known), central)
            self.begin(central)

    def _tell(self, opened: NodeShop) -> None:
        assert self._board is not None
        self._board.tell()
