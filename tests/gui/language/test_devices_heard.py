"""A printer out of paper, in German, wherever somebody reads of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication

from aura_terminal.domain.paper import SpoolState
from aura_terminal.domain.paper_ways import INTERRUPTED
from aura_terminal.ports.printing import Fault, HealthKind
from aura_terminal.ui.language.languages import ENGLISH, language_of
from aura_terminal.ui.language.tongue import Tongue
from aura_terminal.ui.screens.devices.words import banner_words, device_row, paper_row
from aura_terminal.ui.shell.status_words import details_of
from aura_terminal.view_models.device_banner import Banner, BannerKind
from aura_terminal.view_models.device_cards import DeviceCard, Wellness
from aura_terminal.view_models.paper_queue import PaperCard
from aura_terminal.view_models.status import DeviceTrouble, JobTrouble, StatusRow, StoreTrouble
from devices.printers.phrases import HINTS

AT = datetime(2026, 3, 7, 19, 12)
HINT = HINTS[Fault.PAPER_OUT]
IN_GERMAN = "Kein Papier: Rolle einlegen, der Druck geht von selbst weiter."
PAPER = PaperCard("1", "Beleg R1-042", "FRONT", SpoolState.HELD, AT, HINT, ())


@pytest.fixture(autouse=True)
def german(qapp: QApplication) -> Iterator[None]:
    """German in this file."""
    tongue = Tongue(qapp)
    tongue.speak(language_of("de"))
    yield
    tongue.speak(ENGLISH)


def test_its_card_says_what_to_do() -> None:
    card = DeviceCard("FRONT", "FRONT", HealthKind.PRINTER, Wellness.TROUBLE, hint=HINT)
    assert device_row(card).trouble == IN_GERMAN


def test_its_card_says_what_it_had_before() -> None:
    card = DeviceCard("FRONT", "FRONT", HealthKind.PRINTER, Wellness.WELL, last_error=HINT, last_error_at=AT)
    assert any(IN_GERMAN in note for note in device_row(card).notes)


def test_the_paper_that_waits_says_why() -> None:
    assert paper_row(PAPER).note == IN_GERMAN


def test_paper_that_an_older_version_left_is_asked_about() -> None:
    asked = replace(PAPER, state=SpoolState.UNCONFIRMED, note=INTERRUPTED, asks=True)
    assert paper_row(asked).note.endswith("? Das Programm hielt an, während dies gedruckt wurde.")


def test_the_line_over_every_screen_says_it() -> None:
    words, *_ = banner_words(Banner(BannerKind.STOPPED, "FRONT", hint=HINT, count=2))
    assert words.startswith(f"FRONT: {IN_GERMAN}")


def test_the_status_says_it_of_devices_jobs_and_the_store() -> None:
    row = StatusRow(
        devices=(DeviceTrouble("FRONT", HINT),),
        troubles=(JobTrouble("Beleg", "receipt", f"FRONT: {HINT}"),),
        store_trouble=StoreTrouble("Store", "/data/store.sqlite is empty."),
    )
    said = [detail.words for detail in details_of(row)]
    assert {IN_GERMAN, f"FRONT: {IN_GERMAN}", "/data/store.sqlite ist leer."} <= set(said)
