"""The log: JSON lines for its owner alone, masked, and never waited for."""

from __future__ import annotations

import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aura_terminal.app import logs
from aura_terminal.app.logs import Logs, open_logs

shop = logging.getLogger("aura.test")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Logs]:
    opened = open_logs(tmp_path, "R1", "screen")
    yield opened
    opened.close()


def lines(opened: Logs) -> list[dict[str, Any]]:
    opened.close()
    return [json.loads(line) for line in opened.file.read_text("utf-8").splitlines()]


def test_a_line_says_when_where_who_and_what(opened: Logs) -> None:
    shop.info("pull: %d facts from %s", 3, "R2", extra={"peer": "R2", "count": 3, "mood": "fine"})
    (line,) = lines(opened)
    at = line.pop("at")
    assert at.endswith("+00:00")
    assert line == {
        "level": "INFO",
        "terminal": "R1",
        "process": "screen",
        "logger": "aura.test",
        "said": "pull: 3 facts from R2",
        "peer": "R2",
        "count": 3,
    }


def test_the_file_and_its_folder_are_for_the_owner_alone(opened: Logs) -> None:
    shop.info("hello")
    opened.close()
    assert stat.S_IMODE(opened.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(opened.file.parent.stat().st_mode) == 0o700


def test_a_trace_is_kept_whole_in_one_line(opened: Logs) -> None:
    try:
        raise ValueError("card 4111 1111 1111 1111 refused")
    except ValueError:
        shop.exception("bug", extra={"bug": "b-1"})
    (line,) = lines(opened)
    assert "test_a_trace_is_kept_whole_in_one_line" in line["trace"]
    assert "[card 1111]" in line["trace"]
    assert line["bug"] == "b-1"


def test_cards_and_secrets_are_masked_wherever_they_stand_and_cards_are_counted(opened: Logs) -> None:
    shop.warning("paid with %s, pin=%s", "5500 0000 0000 0004", 1234, extra={"order": "4111-1111-1111-1111"})
    (line,) = lines(opened)
    assert line["said"] == "paid with [card 0004], pin=***"
    assert line["order"] == "[card 1111]"
    assert opened.cards_masked == 1


def test_what_a_caller_changes_later_does_not_change_the_line(opened: Logs) -> None:
    told = ["one"]
    shop.info("%s", told)
    told.append("two")
    assert lines(opened)[0]["said"] == "['one']"


def test_a_full_file_is_put_aside_and_a_new_one_is_private_too(opened: Logs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 1_000)
    for number in range(20):
        shop.info("line %d", number)
    opened.close()
    files = sorted(opened.file.parent.iterdir())
    assert len(files) > 1
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    said = {json.loads(line)["said"] for file in files for line in file.read_text("utf-8").splitlines()}
    assert "line 19" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full, which Linux has")
def test_a_full_disk_loses_lines_by_count_and_stops_nobody(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "node.log").symlink_to("/dev/full")
    opened = open_logs(tmp_path, "R1", "node")
    shop.info("one")
    shop.info("two")
    opened.close()
    assert opened.lines_lost == 2
    assert capfd.readouterr() == ("", "")


def test_a_closed_log_takes_nothing_and_may_be_closed_again(opened: Logs) -> None:
    opened.close()
    opened.close()
    shop.info("late")
    assert not opened.file.exists()
