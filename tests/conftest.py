"""What holds for every test: nobody's keyring is asked, and the run says which independent peers it met."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.peers import using

PEERS_USED, PEERS_MISSING = "peers_used", "peers_missing"


def pytest_configure() -> None:
    """No keyring answers, in this process or in those that tests start; a test that needs one sets it itself."""
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the run what it used."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[PEERS_USED], output[PEERS_MISSING] = sorted(using.USED), dict(using.MISSING)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """The run gathers it."""
    output = getattr(node, "workeroutput", {})
    using.USED.update(output.get(PEERS_USED, ()))
    using.MISSING.update(output.get(PEERS_MISSING, {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Nobody overlooks a peer that was not there."""
    if using.USED or using.MISSING:
        terminalreporter.section("independent peers")
    if using.USED:
        terminalreporter.write_line(f"checked against: {', '.join(sorted(using.USED))}")
    for name, why in sorted(using.MISSING.items()):
        terminalreporter.write_line(f"NOT checked against {name}: {why}", yellow=True)
