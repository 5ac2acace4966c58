"""Things two complete passes did not show any more: when that is believed, and what stands for their content then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from aura_terminal.domain.documents import Document
from aura_terminal.ports.central import PULLED, Picture
from sync.reconcile.naming import Naming

VANISHED = "vanished"
"""What stands for the content of something that is gone there, so that it is news when it comes back."""


def is_everything(gone: Collection[str], known: Iterable[str]) -> bool:
    """Whether all of several things are gone at once: it is believed of none then.

    That is another account or a mistake, not an empty house.
    """
    every = set(known)
    return len(every) > 1 and every <= set(gone)


def known_there(naming: Naming, kind: str, documents: Iterable[Document], picture: Picture) -> Iterator[str]:
    """The ids there of those of these documents that were not gone before."""
    records = (picture.record(naming.record_of(kind, one.id)) for one in documents)
    return (one.central_id for one in records if one.is_linked and one.done.get(PULLED) != VANISHED)
