"""Accounts at back offices that another terminal of the store hands over, and what the next start makes of them."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aura_terminal.app.central_settings import CentralName, CentralSettings
from aura_terminal.app.node_centrals import NodeCentrals
from aura_terminal.app.peer_settings import PeerSettings
from aura_terminal.app.settings import FILE_NAME, Settings, SettingsProblem, read_settings
from aura_terminal.app.settings_file import add_central, settings_text
from aura_terminal.domain.capabilities import Capability
from sync.mesh.contract import GivenAccount
from sync.node.speakers import Speakers
from tests.support.chance import FixedClock

HERE = CentralSettings(
    CentralName.AURACONNECT, "https://one.example.com", "o@example.com",
    serves=(Capability.SALES, Capability.CATALOGUE),
)  # fmt: skip
FLOW = CentralSettings(CentralName.AURAFLOW, "https://two.example.com")
CLASH = GivenAccount("auraflow", FLOW.url, "", "", "en-US", 5, "key of-theirs", "sales")


class OneStore:
    """The store of one id, as the node asks it."""

    store = SimpleNamespace(identity=SimpleNamespace(store_id="s1"))
    reads = SimpleNamespace(central=SimpleNamespace(figures=tuple))

    def read(self, call: Any) -> Future[Any]:  # any question of the node's
        answer: Future[Any] = Future()
        answer.set_result(call(self))
        return answer

    write = read


def settled(folder: Path, settings: Settings) -> str:
    text = settings_text(settings)
    (folder / FILE_NAME).write_text(text, "utf-8")
    return text


def test_an_account_for_what_another_one_is_used_for_is_not_taken_and_the_next_start_is_as_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = settled(tmp_path, Settings(centrals=(HERE,)))
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "terminal.json").touch()  # paired
    speakers = Speakers()
    store: Any = OneStore()  # stands where the node's queue does
    node = NodeCentrals(tmp_path, (HERE,), store, FixedClock(), lambda: speakers)
    node.open(lambda topic, payload: None, lambda: None, lambda bug: None)
    for _ in range(2):  # it is handed over whenever the two meet
        speakers.given((CLASH,))
        node.tick()

    assert (tmp_path / FILE_NAME).read_text("utf-8") == before
    assert read_settings(tmp_path, {}, {}).centrals == (HERE,)
    assert not (tmp_path / "central" / "auraflow.secret").exists()
    assert node.links == ()
    assert "sales is served by auraconnect already" in caplog.text
    caplog.clear()


def test_a_back_office_that_is_told_facts_already_is_not_added(tmp_path: Path) -> None:
    before = settled(tmp_path, Settings(peers=PeerSettings(central=FLOW.url)))
    with pytest.raises(SettingsProblem, match="named twice"):
        add_central(tmp_path, FLOW)
    assert (tmp_path / FILE_NAME).read_text("utf-8") == before


def test_a_back_office_that_was_added_meanwhile_is_not_added_again(tmp_path: Path) -> None:
    settled(tmp_path, Settings())
    add_central(tmp_path, FLOW)
    with pytest.raises(SettingsProblem, match="two tables for auraflow"):
        add_central(tmp_path, FLOW)
    assert read_settings(tmp_path, {}, {}).centrals == (FLOW,)
