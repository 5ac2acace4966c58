"""A terminal that is left alone locks itself after the time of whoever works at it."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.shell.idle_lock import IdleLock
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, demo_store
from tests.support.till import pin_of

MARTA, PAOLO = StaffId("marta-rossi"), StaffId("paolo-ferrara")


def test_a_role_says_how_long_and_the_terminal_where_none_does(qtbot: QtBot) -> None:
    store = demo_store()
    server = next(one for one in store.shop.people.sheet(EVERYTHING).roles if one.id == "server")
    store.shop.people.put_role(EVERYTHING, replace(server, lock_after=30))
    runner = Runner(InlineStoreThread(store.shop))
    session, now = SessionModel(runner), [0.0]
    session.follow(Changes(runner))
    idle = IdleLock(lambda: now[0], 120)
    idle.follow(session)
    locked: list[float] = []
    idle.timed_out.connect(lambda: locked.append(now[0]))

    def left_alone(staff_id: StaffId, seconds: float) -> None:
        session.sign_in(staff_id, pin_of(staff_id))
        qtbot.waitUntil(lambda: runner.is_idle)
        qtbot.wait(1)
        idle.restart()
        now[0] += seconds
        idle._look()

    left_alone(MARTA, 31)
    assert locked == [31]
    left_alone(PAOLO, 31)
    assert locked == [31]
    left_alone(PAOLO, 121)
    assert len(locked) == 2
    idle.stop()
