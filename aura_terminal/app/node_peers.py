"""The node's peers as long as there may be none: a terminal that was never paired loads nothing of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.app.peer_identity import is_paired
from aura_terminal.app.peer_settings import PeerSettings
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.chance import Clock, Ids
from sync.node.frames import Frame, Topic

if TYPE_CHECKING:
    from aura_terminal.app.node_shop import NodeShop
    from aura_terminal.app.peers import Peers
    from sync.node.speakers import Speakers
    from sync.node.store_queue import StoreQueue

_log = logging.getLogger(__name__)


class NodePeers:
    """Begins to work with peers when the terminal is paired, or when its first pairing code is asked for."""

    def __init__(
        self, folder: Path, settings: PeerSettings, queue: StoreQueue[NodeShop], clock: Clock, ids: Ids
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._queue = queue
        self._clock = clock
        self._ids = ids
        self._peers: Peers | None = None
        self._speakers: Speakers | None = None

    @property
    def speakers(self) -> Speakers:
        """Who speaks to which central back office; to be changed on the store's thread only."""
        from sync.node.speakers import Speakers

        self._speakers = self._speakers or Speakers()
        return self._speakers

    def open(self, publish: Callable[[Topic, str], None], broken: Callable[[BaseException], None]) -> None:
        """Meet the peers there are. What keeps this terminal from it is logged: it sells and prints all the same."""
        self._publish, self._broken = publish, broken
        if not self._settings.enabled:
            return
        if self._settings.central and not is_paired(self._folder):
            from aura_terminal.app.peers import found

            found(self._folder, self._queue, self._ids)
        if is_paired(self._folder):
            self._begin()

    def close(self) -> None:
        """Let everything go; may be called twice."""
        if self._peers is not None:
            self._peers.close()

    def tick(self) -> None:
        """A quarter of a second has passed."""
        if self._peers is not None:
            self._peers.tick()

    def committed(self) -> None:
        """Another process of this terminal committed facts."""
        if self._peers is not None:
            self._peers.committed()

    def hear(self, frame: Frame) -> None:
        """What a screen says to the node."""
        if frame.topic is Topic.PAIR:
            self._show_code()
        elif self._peers is None:
            return
        elif frame.topic is Topic.TOUCH:
            self._peers.feel()
        elif frame.topic is Topic.FACTS:
            self._peers.committed()
        elif frame.topic is Topic.TOKEN:
            self._peers.welcome()
        else:
            self._peers.hear(frame)

    def _show_code(self) -> None:
        from aura_terminal.app.peers import found

        if self._peers is None and self._settings.enabled:
            found(self._folder, self._queue, self._ids)
            self._begin()
        if self._peers is None:
            self._publish(Topic.PAIRED, "off")
        else:
            self._peers.show_code()

    def _begin(self) -> None:
        from aura_terminal.app.peers import Peers

        try:
            peers = Peers(
                self._folder, self._settings, self._queue, self._clock, self._publish, self._broken, self.speakers
            )
            self._peers = peers
            peers.open()
        except Unavailable as trouble:
            _log.error("peers_off: %s", trouble)
