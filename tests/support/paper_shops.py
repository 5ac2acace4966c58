"""Terminals of one store with keys of their own, whose papers are read by each other; keys are made once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aura_terminal.app.paper_press import SealingPress
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.paper import PrintJob, QrCode
from aura_terminal.domain.paper_symbols import Gathering, is_symbol, read_symbol
from aura_terminal.use_cases.shop import Shop, open_shop
from sync.net.certificates import as_text, ask_for_certificate, certify, fingerprint, make_authority, new_key
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import MemoryVault
from tests.support.store_shop import StoredShop, opened
from tests.support.three_stores import found_three, three

STORE = "00000000-0000-7000-8000-0000000000aa"


@dataclass(frozen=True, slots=True)
class Papers:
    """What a terminal was given when it was paired."""

    terminal_id: str
    label: str
    key: bytes
    certificate: bytes


@cache
def papers_of(label: str) -> Papers:
    """A terminal's key and its certificate."""
    terminal_id = f"00000000-0000-7000-8000-{label.encode().hex().rjust(12, '0')}"
    key = new_key()
    certificate = certify(ask_for_certificate(key, terminal_id, label), *_authority())
    return Papers(terminal_id, label, key, certificate)


@cache
def _authority() -> tuple[bytes, bytes]:
    key = new_key()
    return make_authority(key, STORE), key


def press_of(label: str, store_id: str) -> SealingPress:
    """What seals in a terminal's name."""
    mine = papers_of(label)
    return SealingPress(store_id, lambda: (mine.terminal_id, mine.key))


def enrol(shop: Shop, labels: Sequence[str]) -> None:
    """Pair terminals, with their certificates told."""
    for mine in map(papers_of, labels):
        shop.terminals.pair(mine.terminal_id, mine.label, fingerprint(mine.certificate), "R1")
        shop.terminals.certify(mine.terminal_id, as_text(mine.certificate))


def with_keys(stored: StoredShop) -> StoredShop:
    """The same store, whose shop seals and opens papers."""
    store = stored.store
    stored.shop = open_shop(
        store.begin, store.reads, MemoryVault(), stored.clock, stored.ids, store.identity, store.spool, store.paper,
        press_of(store.identity.label, store.identity.store_id),
    )  # fmt: skip
    return stored


def found_three_with_keys(folder: Path) -> tuple[Path, ...]:
    """Three terminals that know the store's reference data and each other's certificates, closed."""
    templates = found_three(folder)
    stores = [opened(template, FixedClock(), SeededIds(FixedClock(), 90 + n)) for n, template in enumerate(templates)]
    enrol(stores[0].shop, ("R1", "R2", "R3"))
    for other in stores[1:]:
        tell(stores[0], other)
    for stored in stores:
        stored.store.close()
    return templates


@contextmanager
def three_with_keys(templates: tuple[Path, ...]) -> Iterator[tuple[StoredShop, ...]]:
    """Fresh copies of them, open, which have not heard each other since; `templates` are those with keys."""
    with three(templates) as stores:
        yield tuple(with_keys(stored) for stored in stores)


def tell(giver: StoredShop, taker: StoredShop) -> None:
    """Hand over all that one knows and the other does not."""
    known = dict(taker.store.known())
    for origin, _ in giver.store.known():
        taker.store.receive(giver.store.facts_after(origin, known.get(origin, 0), 10_000))


def codes_on(jobs: Sequence[PrintJob]) -> list[str]:
    """The codes on papers, in the order in which they come out."""
    documents = [job.document for job in jobs if job.document is not None]
    blocks = [block for document in documents for block in document.blocks]
    return [block.content for block in blocks if isinstance(block, QrCode) and is_symbol(block.content)]


def last_paper(shop: Shop, order_id: OrderId) -> list[str]:
    """The codes of the paper about an order that was spooled last."""
    jobs = [job.job for job in shop.paper.waiting() if job.job.order_id == order_id]
    return next(codes for codes in (codes_on([job]) for job in reversed(jobs)) if codes)


def sealed_in(codes: Sequence[str]) -> bytes:
    """What the codes of one paper hold together."""
    gathering = Gathering()
    for code in codes:
        sealed = gathering.take(read_symbol(code))
    assert sealed is not None
    return sealed
