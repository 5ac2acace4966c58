"""A terminal set up from a real central, a service with everything in it, and rounds until both hold the same."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from aura_terminal.app.command_line import main
from aura_terminal.app.opening import Opened, opened
from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.ids import ChargeId
from aura_terminal.domain.service_rules import ChargeRule, ServiceRules
from aura_terminal.ports.central import PULLED
from aura_terminal.store.codec import Codec
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import Store
from tests.support.central_judge import differences
from tests.support.central_process import PASSWORD, CentralProcess
from tests.support.central_service import House
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.own_central import demo_documents

MOST = 100_000
EMAIL = "owner@example.com"
SERVICE = ChargeRule(ChargeId("service"), "Service 10 %", percent=Decimal(10))
"""What comes onto every order of the house, and not onto those of the simulated guests before it."""


@dataclass
class Round:
    """What came of it, round by round."""

    sold: Mapping[str, Any]
    acts: int
    rounds: list[Mapping[str, Any]] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)
    """Facts in the terminal's journal after each round."""
    again: list[list[str]] = field(default_factory=list)
    """What rounds after the first still told: record and step."""
    wrong: list[str] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)


def play(central: CentralProcess, folder: Path, *, orders: int, acts: int, seed: int, rounds: int = 3) -> Round:
    """Set up, sell, tell, judge."""
    founded = central.add_store(demo_documents(), EMAIL)
    with central.store(founded.tenant, EMAIL) as at:
        for name, unit in (("Flour", "kg"), ("Wine", "l")):
            at.post("inventory", {"name": name, "unit": unit, "minimum_quantity": 1})
    said = command(
        "init", "--central", "auraconnect", "--url", central.url, "--user", EMAIL, "--secret-stdin",
        "--data", folder, secret=PASSWORD,
    )  # fmt: skip
    assert said["centrals"][0]["outcome"] == "done", said
    sold = command("simulate", "--orders", orders, "--seed", seed, "--data", folder)
    done = Round(sold, _work(folder, acts, seed))
    for place in range(rounds):
        done.rounds.append(command("sync", "--once", "--data", folder))
        with opened(folder, Role.TOOL) as at_home:
            done.facts.append(sum(seq for _, seq in at_home.store.known()))
            done.again.append(_told_since(at_home.store, done.facts[-2]) if place else [])
    with opened(folder, Role.TOOL) as at_home, central.store(founded.tenant, EMAIL) as at:
        done.wrong = differences(at_home.store, at, central.facts(founded.tenant))
        centre = at_home.store.reads.central.centre(20)
        done.parked = [f"{row.title} {row.step}: {row.refused.status} {row.refused.said}" for row in centre]
    return done


def command(*arguments: object, secret: str = "") -> Any:
    """What a command of the program answers in JSON; it must succeed."""
    out, err = io.StringIO(), io.StringIO()
    words = [str(one) for one in (*arguments, "--json")]
    with redirect_stdout(out), redirect_stderr(err), patch("sys.stdin", io.StringIO(f"{secret}\n")):
        code = main(words)
    assert code == 0, f"{words[0]} answered {code}: {out.getvalue()} {err.getvalue()}"
    return json.loads(out.getvalue())


def _work(folder: Path, acts: int, seed: int) -> int:
    """Everything else a house does, after the simulated guests."""
    with _evening(folder, seed) as (store, clock, ids):
        store.shop.service.keep_rules(EVERYTHING, store.shop.service.rules(), ServiceRules(charges=(SERVICE,)))
        house = House(store.store, store.shop, clock, ids, Random(f"house {seed}"))
        for _ in range(acts):
            house.act()
            clock.advance(seconds=9)
        return house.acts


def _told_since(store: Store, facts: int) -> list[str]:
    """What the central confirmed since the journal held so many facts, but for what came from it."""
    codec, found = Codec(), []
    for row in store.facts_after(store.identity.origin, facts, MOST):
        fact = codec.told(row.aggregate, row.aggregate_id, row.type, row.version, row.payload)
        if isinstance(fact, CentralConfirmed) and fact.step != PULLED:
            found.append(f"{fact.record} {fact.step}")
    return found


@contextmanager
def _evening(folder: Path, seed: int) -> Iterator[tuple[Opened, FixedClock, SeededIds]]:
    clock = FixedClock(datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0))
    ids = SeededIds(clock, seed)
    with opened(folder, Role.SCREEN, clock, ids) as store:
        yield store, clock, ids
