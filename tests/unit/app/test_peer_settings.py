"""The table [peers] of the settings file."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.app.peer_settings import PeerSettings
from aura_terminal.app.settings import FILE_NAME, Settings, SettingsProblem, read_settings
from aura_terminal.app.settings_file import write_first_settings


def test_without_the_table_a_terminal_listens_everywhere_on_the_usual_port(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}, {}).peers == PeerSettings(True, "0.0.0.0", 47810, (), True)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    peers = PeerSettings(False, "10.0.0.1", 0, ("10.0.0.2:47810", "[fe80::1]:9"), False)
    write_first_settings(tmp_path, Settings(peers=peers))
    assert read_settings(tmp_path, {}, {}).peers == peers


def test_the_environment_wins_over_the_file_key_by_key(tmp_path: Path) -> None:
    write_first_settings(tmp_path, Settings(peers=PeerSettings(port=1000, addresses=("a:1",))))
    said = {"AURA_PEERS_PORT": "0", "AURA_PEERS_DISCOVERY": "false"}
    assert read_settings(tmp_path, said, {}).peers == PeerSettings(port=0, addresses=("a:1",), discovery=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[peers]\nport = 70000", r"`port` \(.*line 2\) is 70000"),
        ("[peers]\nprot = 1", r"There is no setting `prot` \(.*line 2\). The nearest is `port`"),
        ('[peers]\nenabled = "maybe"', "true or false"),
        ('[peers]\nbind = "everywhere"', "an address of this machine"),
        ('[peers]\naddresses = "a:1"', "a list of addresses"),
        ("peers = 7", "is a table"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, "utf-8")
    with pytest.raises(SettingsProblem, match=said):
        read_settings(tmp_path, {}, {})


def test_a_slip_in_the_environment_is_told_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="AURA_PEERS_PORT"):
        read_settings(tmp_path, {"AURA_PEERS_PORT": "many"}, {})
