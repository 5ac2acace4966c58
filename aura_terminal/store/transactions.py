"""One short transaction of the store's own housekeeping, where nothing is kept as a fact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.writer import IsThere, Writer


def never(connection: StoreConnection) -> bool:
    """For changes that may be written twice: when a commit is in doubt, they are written once more."""
    return False


@contextmanager
def transaction(writer: Writer, is_there: IsThere = never) -> Iterator[StoreConnection]:
    """Leaving the block commits, an exception rolls back; `is_there` tells whether a commit in doubt has happened."""
    writer.begin()
    try:
        yield writer.connection
        writer.commit(is_there)
    except BaseException as error:
        writer.abandon((), error)
        raise
