"""A paper comes out of a simulated printer, an independent program reads its codes, another terminal goes on."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.paper import PrintJobId, QrCode
from aura_terminal.ports.printing import Printed
from aura_terminal.use_cases.ordering import Asked, NewOrder
from devices.printers.drawing import Pen, receipt_fonts
from devices.printers.layout import lay_out
from devices.printers.preview import png
from devices.printers.profiles import PrinterProfile, profile_named
from devices.printers.symbols import qr_matrix
from tests.peers.using import program_named
from tests.support.memory_mesh_of_shops import at
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, with_press
from tests.support.paper_shops import codes_on, enrol, press_of, sealed_in
from tests.support.printer_bench import PrinterBench

SMALLEST_MM, DOTS_PER_MM = 0.33, 8


def two() -> tuple[MemoryStore, MemoryStore]:
    """R1 and R2, which cannot hear each other."""
    founded = demo_store()
    enrol(founded.shop, ("R1", "R2"))
    now = founded.clock.now()
    first, other = (at(founded.journal, label, now, seed) for seed, label in enumerate(("R1", "R2"), 1))
    return with_press(first, press_of("R1", "demo")), with_press(other, press_of("R2", "demo"))


def sold(store: MemoryStore, items: int) -> OrderId:
    menu = store.shop.reads.menu
    plain = [tile.item_id for category in menu.categories() for tile in menu.tiles(category.id) if not tile.asks]
    target: OrderId | NewOrder = NewOrder()
    for item in plain[:items]:
        target = store.shop.ordering.add_item(EVERYTHING, target, Asked(item)).order_id
    assert not isinstance(target, NewOrder)
    return target


def on_paper(document_of: MemoryStore, order_id: OrderId, profile: PrinterProfile, tmp_path: Path) -> list[str]:
    """What zbarimg reads from what a simulated printer put out."""
    document_of.shop.guest_checks.print_check(EVERYTHING, order_id)
    job = document_of.journal.jobs[-1].job
    assert job.document is not None
    for block in lay_out(job.document, profile):
        if isinstance(block, QrCode):
            assert block.module / DOTS_PER_MM >= SMALLEST_MM
            assert (len(qr_matrix(block.content)) + 4) * block.module <= profile.dots
    bench = PrinterBench(tmp_path, profile)
    bench.printer.open()
    assert bench.printer.print(PrintJobId("job-1"), job.document) == Printed()
    slip = bench.mechanism.slips[-1]
    picture = tmp_path / "check.png"
    picture.write_bytes(png(slip.lines, Pen(receipt_fonts(), profile.dots)))
    command = [str(program_named("zbarimg")), "--raw", "-q", "-Sdisable", "-Sqrcode.enable", str(picture)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert set(told.stdout.split()) == set(codes_on([job]))
    return told.stdout.split()


@pytest.mark.parametrize(("width", "drawn"), [("generic-80", False), ("generic-58", True)])
def test_another_terminal_goes_on_from_what_a_scanner_reads_on_the_paper(
    tmp_path: Path, width: str, drawn: bool
) -> None:
    r1, r2 = two()
    order_id = sold(r1, 7)
    profile = replace(profile_named(width), native_qr=not drawn)
    codes = on_paper(r1, order_id, profile, tmp_path)
    assert len(codes) > 1
    came = r2.shop.bridge.scan(EVERYTHING, sealed_in(codes))
    assert (came.order_id, came.took_over) == (order_id, True)
    assert r2.shop.reads.orders.sheet(order_id).total == r1.shop.reads.orders.sheet(order_id).total
