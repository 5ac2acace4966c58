"""Words that are statements, paths, formulas or a printer's commands elsewhere are words here: kept, found and printed.

They come as a guest's name, a note, a reason and a search, and as an item's name out of another terminal's menu.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.domain.documents import put
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.menu import Item
from aura_terminal.domain.paper import Cut, PaperDocument
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.guests import NewGuest
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.profiles import GENERIC_80, profile_named
from devices.printers.star_bytes import StarEncoder
from devices.simulators.mechanism import Mechanism
from tests.contract.store_bench import WATER
from tests.support.memory_shop import EVERYTHING
from tests.support.printer_bench import StoppedTime
from tests.support.store_shop import StoredShop

STATEMENTS = (
    "Robert'); DROP TABLE journal;--",
    "' OR '1'='1",
    '" UNION SELECT verifier FROM staff_access--',
    "x' ; ATTACH DATABASE 'owned.sqlite' AS owned;--",
    "NEAR(a* OR b) AND -c^:col",
    "%_*?[a-z]",
)
PATHS = (
    "../../../../etc/passwd",
    "..\\..\\store.sqlite",
    "/dev/null",
    "CON.txt",
    "~/.ssh/id_rsa",
    "file:///etc/passwd",
)
KICKS = (
    "open \x1bp\x00\x32\x32 me",  # ESC p: the drawer
    "now \x10\x14\x01\x00\x05 me",  # DLE DC4: the drawer, at once
    "star \x07 or \x1a me",  # BEL and SUB: the drawer of a Star
    "\x1b@\x1d(A\x02\x00\x00\x02 hi",  # reset, print a test page
    "\x1c}%0\x1cq\x01 store a logo",
    "\x1d\x49\x43\x1d(E\x03\x00\x01IN set up",
    "\x00\x08\x7f\x9b31m\u202e\u2066txt.exe",
)
FORMULAS = ("=HYPERLINK('http://x')", "+1+1", "@SUM(A1)", "-2+3")


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def served_with(stored: StoredShop, by: Actor, word: str) -> None:
    """An order that says it everywhere a person can write, at a menu that has it as a name."""
    shop = stored.shop
    item = shop.reads.catalogue.documents.get(Item, WATER.item_id)
    with stored.store.begin(by.id) as work:
        work.keep(put(replace(item, id=ItemId("hostile"), name=word, barcode="")))
    order = shop.ordering.add_item(by, NewOrder(guest_name=word), Asked(ItemId("hostile"))).order_id
    shop.ordering.note_line(by, order, shop.reads.orders.sheet(order).lines[0].line_id, word)
    shop.ordering.name_guest(by, order, word)
    shop.ordering.send(by, order)
    shop.paying.take_cash(by, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
    assert shop.reads.orders.sheet(order).lines[0].note == tidy(word)
    shop.guests.register(EVERYTHING, NewGuest(first_name=word or "x"))
    shop.reads.menu.search(word, 20)
    shop.reads.guests.search(word, 20)


def papers(stored: StoredShop) -> list[PaperDocument]:
    """All that waits to be printed, each cut off at its end."""
    found = [job.job.document for job in stored.store.paper.queue() if job.job.document is not None]
    return [replace(one, blocks=(*one.blocks, Cut())) for one in found]


def printer_of(profile: str) -> Mechanism:
    return Mechanism(profile_named(profile), now=StoppedTime().now, on_slip=lambda slip: None)


@pytest.mark.parametrize("word", KICKS[:2])
def test_sent_as_they_are_they_would_open_the_drawer(word: str) -> None:
    printer = printer_of("generic-80")
    printer.receive(printer.connect(), word.encode("latin-1"))
    assert printer.kicks == 1


@pytest.mark.parametrize("words", [STATEMENTS, PATHS, KICKS, FORMULAS], ids=["sql", "paths", "commands", "formulas"])
def test_they_harm_neither_store_nor_folder_nor_printer(
    stored: StoredShop, marta: Actor, tmp_path: Path, words: tuple[str, ...]
) -> None:
    before = files_of(stored.folder)
    for word in words:
        served_with(stored, EVERYTHING, word)
    assert stored.store.verify() == ()
    assert files_of(stored.folder) - before <= {"store.sqlite-wal", "store.sqlite-shm"}
    found = papers(stored)
    assert len(found) >= 2 * len(words)
    for name, encode in (
        ("generic-80", EscPosEncoder(GENERIC_80, cache=tmp_path / "tables").encode),
        ("star-80", StarEncoder(profile_named("star-80")).encode),
    ):
        printer = printer_of(name)
        line = printer.connect()
        for paper in found:
            printer.receive(line, encode(paper))
        assert printer.kicks == 0
        assert len(printer.slips) >= len(found)
        assert [slip.unknown for slip in printer.slips if slip.unknown] == []
