"""The document of an invoice, fetched from the Unified Assistant's contract server as the node fetches it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue

import pytest

from sync.connectors.unified.live import INVOICE
from sync.connectors.unified.office import OFFICE
from sync.node.live_line import LiveLine
from sync.reconcile.contract import Account
from sync.reconcile.live import Failure, LiveAsk, LiveKind, LivePart
from tests.support.central_terminal import Kept
from tests.support.chance import FixedClock
from tests.support.unified_customs import EMAIL, PASSWORD
from tests.support.unified_house import BANK, UnifiedWorld

MORNING = datetime.fromisoformat("2026-05-15T10:00:00+00:00")
PATIENCE = 20.0


@pytest.fixture
def world() -> Iterator[UnifiedWorld]:
    made = UnifiedWorld(FixedClock(MORNING))
    with made.server:
        yield made


def asked(world: UnifiedWorld, folder: Path, invoice_id: str) -> LivePart:
    """What came of asking for the document of an invoice."""
    url, parts, bugs = "http://{}:{}".format(*world.server.address), SimpleQueue[LivePart](), list[BaseException]()
    connector = OFFICE.build(Account("unified", url, EMAIL), Kept({"password": PASSWORD}), "")
    assert OFFICE.live is not None

    def keep(name: str, content: bytes) -> str:
        (folder / name).write_bytes(content)
        return name

    line = LiveLine(url, connector, OFFICE.live, keep, FixedClock(MORNING), parts.put, bugs.append)
    try:
        line.ask(LiveAsk("one", "unified", INVOICE, invoice_id))
        return parts.get(timeout=PATIENCE)
    finally:
        line.close()
        assert not bugs


def test_the_document_of_an_invoice_comes_whole_and_under_its_own_name(world: UnifiedWorld, tmp_path: Path) -> None:
    (bank,) = [one for one in world.office.customers.values() if one["name"] == BANK]
    world.office.bill(bank["id"], "12.50")
    (invoice,) = world.office.invoices.values()

    part = asked(world, tmp_path, invoice["id"])

    assert (part.kind, part.words) == (LiveKind.FILE, f"invoice-{invoice['id']}.pdf")
    assert invoice["invoice_number"].encode() in (tmp_path / part.words).read_bytes()
    assert world.server.violations == []


def test_an_invoice_that_is_not_there_leaves_no_file(world: UnifiedWorld, tmp_path: Path) -> None:
    part = asked(world, tmp_path, "../inv")

    assert (part.kind, part.words) == (LiveKind.FAILED, Failure.REFUSED)
    assert list(tmp_path.iterdir()) == []
