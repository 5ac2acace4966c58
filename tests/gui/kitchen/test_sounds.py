"""What is heard: one sound for each kind of event, again until somebody has seen it, and nothing when it is off."""

from __future__ import annotations

import os
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aura_terminal.domain.facts import Fact
from aura_terminal.ui.shell.speaker import SOUNDS, Speaker
from aura_terminal.view_models.kitchen_cues import Cue
from tests.support.kitchen_busy import oven
from tests.support.kitchen_cook import LEFT, Cook
from tests.support.kitchen_evening import COOK, Dish, at_table, fire
from tests.support.kitchen_sounds import MOTIFS, write, write_one
from tests.support.melody import is_confused, tones
from tests.support.memory_shop import signed_in


def later(cook: Cook, seconds: float) -> list[Cue]:
    """What is heard in so many seconds."""
    before = len(cook.heard)
    for _ in range(round(seconds)):
        cook.store.clock.advance(seconds=1)
        cook.model.tick()
    return cook.heard[before:]


def quiet(cook: Cook) -> None:
    """Somebody touches the screen beside the tickets."""
    QTest.mouseClick(cook.board.viewport(), LEFT, pos=cook.board.viewport().rect().bottomRight())
    cook.heard.clear()


def test_what_stands_there_when_the_screen_is_opened_is_no_news(cook: Cook) -> None:
    assert cook.heard == []


def test_a_new_ticket_is_heard_at_once_and_every_ten_seconds_until_somebody_touches_the_screen(cook: Cook) -> None:
    quiet(cook)
    cook.changes.announce(*_sent(cook))
    cook.settle()
    assert cook.heard == [Cue.NEW]
    assert later(cook, 9) == []
    assert later(cook, 11) == [Cue.NEW, Cue.NEW]
    QTest.mouseClick(cook.board.viewport(), LEFT, pos=cook.board.viewport().rect().bottomRight())
    assert Cue.NEW not in later(cook, 25)


def test_a_key_has_seen_it_as_well(cook: Cook) -> None:
    cook.changes.announce(*_sent(cook))
    cook.settle()
    cook.key(Qt.Key.Key_Escape)
    assert cook.beside.cues.unseen == ()


def _sent(cook: Cook) -> tuple[Fact, ...]:
    shop = cook.store.shop
    by = signed_in(shop)
    order = shop.ordering.open_order(by, at_table(7)).order_id
    shop.ordering.add_item(by, order, Dish("napoli").asked())
    return shop.ordering.send(by, order).facts


def test_a_void_is_heard_until_it_was_looked_at_whatever_is_touched_meanwhile(cook: Cook) -> None:
    ticket = oven(cook.store, "T 15")
    manager = signed_in(cook.store.shop, "nina-vogel")
    voided = cook.store.shop.ordering.void_line(manager, ticket.order_id, ticket.lines[0].item.line_id, 1, "Guest left")
    quiet(cook)
    cook.changes.announce(*voided.facts)
    cook.settle()
    assert cook.heard == [Cue.VOID]
    quiet(cook)
    assert later(cook, 8) == [Cue.VOID]
    cook.tap_header("T 15")
    cook.settle()
    assert Cue.VOID not in later(cook, 20)


def test_a_ticket_that_grows_late_is_heard_once_a_minute(cook: Cook) -> None:
    quiet(cook)
    heard = later(cook, 68)
    assert heard == [Cue.LATE]
    assert later(cook, 60)[0] is Cue.LATE


def test_of_events_that_come_together_the_most_urgent_is_heard(cook: Cook) -> None:
    quiet(cook)
    fire(cook.store, at_table(7), Dish("napoli"))
    cook.store.shop.kitchen.rush(COOK, oven(cook.store, "T 9").ticket_id)
    cook.model.refresh()
    cook.settle()
    assert cook.heard == [Cue.RUSH]
    assert set(cook.beside.cues.unseen) == {Cue.RUSH, Cue.NEW}


def test_an_add_on_and_an_order_that_is_ready_have_sounds_of_their_own(expo: Cook) -> None:
    quiet(expo)
    by = signed_in(expo.store.shop)
    weber = next(row for row in expo.store.shop.reads.kitchen.live(None) if row.guest_name == "Weber")
    expo.store.shop.ordering.add_item(by, weber.order_id, Dish("diavola").asked())
    expo.changes.announce(*expo.store.shop.ordering.send(by, weber.order_id).facts)
    expo.settle()
    assert expo.heard == [Cue.ADDITION]
    quiet(expo)
    for row in expo.store.shop.reads.kitchen.live(None):
        if row.guest_name == "Keller" and row.station_id == "pizza":
            expo.changes.announce(expo.store.shop.kitchen.bump(COOK, row.ticket_id))
    expo.settle()
    assert expo.heard == [Cue.READY]


def test_off_means_silent_and_on_again_says_what_nobody_has_seen(cook: Cook) -> None:
    cook.press("Sound off")
    fire(cook.store, at_table(7), Dish("napoli"))
    cook.model.refresh()
    cook.settle()
    assert later(cook, 30) == []
    cook.beside.cues.switch_on()
    assert Cue.NEW in later(cook, 15)


def test_another_station_is_no_news(cook: Cook) -> None:
    quiet(cook)
    cook.model.choose_station("bar")
    cook.settle()
    cook.model.choose_station("pizza")
    cook.settle()
    assert cook.heard == []


def test_every_cue_has_a_sound_of_its_own_as_the_command_makes_it(tmp_path: Path) -> None:
    assert set(MOTIFS) == {cue.value for cue in Cue}
    made = {file.name: file.read_bytes() for file in write(tmp_path)}
    shipped = {file.name: file.read_bytes() for file in SOUNDS.glob("*.wav")}
    assert made == shipped
    assert len(set(shipped.values())) == len(shipped)


def test_the_speaker_hands_the_file_to_a_player_and_drops_what_comes_meanwhile(tmp_path: Path, qtbot: QtBot) -> None:
    note, gate = tmp_path / "played", tmp_path / "gate"
    os.mkfifo(gate)
    player = tmp_path / "player"
    player.write_text(f'#!/bin/sh\necho "$@" >> {note}\nread _ < {gate}\n')
    player.chmod(0o755)
    speaker = Speaker((str(player), "-q"))

    def played_again() -> bool:
        speaker.play(Cue.RUSH)
        return len(note.read_text().splitlines()) == 2

    try:
        speaker.play(Cue.NEW)
        qtbot.waitUntil(lambda: note.exists() and note.read_text() == f"-q {SOUNDS / 'new.wav'}\n", timeout=5000)
        speaker.play(Cue.VOID)
        gate.write_text("\n")
        qtbot.waitUntil(played_again, timeout=5000)
        assert note.read_text().split() == ["-q", str(SOUNDS / "new.wav"), "-q", str(SOUNDS / "rush.wav")]
    finally:
        speaker.stop()


@pytest.mark.parametrize("cue", list(Cue))
def test_a_sound_is_short_enough_to_be_over_before_it_is_said_again(cue: Cue) -> None:
    seconds = sum(length for _, length in MOTIFS[cue.value])
    assert timedelta(seconds=seconds) < timedelta(seconds=1)


def test_no_two_sounds_can_be_taken_for_each_other(tmp_path: Path) -> None:
    files = sorted(SOUNDS.glob("*.wav"))
    assert len(files) == len(Cue)
    assert all(len(tones(file)) >= 2 for file in files), "one tone alone is drowned by a kitchen"
    assert [(a.stem, b.stem) for a, b in combinations(files, 2) if is_confused(a, b)] == []
    higher = tmp_path / "higher.wav"
    write_one(higher, tuple((round(pitch * 2 ** (2 / 12)), seconds) for pitch, seconds in MOTIFS["new"]))
    assert is_confused(SOUNDS / "new.wav", higher), "the same a whole tone higher is another sound to nobody"
