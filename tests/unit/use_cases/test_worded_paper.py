"""Paper in the language of its readers: guests in the store's, cooks in the kitchen's, English where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from aura_terminal.app.paper_wordings import BundledWordings
from aura_terminal.domain.documents import put
from aura_terminal.domain.formats import Formats
from aura_terminal.domain.ids import ItemId, OrderId, TableId
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import (
    Cell,
    Columns,
    PaperDocument,
    PrintJob,
    PrintJobId,
    SpoolKind,
    SpoolState,
    Text,
    read_document,
    text_line,
)
from aura_terminal.domain.paper_ways import DAMAGED
from aura_terminal.domain.saying import ENGLISH, Wording, in_words, said
from aura_terminal.domain.tax import OrderType
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop, open_shop
from aura_terminal.use_cases.slips import clock_cell
from aura_terminal.use_cases.worded_paper import WordedSpool
from devices.printers.plain_text import plain_text
from devices.spool_policy import possible_duplicate
from tests.support.memory_reads import MemoryReads
from tests.support.memory_shop import EVERYTHING, FIRST_TERMINAL, MemoryStore, MemoryVault, demo_store, memory_store
from tests.support.memory_spool import MemorySpool

GERMAN = Wording(
    {
        "Table {table}": "Tisch {table}",
        "Order {number}": "Bestellung {number}",
        "CHECK - NOT A RECEIPT": "KEIN BELEG",
        "** POSSIBLE DUPLICATE {number} **": "** VIELLEICHT DOPPELT {number} **",
    },
    Formats(decimal=",", date_pattern="d.M.y"),
)
SPANISH = Wording({"Table {table}": "Mesa {table}"})


OLD_SLIP = {
    "template": "slip", "version": 1,
    "blocks": [
        {"kind": "text", "runs": [{"text": "** POSSIBLE DUPLICATE 1 **", "style": {}}], "align": "center"},
        {"kind": "text", "runs": [{"text": "Table 3", "style": {}}], "align": "left"},
    ],
}  # fmt: skip
"""As a release that knew English alone wrote it."""


class TwoLanguages:
    """German and Spanish."""

    def of(self, language: str, zone: str) -> Wording:
        """The one that is asked for."""
        return {"de": GERMAN, "es": SPANISH}.get(language, ENGLISH)


@pytest.fixture
def store() -> MemoryStore:
    """The demo shop."""
    return demo_store()


def spoken(store: MemoryStore, language: str, kitchen: str = "") -> Shop:
    """The shop, which speaks a language."""
    spool = memory_spool(store)
    shop = open_shop(
        store.begin, MemoryReads(store.journal, FIRST_TERMINAL), MemoryVault(), store.clock, store.ids, FIRST_TERMINAL,
        spool, spool, wordings=TwoLanguages(),
    )  # fmt: skip
    profile = replace(shop.reads.store.profile(), language=language, kitchen_language=kitchen)
    with store.begin(EVERYTHING.id) as work:
        work.keep(put(profile))
    return shop


def ordered(shop: Shop) -> OrderId:
    """A pizza at table 3, with the kitchen."""
    asked = NewOrder(OrderType.DINE_IN, TableId("table-3"))
    order_id = shop.ordering.add_item(EVERYTHING, asked, Asked(ItemId("napoli"))).order_id
    shop.ordering.send(EVERYTHING, order_id)
    return order_id


def memory_spool(store: MemoryStore) -> MemorySpool:
    """The print jobs of a shop, as they stand there."""
    return MemorySpool(store.journal.jobs, store.journal)


def speaking(shop: Shop, spool: MemorySpool) -> WordedSpool:
    """The print jobs of a shop, as its printers see them."""
    return WordedSpool(spool, shop.reads.store, TwoLanguages())


def a_slip(document: PaperDocument) -> PrintJob:
    """A cook's paper."""
    return PrintJob(PrintJobId("slip"), SpoolKind.KITCHEN_SLIP, "grill", "Grill", document=document)


def words(store: MemoryStore, kind: SpoolKind) -> list[str]:
    """Every text of the papers of a kind."""
    return [text for spooled in store.journal.jobs if spooled.job.kind is kind for text in _texts(spooled.job)]


def test_a_guest_reads_the_stores_language_and_a_cook_the_kitchens(store: MemoryStore) -> None:
    shop = spoken(store, "de", "es")
    shop.guest_checks.print_check(EVERYTHING, ordered(shop))
    check, slip = words(store, SpoolKind.RECEIPT), words(store, SpoolKind.KITCHEN_SLIP)
    assert {"Tisch 3", "KEIN BELEG"} <= set(check)
    assert any("," in text and text.replace(",", "").strip(" A").isdecimal() for text in check)  # amounts too
    assert "Mesa 3" in slip
    assert all(type(text) is str for text in (*check, *slip))


def test_cooks_without_a_language_of_their_own_read_the_stores(store: MemoryStore) -> None:
    ordered(spoken(store, "de"))
    assert "Tisch 3" in words(store, SpoolKind.KITCHEN_SLIP)


def test_a_store_that_chose_nothing_prints_english(store: MemoryStore) -> None:
    shop = spoken(store, "")
    shop.guest_checks.print_check(EVERYTHING, ordered(shop))
    assert {"Table 3", "CHECK - NOT A RECEIPT"} <= set(words(store, SpoolKind.RECEIPT))


@pytest.mark.parametrize(
    ("language", "zone", "clock"),
    [
        ("", "Europe/Berlin", "22:45"),
        ("en", "America/New_York", "10:45 PM"),
        ("es", "America/Bogota", "10:45 p. m."),
        ("zh", "Asia/Hong_Kong", "下午10:45"),
        ("fr", "America/Toronto", "22 h 45"),
    ],
)
def test_the_clock_of_a_cooks_slip_stands_on_one_line_in_every_country(language: str, zone: str, clock: str) -> None:
    cells = (Cell("PIZZA OVEN"), clock_cell(datetime(2026, 2, 3, 22, 45)))
    slip = in_words(PaperDocument("slip", 1, (Columns(cells),)), BundledWordings().of(language, zone))
    (line,) = plain_text(slip).splitlines()
    assert line.startswith("PIZZA OVEN")
    assert line.endswith(clock)


def test_what_is_said_says_its_fields_in_the_language_too() -> None:
    at = datetime(2026, 2, 3, 14, 5)
    words = said(
        "{where}: {amount}, {at:%d.%m.%Y}", where=said("Table {table}", table=3), amount=Money(150, "EUR"), at=at
    )
    assert words == "Table 3: 1.50, 03.02.2026"
    document = in_words(PaperDocument("check", 1, (text_line(words), text_line("Table 3"))), GERMAN)
    assert [run.text for block in document.blocks if isinstance(block, Text) for run in block.runs] == [
        "Tisch 3: 1,50, 3.2.2026", "Table 3",
    ]  # fmt: skip


def test_bundled_languages_write_as_the_stores_country_does() -> None:
    wordings = BundledWordings()
    assert wordings.of("", "Europe/Berlin") is ENGLISH
    assert wordings.of("de", "Europe/Vienna").formats.decimal == ","
    assert wordings.of("de", "Europe/Zurich").formats.decimal == "."


def test_a_copy_of_an_older_releases_paper_is_headed_once_and_in_the_language_of_today(store: MemoryStore) -> None:
    plain, job = memory_spool(store), a_slip(read_document(OLD_SLIP))
    plain.add(job, store.clock.now())
    copy = possible_duplicate(job, PrintJobId("copy"))
    speaking(spoken(store, "de"), plain).supersede(job.job_id, copy, SpoolState.REPRINTED, store.clock.now())
    texts = _texts(plain.find(copy.job_id).job)
    assert texts == ["** VIELLEICHT DOPPELT 1 **", "Table 3"]  # what was spooled stays as it was said then
    assert all(type(text) is str for text in texts)


def test_what_is_printed_for_a_damaged_paper_is_said_as_it_is_printed(store: MemoryStore) -> None:
    plain, now = memory_spool(store), store.clock.now()
    lines = (text_line("Grill"), text_line(said("Table {table}", table=3)))
    plain.add(a_slip(PaperDocument(DAMAGED, 1, lines)), now)
    found = speaking(spoken(store, "de", "es"), plain).next_job("grill", now)
    assert found is not None
    assert _texts(found.job) == ["Grill", "Mesa 3"]


def test_a_store_that_nobody_set_up_yet_heads_its_copies_in_english() -> None:
    empty = memory_store()
    plain, job = memory_spool(empty), a_slip(PaperDocument("slip", 1, ()))
    plain.add(job, empty.clock.now())
    copy = possible_duplicate(job, PrintJobId("copy"))
    speaking(empty.shop, plain).supersede(job.job_id, copy, SpoolState.REPRINTED, empty.clock.now())
    assert _texts(plain.find(copy.job_id).job) == ["** POSSIBLE DUPLICATE 1 **"]


def _texts(job: PrintJob) -> list[str]:
    blocks = job.document.blocks if job.document else ()
    runs = [run.text for block in blocks if isinstance(block, Text) for run in block.runs]
    return runs + [cell.text for block in blocks if isinstance(block, Columns) for cell in block.cells]
