"""`simulate`: the same seed serves the same guests, and acknowledges nothing it does not keep."""

from __future__ import annotations

import json
from pathlib import Path

from tests.integration.command_line.asking import ask, copied, facts, rows
from tests.support.oracle import judge, read_acks


def serve(new: Path, target: Path, orders: int, seed: int) -> list[bytes]:
    """The payloads a service leaves in a fresh store, without those it was set up with."""
    folder = copied(new, target)
    founded = len(facts(folder))
    answer = ask("simulate", "--orders", orders, "--seed", seed, "--json", "--data", folder)
    assert answer.code == 0, answer.err
    (folder / "ballast").unlink(missing_ok=True)
    return facts(folder, after=founded)


def test_the_same_seed_leaves_the_same_payloads_in_two_fresh_stores(new: Path, tmp_path: Path) -> None:
    other = tmp_path / "set-up-apart"
    assert ask("init", "--shop", "demo", "--data", other).code == 0
    first = serve(new, tmp_path / "first", 60, 7)
    second = serve(other, tmp_path / "second", 60, 7)
    assert len(first) > 600
    assert first == second


def test_another_seed_leaves_other_payloads(new: Path, tmp_path: Path) -> None:
    assert serve(new, tmp_path / "first", 5, 7) != serve(new, tmp_path / "second", 5, 8)


def test_a_service_says_what_it_sold_and_the_store_agrees(new: Path) -> None:
    told = ask("simulate", "--orders", 15, "--json", "--data", new).json
    sales = ask("report", "sales", "--json", "--data", new).json
    assert (told["orders"], told["currency"]) == (15, "EUR")
    assert (sales["orders"], sales["payments"], sales["gross_minor"]) == (15, told["payments"], told["total_minor"])


def test_every_act_is_acknowledged_and_there_once(new: Path, tmp_path: Path) -> None:
    acks = tmp_path / "acks.jsonl"
    for seed in (1, 2):
        assert ask("simulate", "--orders", 6, "--seed", seed, "--acks", acks, "--data", new).code == 0
    told = read_acks(acks)
    assert sum(ack["event"] == "paid" for ack in told) == 12
    assert judge(new / "store.sqlite", told) == []


def test_an_acknowledged_order_that_is_not_there_would_be_missed(new: Path, tmp_path: Path) -> None:
    acks = tmp_path / "acks.jsonl"
    ask("simulate", "--orders", 2, "--acks", acks, "--data", new)
    invented = json.loads(acks.read_text("utf-8").splitlines()[-1]) | {"order_id": "nowhere", "number": "R1-999"}
    complaints = judge(new / "store.sqlite", [*read_acks(acks), invented])
    assert any("R1-999" in complaint for complaint in complaints)


def test_orders_left_open_are_settled_by_the_next_service(new: Path) -> None:
    """What a killed service left open on the floor is served to its end, so that nobody eats for nothing."""
    ask("simulate", "--orders", 3, "--data", new)
    ask("simulate", "--orders", 3, "--seed", 2, "--data", new)
    assert rows(new, "SELECT count(*) FROM orders WHERE status = 'open'") == [(0,)]


def test_the_kitchen_keeps_up_with_the_guests(served: Path) -> None:
    """A backlog that grows all evening is no realistic service, and makes each later act slower than the one before."""
    assert 0 < ask("status", "--json", "--data", served).json["live_tickets"] <= 30
