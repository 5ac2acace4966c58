"""Facts of a peer with values beyond all bounds: kept and passed on, never believed, and nothing stops for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import GuestId, ItemId, PartyId, ReservationId, StaffId, SupplyId
from aura_terminal.ports.store import SYSTEM, Work
from aura_terminal.store.chain import JournalRow
from tests.support.extreme_facts import BY_FAMILY, PEER, BrokenPeer, histories, read_everything
from tests.support.store_shop import StoredShop, founded

EXAMPLES = 3
"""Of each family; the campaign plays as many as one likes."""

FRIDAY = '"2026-05-15T18:00:00Z"'


class Shop:
    """A shop that hears a broken terminal, over all examples of a family."""

    def __init__(self, stored: StoredShop) -> None:
        self.stored = stored
        self.peer = BrokenPeer(stored.store)
        self.ids = count(1)

    def hears(self, facts: list[JournalRow]) -> None:
        """Everything is taken, kept as it came, and what is sound is folded beside what is not."""
        number = next(self.ids)
        guest = fact(Aggregate.GUEST, "guest_registered", f"g{number}", f'"first_name":"Ada","registered_at":{FRIDAY}')
        rows = self.peer.tells([*facts, guest])
        before = dict(self.stored.store.known()).get(PEER, 0)
        assert self.stored.store.receive(rows).taken == len(rows)
        assert self.stored.store.facts_after(PEER, before, 100) == rows
        assert self.stored.store.reads.guests.sheet(GuestId(f"g{number}")).name == "Ada"


def fact(family: Aggregate, type_: str, id_: str, said: str) -> JournalRow:
    """A fact of a family, not yet chained; who did it and when stands in `said` where it matters."""
    key = next(entry.key for entry in BY_FAMILY[family] if entry.name == type_)
    payload = f'{{"{key}":"{id_}","registered_by":"x",{said}}}'.encode()
    return JournalRow("", 0, f"{type_}-{id_}", 0, family.value, id_, type_, 1, payload, "x", "2026-05-15", b"", b"")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One shop for all families: what one of them left must not be in the way of the others."""
    stored = founded(tmp_path_factory.mktemp("extremes") / "store")
    yield Shop(stored)
    stored.store.close()


@pytest.mark.parametrize("family", list(Aggregate), ids=lambda family: str(family.value))
def test_no_fact_of_a_family_stops_anything(shop: Shop, family: Aggregate) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def every_history(data: st.DataObject) -> None:
        number = next(shop.ids)
        id_ = f"own:order:{number}" if family is Aggregate.CENTRAL else f"i{number}"
        shop.hears(data.draw(histories(family, id_)))
        read_everything(shop.stored, id_)

    every_history()


MADE = f'"made_at":{FRIDAY},"made_by":"x","name":"Ada","starts_at":'
ADJUSTED = f'"adjusted_at":{FRIDAY},"adjusted_by":"x","adjustment_id":"j","kind":"purchase","quantity":'
MOVED = f'"movement_id":"m","moved_at":{FRIDAY},"moved_by":"x","reason":"manual","points":'
PUNCH = '"business_date":"2026-05-15","kind":"clock_in","punch_id":"p","terminal":"R1","at":'
Ask = Callable[[Work, str], object]
ASK: dict[Aggregate, Ask] = {
    Aggregate.PARTY: lambda work, id_: work.house.party(PartyId(id_)),
    Aggregate.RESERVATION: lambda work, id_: work.house.reservation(ReservationId(id_)),
    Aggregate.SUPPLY: lambda work, id_: work.house.supply(SupplyId(id_)),
    Aggregate.LOYALTY: lambda work, id_: work.guests.points(GuestId(id_)),
    Aggregate.STOCK: lambda work, id_: work.stock(ItemId(id_)),
    Aggregate.LABOR: lambda work, id_: work.time_sheet(StaffId(id_)),
}


@pytest.mark.parametrize(
    ("family", "type_", "sound", "beyond"),
    [
        (Aggregate.RESERVATION, "reservation_made", f'{MADE}{FRIDAY},"minutes":90,"party_size":2',
         f'{MADE}{FRIDAY},"minutes":90,"party_size":{2**63}'),
        (Aggregate.RESERVATION, "reservation_made", f'{MADE}{FRIDAY},"minutes":60,"party_size":2',
         f'{MADE}"9999-12-31T23:59:59-14:00","minutes":60,"party_size":2'),
        (Aggregate.LOYALTY, "points_moved", f"{MOVED}5", f"{MOVED}{2**63}"),
        (Aggregate.STOCK, "stock_counted", f'"counted_at":{FRIDAY},"quantity":5',
         f'"counted_at":{FRIDAY},"quantity":{10**40}'),
        (Aggregate.SUPPLY, "supply_adjusted", f'{ADJUSTED}"1.5"', f'{ADJUSTED}"1E+999999999"'),
        (Aggregate.SUPPLY, "supply_adjusted", f'{ADJUSTED}"2.5"', f'{ADJUSTED}"0E-999999999"'),
        (Aggregate.SUPPLY, "supply_adjusted", f'{ADJUSTED}"3.5"', f'{ADJUSTED}"NaN"'),
        (Aggregate.LABOR, "punch_recorded", f"{PUNCH}{FRIDAY}", f'{PUNCH}"0001-01-01T00:00:00+14:00"'),
        (Aggregate.LABOR, "punch_recorded", f"{PUNCH}{FRIDAY}", f'{PUNCH}"2026-05-15T18:00:00"'),
    ],
    ids=["party", "year", "points", "stock", "huge", "tiny", "no number", "year 1", "no zone"],
)  # fmt: skip
def test_what_is_beyond_all_bounds_is_kept_aside_and_what_is_like_it_is_worked_on(
    shop: Shop, family: Aggregate, type_: str, sound: str, beyond: str
) -> None:
    good, bad, store = f"s{next(shop.ids)}", f"b{next(shop.ids)}", shop.stored.store
    shop.hears([fact(family, type_, good, sound), fact(family, type_, bad, beyond)])
    with store.begin(SYSTEM) as work:
        assert ASK[family](work, good)
        with pytest.raises(Unavailable):
            ASK[family](work, bad)


def test_folds_made_again_and_checked_are_the_same_whatever_was_heard(shop: Shop) -> None:
    for beyond in ('"1E+999999999"', '"1.5"', '"-1E+28"'):
        id_ = f"v{next(shop.ids)}"
        shop.hears([fact(Aggregate.SUPPLY, "supply_adjusted", id_, f"{ADJUSTED}{beyond}")])
    assert shop.stored.store.verify() == ()
    before = shop.stored.store.fold_digest()
    shop.stored.store.rebuild()
    assert shop.stored.store.fold_digest() == before
