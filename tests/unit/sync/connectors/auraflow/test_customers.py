"""Customers of AuraFlow as guests: whoever is linked with one follows what stands there."""

from __future__ import annotations

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import GuestId
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.guests import NewGuest
from sync.connectors.auraflow.guests import guest_body
from sync.connectors.auraflow.naming import NAMING, record_of
from sync.connectors.auraflow.pulls.customers import take_customer
from sync.reconcile.contract import digest_of
from sync.reconcile.fields import Found
from sync.reconcile.guests import guest_of
from sync.reconcile.intake import Intake
from tests.support.chance import FRIDAY_EVENING
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.unit.sync.connectors.auraconnect.pictures import JournalPicture

NOW_MS = round(FRIDAY_EVENING.timestamp() * 1000)
CUSTOMER = "cust_102"


def linked_guest(store: MemoryStore, phone: str) -> GuestId:
    """A guest who is that customer there, and known there as here."""
    guest_id = store.shop.guests.register(EVERYTHING, NewGuest("Grüße", "Ó Briain", phone)).guest_id
    body = guest_body(guest_of(guest_id, JournalPicture(store.journal)))
    with store.begin(SYSTEM) as work:
        work.keep(CentralConfirmed(record_of("guest", guest_id), PULLED, digest_of(body), CUSTOMER, FRIDAY_EVENING))
    return guest_id


def test_two_guests_who_are_one_customer_both_follow_what_stands_there() -> None:
    store = demo_store()
    both = [linked_guest(store, phone) for phone in ("+49 30 7099111", "+49 30 7099112")]
    intake = Intake(NAMING, JournalPicture(store.journal), NOW_MS, NOW_MS)
    assert take_customer(intake, Found({"id": CUSTOMER, "name": "Zoë Ó Briain", "phone": "+49 30 1"})) == CUSTOMER
    with store.begin(SYSTEM) as work:
        for fact in intake.facts:
            work.keep(fact)
    picture = JournalPicture(store.journal)
    guests: list[Guest] = [guest_of(one, picture) for one in both]
    assert [(guest.name, guest.phone) for guest in guests] == [("Zoë Ó Briain", "+49 30 1")] * 2
    again = Intake(NAMING, picture, NOW_MS, NOW_MS)
    take_customer(again, Found({"id": CUSTOMER, "name": "Zoë Ó Briain", "phone": "+49 30 1"}))
    assert again.facts == []
