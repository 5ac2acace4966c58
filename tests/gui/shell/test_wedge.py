"""Scanners that type, by real key events through the window: codes are heard, a person's keys are not lost."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest

from aura_terminal.ui.shell.burst import WedgeRule
from aura_terminal.ui.shell.wedge import Wedge
from tests.support.shell_hands import BEAT_MILLISECONDS, IDLE_SECONDS, LEFT, Shell
from tests.support.till import MARTA, pin_of

SCANNER, PERSON = 12.0, 140.0


@dataclass
class Typist:
    """Types into the window; `gap` is how long each key takes on the clock the wedge reads."""

    shell: Shell
    rule: WedgeRule = WedgeRule()
    moment: float = 5000.0
    gap: float = SCANNER
    codes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wedge = Wedge(self.rule, self.shell.window, at=self._at, now=lambda: self.moment)
        self.wedge.scanned.connect(self.codes.append)
        self.wedge.watch(self.window)

    @property
    def window(self) -> QWindow:
        handle = self.shell.window.windowHandle()
        assert handle is not None
        return handle

    @property
    def note(self) -> str:
        return self.shell.counter.note.text()

    def type(self, text: str, gap: float) -> None:
        self.gap = gap
        for letter in text:
            QTest.keyClick(self.window, ord(letter))

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window, key)

    def rest(self) -> None:
        """Say no more until the wedge has made up its mind."""
        self.moment += 1000.0
        self.shell.qtbot.waitUntil(lambda: not self.wedge._kept)

    def _at(self, event: QKeyEvent) -> float:
        self.moment += self.gap
        return self.moment


@pytest.fixture
def typist(shell: Shell) -> Typist:
    shell.session.sign_in(MARTA, pin_of(MARTA))
    shell.settle()
    shell.counter.note.setFocus()
    return Typist(shell)


def test_a_code_with_enter_is_heard_and_typed_nowhere(typist: Typist) -> None:
    typist.type("4006381333931", SCANNER)
    typist.press(Qt.Key.Key_Return)
    assert typist.codes == ["4006381333931"]
    assert typist.note == ""


def test_a_scanner_that_ends_a_code_twice_taps_nothing_with_the_second_enter(typist: Typist) -> None:
    entered: list[str] = []
    typist.shell.counter.note.returnPressed.connect(lambda: entered.append(typist.note))
    typist.type("4006381333931", SCANNER)
    typist.press(Qt.Key.Key_Return)
    typist.press(Qt.Key.Key_Enter)
    assert (typist.codes, entered) == (["4006381333931"], [])
    typist.gap = PERSON
    typist.press(Qt.Key.Key_Return)
    assert entered == [""]


def test_a_key_whose_release_got_lost_in_a_code_is_whole_when_a_person_presses_it(typist: Typist) -> None:
    for letter in "40 06":
        QTest.keyPress(typist.window, ord(letter))
    typist.press(Qt.Key.Key_Return)
    assert typist.codes == ["40 06"]
    typist.shell.counter.beer.setFocus()
    typist.type(" ", PERSON)
    typist.rest()
    assert typist.shell.counter.order.text() == "Beer, Beer"


def test_a_code_without_enter_is_heard_after_a_silence(typist: Typist) -> None:
    typist.type("4006381333931", SCANNER)
    assert typist.codes == []
    typist.rest()
    assert typist.codes == ["4006381333931"]
    assert typist.note == ""


def test_what_a_person_types_arrives_whole_and_in_order(typist: Typist) -> None:
    typist.type("no onions", PERSON)
    typist.rest()
    assert typist.note == "no onions"
    assert typist.codes == []


def test_a_few_fast_keys_and_enter_are_a_persons(typist: Typist) -> None:
    entered: list[str] = []
    typist.shell.counter.note.returnPressed.connect(lambda: entered.append(typist.note))
    typist.type("12", SCANNER)
    typist.press(Qt.Key.Key_Return)
    assert entered == ["12"]
    assert typist.codes == []


def test_a_person_who_is_overtaken_by_a_scanner_loses_nothing(typist: Typist) -> None:
    typist.type("ab", PERSON)
    typist.rest()
    typist.type("4006381333931", SCANNER)
    typist.press(Qt.Key.Key_Return)
    typist.type("cd", PERSON)
    typist.rest()
    assert typist.codes == ["4006381333931"]
    assert typist.note == "abcd"


def test_keys_that_are_no_letters_keep_their_place(typist: Typist) -> None:
    typist.type("abc", SCANNER)
    typist.press(Qt.Key.Key_Backspace)
    typist.type("d", SCANNER)
    typist.press(Qt.Key.Key_Home)
    typist.type("x", PERSON)
    typist.rest()
    assert typist.note == "xabd"


def test_a_held_key_is_a_persons(typist: Typist) -> None:
    typist.gap = SCANNER
    for number in range(8):
        event = QKeyEvent(
            QKeyEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", autorep=number > 0
        )
        typist.wedge.eventFilter(typist.window, event)
    assert typist.codes == []
    assert typist.note == "a"


def test_a_tap_comes_after_the_keys_before_it(typist: Typist) -> None:
    typist.type("ab", SCANNER)
    at = typist.shell.counter.beer.mapTo(typist.shell.window, typist.shell.counter.beer.rect().center())
    QTest.mouseClick(typist.window, LEFT, pos=at)
    assert typist.note == "ab"
    assert typist.shell.counter.order.text() == "Beer, Beer"


def test_capitals_are_typed_with_shift_held(typist: Typist) -> None:
    for letter in "AB":
        QTest.keyPress(typist.window, Qt.Key.Key_Shift)
        QTest.keyClick(typist.window, ord(letter), Qt.KeyboardModifier.ShiftModifier)
        QTest.keyRelease(typist.window, Qt.Key.Key_Shift)
        typist.type("12", SCANNER)
    typist.press(Qt.Key.Key_Return)
    assert [code.upper() for code in typist.codes] == ["A12B12"]
    assert typist.note == ""


def test_a_person_writes_capitals_too(typist: Typist) -> None:
    typist.gap = PERSON
    QTest.keyPress(typist.window, Qt.Key.Key_Shift)
    QTest.keyClick(typist.window, ord("A"), Qt.KeyboardModifier.ShiftModifier)
    QTest.keyRelease(typist.window, Qt.Key.Key_Shift)
    typist.type("b", PERSON)
    typist.rest()
    assert typist.note.upper() == "AB"


def test_with_a_prefix_a_persons_keys_do_not_wait(shell: Shell) -> None:
    shell.session.sign_in(MARTA, pin_of(MARTA))
    shell.settle()
    shell.counter.note.setFocus()
    typist = Typist(shell, WedgeRule(prefix="~"))
    typist.type("abcdef", SCANNER)
    assert typist.note == "abcdef"
    typist.type("~77", SCANNER)
    typist.press(Qt.Key.Key_Return)
    assert typist.codes == ["77"]
    assert typist.note == "abcdef"


def test_times_are_the_systems_so_that_a_busy_screen_makes_no_scanner(shell: Shell) -> None:
    shell.session.sign_in(MARTA, pin_of(MARTA))
    shell.settle()
    shell.counter.note.setFocus()
    wedge, codes = Wedge(WedgeRule(), shell.window), list[str]()
    wedge.scanned.connect(codes.append)
    handle = shell.window.windowHandle()
    assert handle is not None
    for place, letter in enumerate("beer"):  # typed slowly, delivered all at once
        event = QKeyEvent(QKeyEvent.Type.KeyPress, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(1000 + 150 * place)
        wedge.watch(handle)
        wedge.eventFilter(handle, event)
    shell.qtbot.waitUntil(lambda: shell.counter.note.text() == "beer")
    assert codes == []


def test_who_only_scans_is_not_locked_out(shell: Shell) -> None:
    shell.session.sign_in(MARTA, pin_of(MARTA))
    shell.settle()
    shell.store.clock.advance(seconds=IDLE_SECONDS - 1)
    shell.window.stay_awake()
    shell.store.clock.advance(seconds=IDLE_SECONDS - 1)
    shell.qtbot.wait(3 * BEAT_MILLISECONDS)
    assert not shell.window.is_locked
    shell.store.clock.advance(seconds=2)
    shell.qtbot.waitUntil(lambda: shell.window.is_locked)
