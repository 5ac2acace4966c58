"""What a terminal did while it was cut off is counted from its own store, and an outage survives a restart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.node_shop import NodeShop
from aura_terminal.app.opening import join
from aura_terminal.app.outage_report import FILE, OutageReporter
from aura_terminal.domain.outages import Tier
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import open_store
from sync.net.outages import Surroundings
from tests.integration.node.paired_nodes import told

WELL, ALONE = Surroundings(1, 1), Surroundings(1, 0)


@pytest.fixture
def sold(tmp_path: Path) -> Iterator[tuple[NodeShop, dict[str, int], datetime]]:
    """A shop that sold something since a moment."""
    told(tmp_path, "init", "--store", "Here", "--shop", "demo")
    before = SystemClock().now() - timedelta(seconds=1)
    figures = told(tmp_path, "simulate", "--orders", "4", "--now", "--rate", "0")
    store = open_store(tmp_path, SystemClock(), SystemIds(), role=Role.NODE)
    yield NodeShop(store, join(store, tmp_path, SystemClock(), SystemIds())), figures, before
    store.close()


def test_the_report_counts_orders_and_money_of_the_outage(
    sold: tuple[NodeShop, dict[str, int], datetime], tmp_path: Path
) -> None:
    opened, figures, began = sold
    reporter = OutageReporter(tmp_path)
    assert not reporter.look(opened, ALONE, began)
    assert not reporter.look(opened, ALONE, began + timedelta(seconds=6))
    assert (tmp_path / FILE).exists()
    again, now = OutageReporter(tmp_path), SystemClock().now()
    assert not again.look(opened, WELL, now)
    assert again.look(opened, WELL, now + timedelta(seconds=5))
    assert not (tmp_path / FILE).exists()
    (report,) = opened.reads.mesh.outages(limit=9)
    assert (report.terminal, report.tier, report.began_at) == ("R1", Tier.ALONE.value, began)
    assert report.orders == figures["orders"] + figures["cancelled"]
    assert report.taken.minor == figures["total_minor"]
    assert (report.redirects, report.duplicates) == (0, 0)


def test_what_was_sold_before_the_outage_is_not_counted(
    sold: tuple[NodeShop, dict[str, int], datetime], tmp_path: Path
) -> None:
    opened, _, _ = sold
    reporter, now = OutageReporter(tmp_path), SystemClock().now()
    for seconds in (0, 6):
        reporter.look(opened, ALONE, now + timedelta(seconds=seconds))
    reporter.look(opened, WELL, now + timedelta(seconds=20))
    assert reporter.look(opened, WELL, now + timedelta(seconds=26))
    (report,) = opened.reads.mesh.outages(limit=9)
    assert (report.orders, report.taken.minor) == (0, 0)


def test_a_spoiled_note_of_an_outage_is_none(tmp_path: Path) -> None:
    (tmp_path / "peers").mkdir()
    (tmp_path / FILE).write_text('{"began_at": "yesterday"}', "utf-8")
    assert OutageReporter(tmp_path)._watch.current is None
