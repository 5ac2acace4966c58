"""Training happens in a store of its own: the menu, the floor and the staff of the real one, and nothing real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from aura_terminal.app.device_settings import DeviceModel, DeviceSettings
from aura_terminal.app.opening import opened
from aura_terminal.app.peer_identity import is_paired
from aura_terminal.app.settings import Settings, read_settings
from aura_terminal.app.training import arguments_for, prepare
from aura_terminal.app.training_folder import PLACE, TRAINING_HOST, forget, is_training, is_wanted, real_folder, want
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.paper import Text
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.training_paper import WORDS
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop, founded

REAL = Settings(
    devices=(DeviceSettings("front", model=DeviceModel.ESCPOS, address="192.168.1.50"),),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real store with a paid order, closed, and a training store beside it that nobody has worked in."""
    stored = founded(tmp_path_factory.mktemp("real") / "R1")
    pay(stored, EVERYTHING, order_of(stored, EVERYTHING, 2))
    stored.store.close()
    prepare(stored.folder, REAL, stored.clock, stored.ids)
    return stored.folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A copy of both."""
    return Path(shutil.copytree(template, tmp_path / "R1"))


def test_the_training_store_has_what_there_is_to_sell_and_who_works_there_and_nothing_real(template: Path) -> None:
    training = template / PLACE
    with opened(template, Role.TOOL) as there, opened(training, Role.TOOL) as here:
        for type_ in (Item, Table, StaffMember):
            with there.store.begin(SYSTEM) as work:
                wanted = work.documents.all(type_)
            with here.store.begin(SYSTEM) as work:
                assert work.documents.all(type_) == wanted
        with here.store.begin(SYSTEM) as work:
            assert work.access(StaffId("marta-rossi")).verifier.startswith("memory:marta-rossi")
        assert here.shop.reads.orders.recent(9) == ()
        assert len(there.shop.reads.orders.recent(9)) == 1
        rows = here.store.facts_after(here.store.identity.origin, 0, 10)
        with pytest.raises(Unavailable):
            there.store.receive(rows)
    settings = read_settings(training, {}, {})
    assert {device.model for device in settings.devices} == {DeviceModel.SIMULATED}
    assert (settings.centrals, settings.peers.bind, settings.peers.discovery) == ((), TRAINING_HOST, False)
    assert not is_paired(training)
    assert (is_training(training), is_training(template), real_folder(training)) == (True, False, template)


def test_what_is_sold_in_training_is_in_no_figure_of_the_real_store_and_gone_at_the_next_entry(folder: Path) -> None:
    def figures() -> tuple[object, str]:
        with opened(folder, Role.TOOL) as there:
            return there.store.known(), there.store.fold_digest()

    before, clock = figures(), FixedClock()
    ids = SeededIds(clock, 5)
    with opened(folder / PLACE, Role.SCREEN, clock, ids) as here:
        stored = StoredShop(folder / PLACE, clock, ids, here.store, here.shop)
        pay(stored, EVERYTHING, order_of(stored, EVERYTHING, 3))
        papers = [job.job.document for job in here.shop.paper.waiting() if job.job.document is not None]
        assert papers
        for document in papers:
            head = document.blocks[0]
            assert isinstance(head, Text)
            assert head.runs[0].text == WORDS
    assert figures() == before
    with opened(prepare(folder, REAL, clock, ids), Role.TOOL) as here:
        assert here.shop.reads.orders.recent(9) == ()


def test_what_is_no_training_store_is_not_swept_away(tmp_path: Path) -> None:
    precious, clock = tmp_path / PLACE / "photos", FixedClock()
    precious.mkdir(parents=True)
    with pytest.raises(Unavailable):
        prepare(tmp_path, REAL, clock, SeededIds(clock))
    assert precious.exists()


def test_a_wish_to_train_is_forgotten_by_the_next_start(tmp_path: Path) -> None:
    want(tmp_path)
    assert is_wanted(tmp_path)
    forget(tmp_path)
    assert not is_wanted(tmp_path)


def test_the_command_line_stays_as_it_was_but_for_the_folder() -> None:
    said = ["-m", "aura_terminal", "--data", "/shop", "--view", "kitchen"]
    assert arguments_for(Path("/shop/training"), said) == [
        "-m", "aura_terminal", "--view", "kitchen", "--data", "/shop/training",
    ]  # fmt: skip
    assert arguments_for(Path("/shop"), ["aura-terminal", "--data=/shop/training"]) == [
        "aura-terminal", "--data", "/shop",
    ]  # fmt: skip
