"""What a newcomer gets of this terminal when it shows the right code: a certificate, the store's keys, its snapshot."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from aura_terminal.app.node_shop import NodeShop
from aura_terminal.app.peer_identity import FOLDER
from aura_terminal.domain.telling import told
from aura_terminal.store.pins import pepper_of
from aura_terminal.store.snapshots import take
from sync.net.certificates import as_text, certify, fingerprint
from sync.net.invitation import Newcomer, NotWelcome
from sync.net.pairing_words import Welcome
from sync.net.tls import Credentials
from sync.node.store_queue import StoreQueue

SNAPSHOT = "snapshot"


class PeerHouse:
    """The House port: on the node's store thread, but for the snapshot, which keeps nobody from selling."""

    def __init__(self, folder: Path, mine: Credentials, queue: StoreQueue[NodeShop]) -> None:
        self._folder = folder
        self._mine = mine
        self._queue = queue
        self._worker = ThreadPoolExecutor(1, "snapshot")

    def close(self) -> None:
        """Finish what was begun; may be called twice."""
        self._worker.shutdown(wait=True)

    def prepare(self, newcomer: Newcomer) -> Future[Welcome]:
        """As the port says."""
        return self._queue.read(lambda opened: self._welcome(opened, newcomer))

    def snapshot(self) -> Future[Path]:
        """As the port says."""
        return self._worker.submit(self._take_snapshot)

    def write_down(self, newcomer: Newcomer, certificate: bytes) -> Future[None]:
        """As the port says."""

        def keep(opened: NodeShop) -> None:
            opened.shop.terminals.pair(
                newcomer.terminal_id, newcomer.label, fingerprint(certificate), paired_by=self._mine.label
            )
            opened.shop.terminals.certify(newcomer.terminal_id, as_text(certificate))

        return self._queue.write(keep)

    def _welcome(self, opened: NodeShop, newcomer: Newcomer) -> Welcome:
        rows = opened.reads.mesh.terminals()
        taken = {row.label.upper() for row in rows if row.revoked_at is None} | {self._mine.label.upper()}
        if newcomer.label.upper() in taken:
            raise NotWelcome(
                told(
                    "There is a terminal {label} in this store already. Choose another label.",
                    label=newcomer.label,
                )
            )
        if any(row.terminal_id == newcomer.terminal_id for row in rows):
            raise NotWelcome(told("This machine was paired with the store before. Begin in an empty folder."))
        mine = self._mine
        return Welcome(
            mac=b"",
            store_id=mine.store_id,
            inviter=mine.label,
            certificate=certify(newcomer.request, mine.authority, mine.authority_key),
            authority=mine.authority,
            authority_key=mine.authority_key,
            pin_key=pepper_of(self._folder, mine.store_id),
            address="",
        )

    def _take_snapshot(self) -> Path:
        target = self._folder / FOLDER / SNAPSHOT
        target.unlink(missing_ok=True)
        return take(self._folder, target)
