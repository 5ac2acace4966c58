"""What `verify` and `doctor` say of things whose facts are here and that nothing here can work on."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.app.opening import opened
from aura_terminal.domain.facts import Aggregate
from aura_terminal.store.chain import JournalRow
from aura_terminal.store.locks import Role
from tests.integration.command_line.asking import Answer, ask
from tests.support.extreme_facts import BrokenPeer

COUNTED = b'{"item_id":"%s","counted_at":"2026-05-15T18:00:00Z","quantity":99999999999999999999}'


@pytest.fixture
def aside(new: Path) -> Path:
    """A demo restaurant that heard of counts no terminal of ours writes."""
    hear(new, 6)
    return new


def hear(folder: Path, counts: int) -> None:
    """Take in so many of them from another terminal."""
    facts = [
        JournalRow(
            "", 0, f"c{number}", 0, Aggregate.STOCK.value, f"i{number}", "stock_counted", 1,
            COUNTED % f"i{number}".encode(), "x", "2026-05-15", b"", b"",
        )
        for number in range(counts)
    ]  # fmt: skip
    with opened(folder, Role.TOOL) as store:
        assert store.store.receive(BrokenPeer(store.store).tells(facts)).taken == counts


def about_the_store(answer: Answer) -> dict[str, str]:
    (finding,) = (finding for finding in answer.json["findings"] if finding["subject"] == "Store")
    return dict(finding)


def test_verify_names_what_is_kept_aside_and_why_and_takes_it_for_no_damage(aside: Path) -> None:
    answer = ask("verify", "--json", "--data", aside)
    assert (answer.code, answer.json["ok"], answer.json["findings"]) == (0, True, [])
    named = [{"aggregate": "stock", "aggregate_id": f"i{number}", "reason": "newer"} for number in range(6)]
    assert answer.json["kept_aside"] == named
    told = ask("verify", "--data", aside)
    assert "Kept aside, 6 in all" in told.out
    assert "stock i5: a terminal with a newer version of this program changed it" in told.out


def test_the_doctor_says_how_much_is_kept_aside_and_names_the_first_of_it(aside: Path) -> None:
    answer = ask("doctor", "--json", "--data", aside)
    finding = about_the_store(answer)
    assert finding["level"] == "warning"
    assert finding["what"].startswith("6 kept aside")
    assert "stock i4, …" in finding["what"]
    assert "i5" not in finding["what"]
    assert finding["next_step"].endswith("aura-terminal verify")


def test_the_doctor_has_nothing_to_say_of_a_sound_store(new: Path) -> None:
    assert about_the_store(ask("doctor", "--json", "--data", new))["level"] == "ok"


@pytest.mark.parametrize("content", [b"", b"no store at all, but long enough to look like one" * 20])
def test_the_doctor_says_that_a_store_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.sqlite").write_bytes(content)
    answer = ask("doctor", "--json", "--data", tmp_path)
    assert (answer.code, about_the_store(answer)["level"]) == (1, "problem")
