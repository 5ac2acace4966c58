"""View-models run without a display, over the demo shop on a real store thread."""

import os
from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pytestqt.qtbot import QtBot

from tests.support.memory_shop import RealStoreThread, demo_store
from tests.support.till import MARTA, Till, pin_of, till_over


@pytest.fixture
def locked_till(qtbot: QtBot) -> Iterator[Till]:
    """A till nobody has signed in to."""
    store = demo_store()
    with RealStoreThread(store.shop) as thread:
        yield till_over(store, thread)


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[Till], None]:
    """Waits until every call has been answered."""

    def wait(till: Till) -> None:
        qtbot.waitUntil(lambda: till.runner.is_idle)

    return wait


@pytest.fixture
def till(locked_till: Till, settle: Callable[[Till], None]) -> Till:
    """A till Marta has signed in to."""
    locked_till.session.sign_in(MARTA, pin_of(MARTA))
    settle(locked_till)
    assert locked_till.session.actor is not None
    return locked_till
