"""What a machine remembers of its peers, and what it alone is known to hold."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.staff import Actor
from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.folders import store_file
from aura_terminal.store.moments import instant
from aura_terminal.store.peers import unshared
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import order_of
from tests.support.store_shop import StoredShop

KITCHEN = PeerState("t-k1", "K1", "o-k1", "0.2.0", "10.0.0.7:4711", 1_000, -3, (), "")
BAR = PeerState("t-b1", "B1", "o-b1", "0.2.0", "10.0.0.8:4711", 2_000, 12, (("o-k1", 5),), "too old")


def counted(stored: StoredShop, *revoked: str) -> tuple[int, float | None]:
    """How many facts are here only, and when the oldest was made."""
    connection = StoreConnection(store_file(stored.folder), Access.READ)
    try:
        found = unshared(connection, revoked)
    finally:
        connection.close()
    return found.facts, None if found.oldest is None else found.oldest.timestamp()


def made_at(stored: StoredShop, seq: int) -> float:
    (row,) = stored.store.facts_after(stored.store.identity.origin, seq - 1, 1)
    return instant(milliseconds_of(Stamp(row.stamp)) * 1000).timestamp()


def holding(peer: PeerState, stored: StoredShop, seq: int) -> PeerState:
    return replace(peer, holds=((stored.store.identity.origin, seq),))


def test_peers_are_remembered_across_restarts_by_label(stored: StoredShop) -> None:
    stored.store.peers.note((KITCHEN, BAR))
    assert stored.reopen().store.peers.states() == (BAR, KITCHEN)


def test_a_peer_is_noted_as_it_is_now_and_others_stay(stored: StoredShop) -> None:
    stored.store.peers.note((KITCHEN, BAR))
    later = replace(KITCHEN, last_heard_ms=9_000, holds=(("o-b1", 7),), trouble="away")
    stored.store.peers.note((later,))
    assert stored.store.peers.states() == (BAR, later)


def test_what_did_not_change_is_not_written_again(stored: StoredShop) -> None:
    stored.store.peers.note((KITCHEN,))
    connection = StoreConnection(store_file(stored.folder), Access.READ)
    version = connection.data_version()
    stored.store.peers.note((KITCHEN,))
    assert connection.data_version() == version
    connection.close()


def test_a_forgotten_peer_is_no_longer_known(stored: StoredShop) -> None:
    stored.store.peers.note((KITCHEN, BAR))
    stored.store.peers.forget("t-k1")
    stored.store.peers.forget("t-nobody")
    assert stored.store.peers.states() == (BAR,)


def test_peers_are_no_part_of_the_folds(stored: StoredShop) -> None:
    before = stored.store.fold_digest()
    stored.store.peers.note((KITCHEN,))
    stored.store.rebuild()
    assert stored.store.fold_digest() == before
    assert stored.store.peers.states() == (KITCHEN,)
    assert stored.store.verify() == ()


def test_without_peers_everything_is_here_only(stored: StoredShop) -> None:
    ((origin, last),) = stored.store.known()
    assert origin == stored.store.identity.origin
    assert counted(stored) == (last, made_at(stored, 1))


def test_what_a_peer_holds_is_shared_and_the_age_is_that_of_the_first_fact_it_lacks(
    stored: StoredShop, marta: Actor
) -> None:
    ((_, before),) = stored.store.known()
    stored.clock.advance(minutes=3)
    order_of(stored, marta)
    ((_, last),) = stored.store.known()
    stored.store.peers.note((holding(KITCHEN, stored, before), holding(BAR, stored, 2)))
    assert counted(stored) == (last - before, made_at(stored, before + 1))
    stored.store.peers.note((holding(BAR, stored, last),))
    assert counted(stored) == (0, None)


def test_a_peer_that_claims_more_than_there_is_hides_nothing_of_others(stored: StoredShop) -> None:
    ((_, last),) = stored.store.known()
    stored.store.peers.note((replace(KITCHEN, holds=(("o-elsewhere", 10_000),)),))
    assert counted(stored)[0] == last
    stored.store.peers.note((holding(KITCHEN, stored, last + 50),))
    assert counted(stored) == (0, None)


def test_what_only_a_revoked_or_forgotten_peer_holds_is_here_only_again(stored: StoredShop) -> None:
    ((_, last),) = stored.store.known()
    stored.store.peers.note((holding(KITCHEN, stored, last),))
    assert counted(stored, "t-k1")[0] == last
    stored.store.peers.forget("t-k1")
    assert counted(stored)[0] == last


def abreast(stored: StoredShop) -> bool:
    with stored.store.begin(SYSTEM) as work:
        return work.ledger.is_abreast()


def test_nobody_knows_more_when_every_terminal_was_heard_and_held_no_more_than_is_held_here(stored: StoredShop) -> None:
    stored.shop.terminals.pair("t-k1", "K1", "of K1", "R1")
    stored.shop.terminals.pair("t-b1", "B1", "of B1", "R1")
    kitchen, bar = (holding(peer, stored, 1) for peer in (KITCHEN, BAR))
    stored.store.peers.note((kitchen,))
    assert not abreast(stored), "the bar was never heard"
    stored.store.peers.note((BAR,))
    assert not abreast(stored), "the bar was heard before anything was made here"
    stored.store.peers.note((bar,))
    assert abreast(stored)
    origin = str(stored.store.identity.origin)
    last = dict(stored.store.known())[stored.store.identity.origin]
    stored.store.peers.note((replace(bar, holds=((origin, last + 1),)),))
    assert not abreast(stored)
    stored.store.peers.note((replace(bar, holds=((origin, last), ("o-away", 1))),))
    assert not abreast(stored)
    stored.shop.terminals.revoke(EVERYTHING, "t-b1", "its disk broke")
    assert abreast(stored)
