"""What a back office keeps for the store is known by name, and only that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.central import CentralConfirmed, record_id
from aura_terminal.domain.documents import DocumentKind
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.founding import found_store
from aura_terminal.store.open_store import Store, open_store
from aura_terminal.use_cases.ownership import Ownership
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import demo_store

AURA = "auraconnect"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    clock = FixedClock()
    ids = SeededIds(clock)
    found_store(tmp_path / "store", clock, ids, label="R1", documents=())
    store = open_store(tmp_path / "store", clock, ids, ballast_bytes=0)
    yield store
    store.close()


def take(store: Store, kind: str, central_id: str) -> None:
    with store.begin(SYSTEM) as work:
        work.keep(CentralConfirmed(record_id(AURA, kind, "x"), PULLED, "d", central_id, work.now))


def test_a_store_without_a_back_office_keeps_everything_itself(store: Store) -> None:
    ownership = Ownership(store.reads.central)
    assert [ownership.owner_of(kind) for kind in DocumentKind] == [""] * len(DocumentKind)
    ownership.must_be_ours(*DocumentKind)


def test_what_came_from_the_back_office_is_its_own_as_long_as_the_store_is_signed_in_there(store: Store) -> None:
    ownership = Ownership(store.reads.central)
    store.central_book.attach(AURA)
    assert ownership.owner_of(DocumentKind.ITEM) == ""
    take(store, "item", "7")
    assert ownership.owner_of(DocumentKind.ITEM) == "AuraConnect"
    assert ownership.owner_of(DocumentKind.MODIFIER_GROUP) == "AuraConnect"
    assert ownership.owner_of(DocumentKind.STAFF) == ""
    with pytest.raises(RuleBroken) as refused:
        ownership.must_be_ours(DocumentKind.STAFF, DocumentKind.CATEGORY)
    assert (refused.value.rule, refused.value.details) == (Rule.OWNED_ELSEWHERE, {"owner": "AuraConnect"})
    store.central_book.detach(AURA)
    assert ownership.owner_of(DocumentKind.ITEM) == ""


def test_something_the_back_office_has_no_id_for_did_not_come_from_it(store: Store) -> None:
    store.central_book.attach(AURA)
    take(store, "item", "")
    assert Ownership(store.reads.central).owner_of(DocumentKind.ITEM) == ""


def test_a_shop_in_memory_answers_alike() -> None:
    memory = demo_store()
    with memory.begin(SYSTEM) as work:
        work.keep(CentralConfirmed(record_id(AURA, "staff", "marta-rossi"), PULLED, "d", "3", work.now))
    shop = memory.shop
    assert shop.ownership.owner_of(DocumentKind.STAFF) == "AuraConnect"
    assert shop.ownership.owner_of(DocumentKind.ROLE) == ""
