"""Faults put one at a time into the code that reckons money, taxes and what a back office is told: do tests notice?

python -m tests.campaigns.mutation --of money --seconds 600
python -m tests.campaigns.mutation --of tax --every 3 --seed 1     every third fault, beginning with the second

Those that no test noticed are printed; `tests/campaigns/survivors.toml` says of each that was looked at why it may.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.mutating import ROOT, Fate, Mutant, fate, mutants

SURVIVORS = Path(__file__).with_name("survivors.toml")


@dataclass(frozen=True, slots=True)
class Target:
    """A module and the tests that have to notice its faults."""

    module: str
    tests: tuple[str, ...]

    @property
    def file(self) -> Path:
        """Where its source is."""
        return ROOT / f"{self.module.replace('.', '/')}.py"


def _of(module: str, *tests: str) -> Target:
    return Target(module, tests)


DOMAIN = "tests/unit/domain"
RECONCILE = "tests/unit/sync/reconcile"
TARGETS: Mapping[str, Target] = {
    "money": _of("aura_terminal.domain.money", f"{DOMAIN}/test_money.py"),
    "tax": _of("aura_terminal.domain.tax", f"{DOMAIN}/test_tax.py", f"{DOMAIN}/test_orders.py"),
    "discounts": _of(
        "aura_terminal.domain.discounts",
        f"{DOMAIN}/test_discounts.py", f"{DOMAIN}/test_discounted_orders.py", f"{DOMAIN}/test_promotions.py",
    ),
    "order_money": _of(
        "aura_terminal.domain.order_money",
        f"{DOMAIN}/test_orders.py", f"{DOMAIN}/test_discounted_orders.py", f"{DOMAIN}/test_cash_payments.py",
        f"{DOMAIN}/test_service_charges.py", f"{DOMAIN}/test_returns.py",
    ),
    "budget": _of("sync.reconcile.budget", f"{RECONCILE}/test_budget.py"),
    "hooks": _of("sync.reconcile.hooks", f"{RECONCILE}/test_hooks.py"),
    "gateway": _of("sync.reconcile.gateway", f"{RECONCILE}/test_gateway.py"),
}  # fmt: skip


def run(target: Target, chosen: Sequence[Mutant], seconds: float, patience: int) -> tuple[Counter[Fate], list[Mutant]]:
    """What became of each, as far as the time reached, and those that nobody noticed."""
    fates, survivors, ends = Counter[Fate](), list[Mutant](), time.monotonic() + seconds
    for mutant in chosen:
        if time.monotonic() > ends:
            break
        found = fate(target.module, mutant, target.tests, patience)
        fates[found] += 1
        if found is Fate.SURVIVED:
            survivors.append(mutant)
    return fates, survivors


def explained(module: str) -> Mapping[str, str]:
    """The survivors of a module that were looked at, without their lines, with the reason each may."""
    return {
        str(before): str(reason)
        for before, reason in tomllib.loads(SURVIVORS.read_text("utf-8")).get(module, {}).items()
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the survivors and a line of JSON; 1 when one survived that has no reason to."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.mutation", description=__doc__.splitlines()[0])
    parser.add_argument("--of", choices=TARGETS, default="money")
    parser.add_argument("--every", type=int, default=1, help="only each n-th fault")
    parser.add_argument("--seed", type=int, default=0, help="with which of them to begin")
    parser.add_argument("--seconds", type=float, default=600, help="begin no further one after that")
    parser.add_argument("--patience", type=int, default=120, help="seconds after which a mutant counts as hung")
    asked, began = parser.parse_args(arguments), time.monotonic()
    target = TARGETS[asked.of]
    every = list(mutants(target.file.read_text("utf-8")))
    fates, survivors = run(target, every[asked.seed :: asked.every], asked.seconds, asked.patience)
    reasons = explained(asked.of)
    unexplained = [one for one in survivors if one.fault not in reasons]
    for one in survivors:
        print(f"{target.file.relative_to(ROOT)}:{one.line}: {one.fault}   {reasons.get(one.fault, 'UNEXPLAINED')}")
    noticed = fates.total() - fates[Fate.SURVIVED]
    print(json.dumps({
        "of": asked.of, "faults": len(every), "tried": fates.total(), "noticed": noticed,
        "score": round(100 * noticed / max(1, fates.total()), 1), **fates,
        "unexplained": len(unexplained), "seconds": round(time.monotonic() - began),
    }))  # fmt: skip
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
