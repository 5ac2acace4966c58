"""Orders as few bytes: the same facts again, nothing of how a guest is reached, and no harm by what is altered."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from uuid import UUID

import msgspec
import pytest

from aura_terminal.app.invented_guests import GuestBook
from aura_terminal.app.paper_press import SealingPress
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.paper_bundle import Bundle, Telling
from aura_terminal.domain.paper_symbols import symbols_of
from aura_terminal.ports.paper_press import Signer
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.paper_code import EDITION, PaperCode
from aura_terminal.use_cases.ordering import NewOrder
from sync.net.certificates import as_text, fingerprint, sign
from tests.support import paper_dictionary
from tests.support.memory_shop import EVERYTHING, demo_store
from tests.support.paper_shops import papers_of, press_of

RESOURCES = Path(__file__).parents[3] / "resources" / "paper_bridge"
SHIPPED = {
    "words_1.txt": "41161051cca861d4e25dbead51783544aad5ccdb28858ead49024207d9452ed4",
    "dictionary_1.zdict": "c5ff6211915b97a409d441ab474c3141d4a5601213e13223fd0bfc52962bd1f3",
}
BYTES = {1: 700, 5: 1500, 15: 2900, 40: 5900}
SYMBOLS = {1: 1, 5: 2, 15: 4, 40: 7}


@cache
def bundle_of(lines: int) -> Bundle:
    """A paid order of so many lines with whatever choices guests make."""
    store = demo_store(seed=5)
    shop, guests = store.shop, GuestBook(store.shop.reads.menu, Random(9))
    target: OrderId | NewOrder = NewOrder(OrderType.DINE_IN)
    while isinstance(target, NewOrder) or len(shop.reads.orders.sheet(target).lines) < lines:
        try:
            target = shop.ordering.add_item(EVERYTHING, target, guests.wish()).order_id
        except RuleBroken:  # what needs more than a tap, such as a proof of age
            continue
        store.clock.advance(seconds=9)
    shop.ordering.send(EVERYTHING, target)
    due = shop.reads.orders.sheet(target).due
    shop.paying.take_cash(EVERYTHING, target, due, shop.paying.new_attempt())
    with store.begin(SYSTEM) as work:
        return Bundle(target, store.clock.now(), work.ledger.told_of(target))


@pytest.mark.parametrize("lines", [1, 5, 15, 40])
def test_an_order_comes_out_as_it_went_in_and_fits_on_a_few_symbols(lines: int) -> None:
    bundle = bundle_of(lines)
    data = PaperCode().write(bundle)
    assert PaperCode().read(data) == bundle
    assert len(data) < BYTES[lines]
    assert len(symbols_of(bytes(84) + data)) <= SYMBOLS[lines]


def test_how_a_guest_is_reached_is_left_blank() -> None:
    bundle = bundle_of(1)
    given = {
        "order_id": bundle.order_id, "given_at": "2026-05-15T17:30:00Z", "given_by": "marta-rossi",
        "phone": "+49 30 1234567", "street": "Lange Straße 7", "floor": "3", "note": "ring twice",
    }  # fmt: skip
    order = bundle.tellings[0]
    told = replace(order.carried[0], fact_id="x", type="contact_given", payload=msgspec.json.encode(given).decode())
    code = PaperCode()
    (read,) = code.read(code.write(replace(bundle, tellings=(Telling(order.aggregate, order.id, (told,)),)))).tellings
    said = msgspec.json.decode(read.carried[0].payload)
    assert {said[name] for name in ("phone", "street", "floor", "note")} == {""}
    assert said["given_by"] == "marta-rossi"


def test_what_ships_is_what_was_shipped() -> None:
    for name, digest in SHIPPED.items():
        assert hashlib.sha256((RESOURCES / name).read_bytes()).hexdigest() == digest


@pytest.mark.campaign
def test_the_same_program_makes_the_same_dictionary(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        paper_dictionary.make(tmp_path / folder)
    for name in (f"words_{EDITION}.txt", f"dictionary_{EDITION}.zdict"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_an_altered_paper_is_refused_and_never_more_than_that() -> None:
    alter(300, seed=1)


@pytest.mark.campaign
def test_a_hundred_thousand_altered_papers_are_refused() -> None:
    alter(100_000, seed=2)


def alter(times: int, seed: int) -> None:
    """Bytes changed, cut off, put in and swapped: by a stranger, and by a terminal that signs what it altered."""
    chance, press, mine = Random(seed), press_of("R1", "demo"), papers_of("R1")
    signer = Signer("R1", fingerprint(mine.certificate), as_text(mine.certificate), True)
    sealed = press.seal(bundle_of(5))
    assert sealed is not None
    resigning = Resigning("demo")
    for _ in range(times):
        wrong = altered(sealed, chance)
        if wrong != sealed:
            with pytest.raises(RuleBroken):
                press.open(wrong, lambda _: signer)
        resigning.body = altered(sealed[84:], chance)
        try:
            paper = resigning.open(resigning.sealed(), lambda _: signer)
        except RuleBroken:
            continue
        assert PaperCode().read(PaperCode().write(paper.bundle)) == paper.bundle


class Resigning(SealingPress):
    """A terminal of the store that signs whatever it likes."""

    body = b""

    def __init__(self, store_id: str) -> None:
        mine = papers_of("R1")
        super().__init__(store_id, lambda: (mine.terminal_id, mine.key))

    def sealed(self) -> bytes:
        """Its bytes, well signed."""
        mine = papers_of("R1")
        said = self._said(mine.terminal_id, self.body)
        return self._tag() + UUID(mine.terminal_id).bytes + sign(mine.key, said) + self.body


def altered(data: bytes, chance: Random) -> bytes:
    """The same with something wrong."""
    kind, place = chance.randrange(4), chance.randrange(len(data))
    if kind == 0:
        return data[:place]
    if kind == 1:
        return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
    if kind == 2:
        return data[:place] + chance.randbytes(chance.randrange(1, 9)) + data[place:]
    other = chance.randrange(len(data))
    return data[: min(place, other)] + data[max(place, other) :]
