"""The one writer of this process: begins, commits and undoes, and settles what a failing disk leaves in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from aura_terminal.domain.stamps import HybridClock, Stamp
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store.ballast import Ballast
from aura_terminal.store.cache import AggregateCache
from aura_terminal.store.chain import genesis
from aura_terminal.store.codec import Codec
from aura_terminal.store.connections import Connections
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.errors import StoreUnavailable, Trouble, disk_failed, in_words
from aura_terminal.store.journal import Head
from aura_terminal.store.shelf import Shelf

DAY_SECONDS = 24 * 60 * 60

IsThere = Callable[[StoreConnection], bool]


class Health(StrEnum):
    """How far the file can be trusted."""

    SOUND = "sound"
    STORAGE_FAILED = "storage_failed"
    DAMAGED = "damaged"


class Writer:
    """Holds the writing connection and all that is known of the file beside it."""

    def __init__(
        self, connections: Connections, clock: Clock, ids: Ids, identity: TerminalIdentity, ballast: Ballast
    ) -> None:
        self._connections = connections
        self._ballast = ballast
        self._failed_at: float | None = None
        self.clock = clock
        self.ids = ids
        self.identity = identity
        self.codec = Codec()
        self.shelf = Shelf(lambda: self.connection, self.codec)
        self.cache = AggregateCache(self.codec, self.shelf.forget)
        self.health = Health.SOUND

    @property
    def connection(self) -> StoreConnection:
        """The writing connection."""
        return self._connections.write

    @property
    def head(self) -> Head:
        """Where this terminal's own chain ends."""
        origin = self.identity.origin
        return self.cache.heads.get(origin) or Head(0, genesis(self.identity.store_id, origin), 0)

    def hybrid_clock(self) -> HybridClock:
        """A clock that has seen every fact in the file."""
        return HybridClock(Stamp(max((head.stamp for head in self.cache.heads.values()), default=0)))

    def begin(self) -> None:
        """Become the one writer and look at what the other process has done meanwhile."""
        if self.health is not Health.SOUND:
            raise self._given_up()
        self.connection.begin()
        try:
            self.cache.refresh(self.connection)
        except BaseException:
            self.connection.rollback()
            raise

    def refresh(self) -> None:
        """Look at what the other process has done, outside of a transaction."""
        self.cache.refresh(self.connection)

    def commit(self, is_there: IsThere) -> None:
        """Make the transaction durable. A commit that failed may have happened: `is_there` tells which.

        After an I/O error the log is written back first, and what is absent is written once more with the same ids
        (reliability page, section 4.2). When this raises, nothing was kept; only a disk that has failed leaves it open.
        """
        try:
            self.connection.commit()
        except StoreUnavailable as trouble:
            if trouble.trouble is not Trouble.IO:
                raise
            if not self._settled(is_there):
                raise (trouble if self.health is Health.SOUND else self._given_up()) from trouble
            self._failed_at = self.clock.monotonic()

    def abandon(self, touched: Iterable[tuple[str, str]], error: BaseException | None = None) -> None:
        """Undo the transaction and forget what it had touched in memory."""
        self.connection.rollback()
        for aggregate, id_ in touched:
            self.cache.forget(aggregate, id_)
        if isinstance(error, StoreUnavailable):
            self.cache.forget_all()
            self.shelf.forget_all()
            self._react(error.trouble)

    def _react(self, trouble: Trouble) -> None:
        if trouble is Trouble.FULL:
            self._ballast.release()
        if trouble is Trouble.IO:
            self._count_failure()
        if trouble is Trouble.DAMAGED:
            self.recheck()

    def recheck(self) -> None:
        """Believe damage only when the file, opened anew, fails its check; a read error looks just the same."""
        self.cache.forget_all()
        self.shelf.forget_all()
        if not (self._connections.reopen_and_check() and self._connections.reopen_and_check()):
            self.health = Health.DAMAGED

    def _settled(self, is_there: IsThere) -> bool:
        """Whether the transaction is durable after all; False when it is not and was not written again."""
        connection = self.connection
        try:
            connection.rollback()
            if self._failed_lately() or not connection.checkpoint():
                self.health = Health.STORAGE_FAILED
                return False
            return is_there(connection) or self._written_again(connection)
        except StoreUnavailable:
            self.health = Health.STORAGE_FAILED
            return False

    def _written_again(self, connection: StoreConnection) -> bool:
        """Replay the transaction, unless the other process has moved the chain on since it began."""
        if not connection.replay():
            return False
        if connection.data_version() != self.cache.seen_version:
            connection.rollback()
            return False
        connection.commit()
        return True

    def _failed_lately(self) -> bool:
        return self._failed_at is not None and self.clock.monotonic() - self._failed_at < DAY_SECONDS

    def _count_failure(self) -> None:
        if self._failed_lately():
            self.health = Health.STORAGE_FAILED
        self._failed_at = self.clock.monotonic()

    def _given_up(self) -> StoreUnavailable:
        if self.health is Health.STORAGE_FAILED:
            return disk_failed(self._connections.file)
        return in_words(Trouble.DAMAGED, self._connections.file)
