"""A connector that is used for some of what it can do."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.capabilities import Capability
from aura_terminal.domain.central import CentralRecord, record_id
from aura_terminal.domain.documents import DocumentKind, DocumentWithdrawn
from aura_terminal.domain.ids import Origin
from aura_terminal.ports.central import Picture, Touched
from sync.connectors.auraconnect.connector import connector_of
from sync.connectors.auraconnect.office import OFFICE
from sync.connectors.auraconnect.words import documented_words
from sync.reconcile.contract import Call, Lane, Plan, Pull, Step
from sync.reconcile.serving import Serving
from sync.reconcile.translator import Translator
from tests.support.memory_journal import MemoryJournal
from tests.unit.sync.connectors.auraconnect.pictures import ACCOUNT, JournalPicture, MemoryTokens

ORDER, PUNCH = record_id("auraconnect", "order", "o1"), record_id("auraconnect", "punch", "ana/p1")
WITHDRAWN = DocumentWithdrawn(DocumentKind.TABLE, "t1")
TOUCHED = Touched(Origin("o"), 1, "document", "t1", "DocumentWithdrawn", WITHDRAWN)


def eager() -> Translator:
    """Has something to say of an order and of a punch, whatever happened."""

    def plan(record: CentralRecord, local_id: str, picture: Picture) -> Plan:
        return Plan((Step(record.id, "create", Lane.ORDERS, Call("POST", "/x"), "d"),))

    whole = connector_of(ACCOUNT, MemoryTokens(), documented_words())
    says = replace(
        whole.translation, records_of=lambda touched, picture: (ORDER, PUNCH), planners={"order": plan, "punch": plan}
    )
    return Translator(whole.session, says)


def serving(*serves: Capability) -> Serving:
    return Serving(OFFICE, frozenset(serves), eager())


def test_what_another_one_is_used_for_is_not_told() -> None:
    picture = JournalPicture(MemoryJournal())
    people = serving(Capability.PEOPLE)

    assert list(people.records_of(TOUCHED, picture)) == [PUNCH]
    assert people.plan(CentralRecord(PUNCH), picture).steps
    assert people.plan(CentralRecord(ORDER), picture) == Plan()


def test_what_another_one_is_used_for_is_not_mirrored() -> None:
    pulled = {one.resource for one in serving(Capability.BOOKINGS).pulls()}

    assert {"reservations", "me", "restaurants", "settings", "mappings"} == pulled


def test_every_pull_and_every_kind_of_auraconnect_belongs_to_a_use_or_is_always_there() -> None:
    always = {"mappings", "me", "restaurants", "settings"}
    pulls: list[Pull] = list(serving(*Capability).pulls())

    assert {one.resource for one in pulls} - always == set(OFFICE.resources)
