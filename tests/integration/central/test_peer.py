"""The central as a peer: a store's terminals tell it every fact, and hear what REST changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update
from starlette.types import ASGIApp
from websockets.exceptions import ConnectionClosed

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.domain.menu import Item
from aura_terminal.ports.journal import JournalRow
from aura_terminal.ports.reads import OrderSheet
from aura_terminal.store.codec import Codec
from aura_terminal.store.driver import sqlite
from aura_terminal.use_cases.ordering import Asked, NewOrder
from sync.central import founding, wiring
from sync.central.founding import Owner
from sync.central.peer import exchange
from sync.central.peer.station import terminal_id_of
from sync.central.settings import CentralSettings
from sync.central.store import journal
from sync.central.store.tables import ACCOUNTS
from tests.support.in_process import InProcess
from tests.support.memory_shop import EVERYTHING
from tests.support.own_central import EMAIL, PASSWORD, OwnCentral, SetClock, copied
from tests.support.peer_socket import SocketTerminal, served
from tests.support.store_service import order_of, pay, plain_items, serve
from tests.support.store_shop import StoredShop, founded


class LateClock(SystemClock):
    """The machine's clock, put forward by a test; what was heard lately stays so."""

    late = timedelta()

    def now(self) -> datetime:
        return super().now() + self.late


class Chain:
    """A central on the machine's clock, behind a socket, that keeps a store which began at a terminal."""

    def __init__(self, url: str, folder: Path) -> None:
        self.clock = LateClock()
        self.shop: StoredShop = founded(folder)
        settings = CentralSettings(url, "enterprise")
        database = wiring.opened(settings, sqlite)
        press = wiring.press_of(Codec(), self.clock, SystemIds())
        identity = self.shop.store.identity
        added = founding.add_store(database, press, "Joined", (), Owner(EMAIL, PASSWORD), store_id=identity.store_id)
        house, deliveries = wiring.house_of(settings, database, press)
        self.app = wiring.api_of(house, deliveries)
        self.central = OwnCentral(house, deliveries, SetClock(), added, own_client(self.app))
        signed_in = self.central.sign_in()
        self.central.headers = {**signed_in, "X-Tenant-ID": identity.store_id}
        self.token = signed_in["Authorization"].removeprefix("Bearer ")
        self.tenant = added.tenant

    def terminal(self, address: str, shop: StoredShop | None = None, **said: str) -> SocketTerminal:
        """A terminal's line to it."""
        store = (shop or self.shop).store
        central_id = terminal_id_of(self.shop.store.identity.store_id)
        return SocketTerminal(store, f"ws://{address}/api/v1/peer", said.pop("token", self.token), central_id, **said)

    def known(self) -> dict[str, int]:
        """How far the central holds each origin."""
        with self.central.database.reading() as connection:
            return {origin: head.seq for origin, head in journal.heads(connection, self.tenant).items()}

    def holds_all(self) -> bool:
        """Whether the central holds all that the terminal holds."""
        known = self.known()
        return all(known.get(origin, 0) >= seq for origin, seq in self.shop.store.known())


def own_client(app: ASGIApp) -> httpx.Client:
    """Requests to an application of this process."""
    return httpx.Client(transport=InProcess(app), base_url="http://central")


@pytest.fixture
def chain(documented_template: str, tmp_path: Path) -> Iterator[Chain]:
    """A central that keeps another store as well."""
    folder = tmp_path / "R1"
    folder.mkdir()
    made = Chain(copied(documented_template, tmp_path, "central_peer"), folder)
    yield made
    made.shop.store.close()
    made.central.close()


def test_every_fact_arrives_and_rest_reads_what_the_terminal_sold(chain: Chain) -> None:
    serve(chain.shop, EVERYTHING, 4)
    with served(chain.app) as address:
        terminal = chain.terminal(address)
        terminal.call()
        terminal.run_until(chain.holds_all)
        terminal.close()
    mine = {row.fact_id: row for row in chain.shop.store.facts_after(chain.shop.store.identity.origin, 0, 10_000)}
    theirs = {row.fact_id: row for row in rows_of(chain)}
    assert theirs == mine
    listed = chain.central.get("/api/v1/orders", sort_by="id")
    sheets = orders_of(chain)
    assert [one["order_number"] for one in listed["data"]] == [sheet.number for sheet in sheets]
    assert [one["total_amount"] for one in listed["data"]] == [sheet.total.plain() for sheet in sheets]
    assert [one["status"] for one in listed["data"]].count("completed") == 3
    menu = chain.central.get("/api/v1/menu/items", page_size=100)
    assert menu["meta"]["total_count"] == len(menu_of(chain))


def test_what_rest_changes_reaches_the_terminal(chain: Chain) -> None:
    with served(chain.app) as address:
        terminal = chain.terminal(address)
        terminal.call()
        terminal.run_until(chain.holds_all)
        dish = chain.central.get("/api/v1/menu/items", search="margherita")["data"][0]
        chain.central.put(f"/api/v1/menu/items/{dish['id']}", {"price": "99.50", "is_active": False})
        asked = {"items": [{"menu_item_id": item_number(chain), "quantity": 2}], "order_type": "takeout"}
        made = chain.central.post("/api/v1/orders", asked)
        terminal.run_until(lambda: any(order.number == made["order_number"] for order in orders_of(chain)))
        terminal.close()
    item = next(one for one in menu_of(chain) if one.name == dish["name"])
    assert (item.price.plain(), item.active) == ("99.50", False)
    sheet = next(order for order in orders_of(chain) if order.number == made["order_number"])
    assert sheet.total.plain() == made["total_amount"]


def test_a_second_terminal_hears_the_first_through_the_central(chain: Chain, tmp_path: Path) -> None:
    folder = tmp_path / "R2"
    folder.mkdir()
    other = founded(folder, label="R2", store_id=chain.shop.store.identity.store_id, seed=5, documents=())
    order_of(chain.shop, EVERYTHING)
    with served(chain.app) as address:
        first = chain.terminal(address)
        first.call()
        first.run_until(chain.holds_all)
        first.close()
        second = chain.terminal(address, other, terminal_id="00000000-0000-7000-8000-000000000002")
        second.call()
        origin = chain.shop.store.identity.origin
        wanted = dict(chain.shop.store.known())[origin]
        second.run_until(lambda: dict(other.store.known()).get(origin, 0) >= wanted)
        second.close()
    other.store.close()


def test_the_same_facts_again_change_nothing(chain: Chain) -> None:
    order_of(chain.shop, EVERYTHING)
    with served(chain.app) as address:
        for _ in range(2):
            terminal = chain.terminal(address)
            terminal.call()
            terminal.run_until(chain.holds_all)
            terminal.close()
    with chain.central.database.reading() as connection:
        placed = journal.placed_after(connection, chain.tenant, 0, 100_000)
    assert [place for place, _ in placed] == list(range(1, len(placed) + 1))
    assert len({row.fact_id for _, row in placed}) == len(placed)


def test_money_stays_with_the_terminal_that_holds_it(chain: Chain) -> None:
    order_id = order_of(chain.shop, EVERYTHING)
    with served(chain.app) as address:
        terminal = chain.terminal(address)
        terminal.call()
        terminal.run_until(chain.holds_all)
        made = chain.central.get("/api/v1/orders")["data"][0]
        paid = {"order_id": made["id"], "payment_method": "cash", "amount": "1.00"}
        error = chain.central.post("/api/v1/payments/process", paid, 409)["error"]
        assert (error["code"], error["message"]) == ("INVALID_STATE", "Terminal R1 holds the order's money")
        pay(chain.shop, EVERYTHING, order_id)
        terminal.tell()
        terminal.run_until(chain.holds_all)
        terminal.close()
    assert chain.central.get(f"/api/v1/orders/{made['id']}")["payment_status"] == "paid"


def test_lines_that_move_are_charged_where_they_went(chain: Chain) -> None:
    one = order_of(chain.shop, EVERYTHING, 3)
    other = chain.shop.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(plain_items(chain.shop)[4])).order_id
    chain.shop.shop.floor.merge_orders(EVERYTHING, other, one)
    with served(chain.app) as address:
        terminal = chain.terminal(address)
        terminal.call()
        terminal.run_until(chain.holds_all)
        terminal.close()
    totals = {row["order_number"]: row["total_amount"] for row in chain.central.get("/api/v1/orders")["data"]}
    sheet = chain.shop.store.reads.orders.sheet(one)
    assert totals[sheet.number] == sheet.total.plain()


def test_nobody_without_a_token_is_talked_to(chain: Chain) -> None:
    with served(chain.app) as address:
        stranger = chain.terminal(address, token="none")
        assert closed_with(stranger) == 4401
        elsewhere = chain.terminal(address, tenant="1000")
        assert closed_with(elsewhere) == 4403
    assert chain.known() == {}


def test_a_terminal_of_another_store_is_refused(chain: Chain, tmp_path: Path) -> None:
    folder = tmp_path / "X1"
    folder.mkdir()
    foreign = founded(folder, label="X1", seed=9)
    with served(chain.app) as address:
        terminal = chain.terminal(address, foreign, tenant=chain.shop.store.identity.store_id)
        terminal.call()
        terminal.run_until(lambda: bool(terminal.hung_up))
        terminal.close()
    assert "another store" in terminal.hung_up
    assert chain.known() == {}
    foreign.store.close()


def test_a_terminal_asks_first_whether_its_facts_are_taken(chain: Chain) -> None:
    order_of(chain.shop, EVERYTHING)
    store_id = chain.shop.store.identity.store_id
    told = chain.central.get("/api/v1/peer")
    assert (told["store_id"], told["terminal_id"], told["label"]) == (store_id, terminal_id_of(store_id), "C1")
    assert told["known"] == {}
    with served(chain.app) as address:
        terminal = chain.terminal(address)
        terminal.call()
        terminal.run_until(chain.holds_all)
        terminal.close()
    assert chain.central.get("/api/v1/peer")["known"] == chain.known()
    refused = chain.central.client.get("/api/v1/peer", headers=chain.central.person("server"))
    assert refused.status_code == 403


@pytest.mark.parametrize("ending", ["token", "account", "session"])
def test_who_was_let_in_is_judged_again(chain: Chain, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "JUDGED_EVERY", 0.2)
    with served(chain.app) as address:
        terminal = chain.terminal(address)
        terminal.call()
        terminal.run_until(chain.holds_all)
        if ending == "account":
            with chain.central.database.writing() as connection:
                connection.execute(update(ACCOUNTS).values(active=0))
        elif ending == "session":
            chain.central.post("/api/v1/auth/logout", status=200)
        else:
            chain.clock.late = timedelta(minutes=31)
        terminal.run_until(lambda: terminal.hung_up.startswith("4401"))
        terminal.close()


def closed_with(terminal: SocketTerminal) -> int:
    terminal.call()
    with pytest.raises(ConnectionClosed) as closed:
        terminal.line.recv(timeout=60)
    terminal.close()
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


def rows_of(chain: Chain) -> list[JournalRow]:
    with chain.central.database.reading() as connection:
        return [row for _, row in journal.placed_after(connection, chain.tenant, 0, 100_000)]


def orders_of(chain: Chain) -> list[OrderSheet]:
    """Every order of the terminal, in the order they were opened."""
    reads = chain.shop.store.reads.orders
    rows = {row.order_id for row in (*reads.open_orders(), *reads.recent(100))}
    return [reads.sheet(order_id) for order_id in sorted(rows)]


def menu_of(chain: Chain) -> tuple[Item, ...]:
    with chain.shop.store.begin(EVERYTHING.id) as work:
        return work.documents.all(Item)


def item_number(chain: Chain) -> int:
    wanted = plain_items(chain.shop)[0]
    with chain.shop.store.begin(EVERYTHING.id) as work:
        name = work.documents.get(Item, wanted).name
    found = chain.central.get("/api/v1/menu/items", search=name)["data"]
    return int(next(one["id"] for one in found if one["name"] == name))
