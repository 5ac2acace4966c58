"""Every paper in a language nobody speaks: what stays as it was is the shop's own, or was forgotten."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from aura_terminal.app.paper_wordings import BundledWordings
from aura_terminal.domain.cash import CountPurpose, MovementKind
from aura_terminal.domain.closing import Deed, DeedKind, DrawerClosed, Figure, OpenOrder
from aura_terminal.domain.closing_checks import CheckKind, ClosingCheck, Weight
from aura_terminal.domain.ids import DrawerId, ItemId, SessionId, ValueAccountId
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import Columns, PaperDocument, PrintJob, PrintJobId, SpoolKind, Text, text_line
from aura_terminal.domain.paper_ways import Meanwhile, redirected, second_copy
from aura_terminal.domain.reports import Period, ReportKind
from aura_terminal.domain.saying import Wording, in_words, said, words_of
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.value_facts import Hearing
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.bridge_paper import code_blocks
from aura_terminal.use_cases.cash import Moving
from aura_terminal.use_cases.cash_paper import count_slip, movement_slip
from aura_terminal.use_cases.day_paper import shift_paper, x_report, z_report
from aura_terminal.use_cases.paper_samples import sample_document
from aura_terminal.use_cases.report_paper import TITLES, report_slip
from aura_terminal.use_cases.shop import open_shop
from aura_terminal.use_cases.tip_paper import tips_paper
from aura_terminal.use_cases.training_paper import STARS, WORDS
from devices.spool_policy import possible_duplicate
from tests.catalogues.pseudo import ACCENTED, OPENING, PADDING, pseudo
from tests.contract.value_contract import card, coffee, euro, pay
from tests.support.memory_reads import MemoryReads
from tests.support.memory_shop import (
    DEMO_SHOP,
    EVERYTHING,
    FIRST_TERMINAL,
    MemoryStore,
    MemoryVault,
    demo_store,
    signed_in,
)
from tests.support.memory_spool import MemorySpool
from tests.support.tips import card_with_tip

FRIDAY = date(2026, 5, 15)
WORD = re.compile(r"(?<!\w)[^\W\d_]{3,}(?!\w)")
SAID = frozenset(map(chr, ACCENTED.values())) | set(PADDING)
COPY_ID = PrintJobId("copy")
NAMES = {"EUR", "Acme", "Ada", "Alone", "Aura", "Terminal", "Grill", "Lovelace", "system"}


class Nobodys(dict[str, str]):
    """Every sentence there could be, in the language nobody speaks."""

    def get(self, sentence: str, default: object = None) -> str:
        return pseudo(sentence)


WORDING = Wording(Nobodys())


class NobodysWordings:
    """It alone."""

    def of(self, language: str, zone: str) -> Wording:
        """That language."""
        return WORDING


@pytest.fixture
def store() -> MemoryStore:
    """The demo shop, which prints in it."""
    store = demo_store()
    spool = MemorySpool(store.journal.jobs, store.journal)
    shop = open_shop(
        store.begin, MemoryReads(store.journal, FIRST_TERMINAL), MemoryVault(), store.clock, store.ids, FIRST_TERMINAL,
        spool, spool, wordings=NobodysWordings(),
    )  # fmt: skip
    return replace(store, shop=shop)


@pytest.fixture
def profile(store: MemoryStore) -> StoreProfile:
    with store.begin(EVERYTHING.id) as work:
        return work.documents.get(StoreProfile, STORE_PROFILE)


def left_as_it_was(document: PaperDocument | None, store: MemoryStore) -> list[str]:
    """The words of a paper that were not said and are none of the shop's own."""
    assert document is not None
    known = NAMES | _known(store)
    words = (word for text in _texts(in_words(document, WORDING)) for word in WORD.findall(text))
    return [word for word in words if word not in known and not SAID & set(word)]


def evening(store: MemoryStore) -> None:
    """Sales, something voided, tips, a drawer that ran, accounts, and an order that is left open."""
    shop, carla = store.shop, signed_in(store.shop, "carla-lombardi")
    session = shop.cash.begin(carla, DrawerId("R1"), {2000: 5}).session_id
    pay(shop, coffee(shop))
    card_with_tip(store, carla, 300)
    voided = shop.ordering.add_item(carla, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    shop.ordering.send(carla, voided)
    shop.ordering.void_line(carla, voided, shop.reads.orders.sheet(voided).lines[0].line_id, 1, "Acme")
    shop.cash.move(carla, session, Moving(MovementKind.PAID_OUT, Money(500, "EUR"), "Acme", "Ada"))
    store.clock.advance(minutes=30)
    shop.cash.end(carla, session, {2000: 4})


def test_a_z_report_and_an_x_report_with_everything_there_is(store: MemoryStore, profile: StoreProfile) -> None:
    evening(store)
    shop, carla = store.shop, signed_in(store.shop, "carla-lombardi")
    now, amount = store.clock.now(), Money(690, "EUR")
    closed = shop.closing.close_day(carla)
    names = ("cash", "card", "gift", "house", "deposit", "kept", "borne", "written off")
    figures = tuple(Figure(name, 1, amount) for name in names)
    totals = replace(
        closed.totals, tips=figures, kept=figures[5:6], borne=figures[6:7], written_off=figures[7:],
        refunds=figures[:2], reversals=figures[:1], liabilities=figures[2:5], card_risk=figures[1:2],
        card_undecided=figures[1:2], returns=(Figure("returns", 1, amount),), orders=-1,
    )  # fmt: skip
    deeds = tuple(Deed(kind, now, "Ada", "R1", "Grill", "R1-001", 1, amount, "Acme", "Aura") for kind in DeedKind)
    checks = tuple(ClosingCheck(kind, Weight.WARNS, 2, amount, ("Ada",), now) for kind in CheckKind)
    drawer = DrawerClosed(
        SessionId("s"), "R1", "R1", "Ada", now, None, *(amount,) * 8, amount, Money(-5, "EUR"),
    )  # fmt: skip
    full = replace(
        closed, totals=totals, deeds=deeds, noted=checks, more_deeds=3, openings_for_sales=2, addendum=1, terminals=3,
        drawers=(drawer, replace(drawer, ended_at=now, counted=None, over_short=None)),
        loose_cash=(Figure("R1", 0, amount),), missing=(("R3", now),), open=(OpenOrder("R1-009", "7", amount),),
        parts=closed.parts * 2,
    )  # fmt: skip
    assert left_as_it_was(z_report(closed, profile).document, store) == []
    assert left_as_it_was(z_report(full, profile).document, store) == []
    assert left_as_it_was(x_report(totals, profile, full.open, full.missing).document, store) == []
    shifts = shop.shift_reports
    report = shifts.of_person(carla, closed.totals.business_date, carla.id)
    fuller = replace(report, drawers=(drawer,), deeds=deeds, reversals=figures[:1])
    assert left_as_it_was(shift_paper(fuller, profile).document, store) == []


def test_what_is_counted_moved_and_shared(store: MemoryStore, profile: StoreProfile) -> None:
    evening(store)
    carla = signed_in(store.shop, "carla-lombardi")
    day = store.shop.closing.today()
    (session,) = store.shop.reads.cash.sessions_on(day)
    for kind in MovementKind:
        moved = replace(session.movements[0], kind=kind, allowed_by="Ada")
        assert left_as_it_was(movement_slip(session, moved, profile).document, store) == []
    for purpose in CountPurpose:
        count = replace(session.counts[0], purpose=purpose)
        assert left_as_it_was(count_slip(replace(session, cashier=""), count, profile).document, store) == []
    shared = store.shop.tips.share(carla, day, store.shop.tips.day(carla).total)
    share = shared.shares[0]
    fuller = replace(share, minutes=90, declared=Money(500, "EUR"), passed=Money(100, "EUR"))
    assert left_as_it_was(tips_paper(replace(shared, shares=(share, fuller)), profile).document, store) == []


def test_what_was_put_on_accounts_and_all_that_came_out_meanwhile(store: MemoryStore) -> None:
    evening(store)
    shop = store.shop
    opened, _ = shop.value_accounts.open_house(EVERYTHING, "Acme", euro(30), "Ada")
    for account in (card(shop).account_id, ValueAccountId(opened.account_id)):
        shop.value_paying.draw(EVERYTHING, coffee(shop), account, shop.paying.new_attempt(), Hearing.ALL)
        shop.value_accounts.print_statement(EVERYTHING, account)
    shop.guest_checks.print_check(EVERYTHING, coffee(shop))
    printed = [spooled.job for spooled in store.journal.jobs if spooled.job.document is not None]
    assert len(printed) >= 12
    assert [job.title for job in printed if job.kind is not SpoolKind.KITCHEN_SLIP and OPENING not in job.title] == []
    assert [(job.title, left) for job in printed if (left := left_as_it_was(job.document, store))] == []


def test_what_heads_a_copy_the_page_that_tries_a_printer_and_a_code(store: MemoryStore) -> None:
    order = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("napoli"))).order_id
    store.shop.ordering.send(EVERYTHING, order)
    slip = next(one.job for one in store.journal.jobs if one.job.kind is SpoolKind.KITCHEN_SLIP)
    copies = (
        second_copy(slip, COPY_ID), second_copy(replace(slip, kind=SpoolKind.RECEIPT), COPY_ID),
        redirected(slip, COPY_ID, "grill", "bar", Meanwhile.MAY_COME_OUT), possible_duplicate(slip, COPY_ID),
    )  # fmt: skip
    assert [left_as_it_was(copy.document, store) for copy in copies] == [[], [], [], []]
    pages = (sample_document("Grill").blocks[:6], code_blocks("R1-1", ()), code_blocks("R1-1", ("a", "b")))
    assert [left_as_it_was(PaperDocument("page", 1, blocks), store) for blocks in pages] == [[], [], []]


@pytest.mark.parametrize("kind", TITLES)
def test_reports(kind: ReportKind, store: MemoryStore, profile: StoreProfile) -> None:
    evening(store)
    store.shop.closing.close_day(signed_in(store.shop, "carla-lombardi"))
    day = store.shop.closing.business_dates()[0]
    report = store.shop.reports.read(EVERYTHING, kind, Period(day, day))
    late = replace(report, coverage=replace(report.coverage, missing=(("R3", store.clock.now()),), waiting=2))
    assert left_as_it_was(report_slip(late, profile, store.clock.now()).document, store) == []


@pytest.mark.parametrize("language", ["de", "es", "fr", "zh", "ar"])
def test_marks_that_are_known_by_their_stars_have_them_in_every_language(language: str) -> None:
    wording = BundledWordings().of(language, "Europe/Berlin")
    mark = words_of(WORDS, wording)
    assert mark != WORDS
    assert mark.startswith(STARS)
    assert mark.endswith(STARS)
    slip = PrintJob(COPY_ID, SpoolKind.KITCHEN_SLIP, "grill", "Grill", document=PaperDocument("slip", 1, ()))
    once = possible_duplicate(slip, COPY_ID)
    assert once.document is not None
    spoken = replace(once, document=in_words(once.document, wording))
    twice = possible_duplicate(spoken, COPY_ID)
    assert twice.document is not None
    assert len(twice.document.blocks) == 1  # one banner and not two


def test_words_that_were_not_said_are_found(store: MemoryStore) -> None:
    forgotten = PaperDocument("slip", 1, (text_line("Forgotten"), text_line(said("Table {table}", table="Tiramisu"))))
    assert left_as_it_was(forgotten, store) == ["Forgotten"]


def _texts(document: PaperDocument) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Text):
            yield from (run.text for run in block.runs)
        elif isinstance(block, Columns):
            yield from (cell.text for cell in block.cells)


def _known(store: MemoryStore) -> set[str]:
    """Every word of the demo shop."""
    tables = [tomllib.loads(file.read_text("utf-8")) for file in sorted(DEMO_SHOP.glob("*.toml"))]
    return {word for text in _values(tables) for word in WORD.findall(text)}


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield value.upper()
    elif isinstance(value, dict):
        for each in value.values():
            yield from _values(each)
    elif isinstance(value, list):
        for each in value:
            yield from _values(each)
