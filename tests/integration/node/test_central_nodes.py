"""Real nodes with a back office over real HTTP: told while selling, killed in the middle, taken over by another one."""

from __future__ import annotations

import io
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.integration.command_line.asking import ask
from tests.integration.node.node_process import wait_until
from tests.integration.node.paired_nodes import PairedNode, told
from tests.support.tiny_central import PASSWORD, USER, TinyCentral, tiny_central

TOLD_WITHIN = 60.0
TAKEN_OVER_WITHIN = 60.0


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TinyCentral, Path]]:
    """A back office, and R1 as it was set up from it; set up once for all tests."""
    folder = tmp_path_factory.mktemp("house") / "R1"
    with tiny_central() as found, patch("sys.stdin", io.StringIO(f"{PASSWORD}\n")):
        done = ask(
            "init", "--central", "auraconnect", "--url", found.url, "--user", USER, "--secret-stdin", "--store", "Here",
            "--data", folder,
        )  # fmt: skip
        assert done.code == 0, done.err
        yield found, folder


@pytest.fixture
def central(house: tuple[TinyCentral, Path]) -> TinyCentral:
    """The back office, which was told of nothing yet."""
    found, _ = house
    with found.lock:
        for kept in (found.orders, found.requests, found.keys):
            kept.clear()
    return found


@pytest.fixture
def shop(house: tuple[TinyCentral, Path], central: TinyCentral, tmp_path: Path) -> Iterator[PairedNode]:
    """R1, set up from the back office; its node does not run yet."""
    _, folder = house
    node = PairedNode(Path(shutil.copytree(folder, tmp_path / "R1", ignore=shutil.ignore_patterns("*.lock"))))
    yield node
    node.kill()


def sell(node: PairedNode, orders: int, seed: int) -> int:
    """Simulated guests; what they paid in minor units."""
    total: int = told(node.folder, "simulate", "--orders", str(orders), "--seed", str(seed))["total_minor"]
    return total


def paid(central: TinyCentral) -> int:
    """What the back office was told of money, in minor units."""
    taken = [one for order in central.orders.values() for one in order["payments"]]
    return sum(int(one["amount"].replace(".", "")) for one in taken)


def is_told(node: PairedNode) -> bool:
    found = told(node.folder, "status")
    return (found["pending"], found["unknown"]) == (0, 0)


def doubles(central: TinyCentral) -> list[str]:
    """Orders the back office has twice, by our reference in their notes, and payments by ours."""
    orders = Counter(one["notes"] for one in central.orders.values())
    payments = Counter(one["reference"] for order in central.orders.values() for one in order["payments"])
    return [name for counted in (orders, payments) for name, count in counted.items() if count > 1]


def test_a_node_tells_what_is_sold_is_asked_for_a_round_and_logs_no_secret(
    shop: PairedNode, central: TinyCentral
) -> None:
    shop.start()
    sold = sell(shop, 4, seed=1)
    assert wait_until(lambda: paid(central) == sold, TOLD_WITHIN)
    done = told(shop.folder, "sync", "--once")
    assert (done["pending"], done["parked"]) == (0, 0)
    status = told(shop.folder, "status")
    assert status["tier"] == "A"
    (one,) = status["centrals"]
    assert (one["reached"], one["gateway"], one["link"]) == (True, "R1", "online")
    assert one["sent"] > 0
    assert doubles(central) == []
    shop.stop()
    logs = [file.read_text("utf-8") for file in shop.folder.rglob("*.log*")]
    assert logs
    said = json.dumps(logs)
    assert PASSWORD not in said
    assert [token for token in central.tokens if f'{token}"' in said or f"{token} " in said] == []


def test_a_node_killed_in_the_middle_goes_on_and_tells_nothing_twice(shop: PairedNode, central: TinyCentral) -> None:
    sold = sell(shop, 6, seed=2)
    for seen in (3, 9):
        shop.start()
        assert wait_until(lambda seen=seen: len(central.writes()) >= seen, TOLD_WITHIN)  # type: ignore[misc]  # bound
        shop.kill()
    done = told(shop.folder, "sync", "--once")
    assert (done["pending"], done["unknown"], done["parked"]) == (0, 0, 0)
    assert paid(central) == sold
    assert doubles(central) == []


@pytest.mark.campaign  # it waits a minute and a half for real silences; the rules are tried in unit and stateful tests
def test_another_terminal_gets_the_account_and_takes_over(
    shop: PairedNode, central: TinyCentral, tmp_path: Path
) -> None:
    shop.start()
    other = shop.pair(tmp_path / "R2", "R2")
    other.start()
    try:
        assert wait_until((tmp_path / "R2" / "central" / "auraconnect.secret").exists, TOLD_WITHIN)
        assert wait_until(lambda: "[[central]]" in (tmp_path / "R2" / "settings.toml").read_text("utf-8"))
        sold = sell(other, 3, seed=3)
        assert wait_until(lambda: paid(central) == sold, TOLD_WITHIN)
        (seen,) = told(other.folder, "status")["centrals"]
        assert (seen["gateway"], seen["link"], seen["reached"]) == ("R1", "standby", True)
        assert wait_until(lambda: is_told(other), TOLD_WITHIN)
        shop.kill()
        sold += sell(other, 3, seed=4)
        assert wait_until(lambda: paid(central) == sold, TAKEN_OVER_WITHIN)
        assert wait_until(lambda: told(other.folder, "status")["centrals"][0]["gateway"] == "R2")
        shop.start()
        assert wait_until(lambda: is_told(shop) and is_told(other), TOLD_WITHIN)
        assert paid(central) == sold
        assert doubles(central) == []
    finally:
        other.kill()
