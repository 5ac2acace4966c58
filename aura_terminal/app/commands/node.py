"""`node`: the process that drives devices, without a screen."""

from __future__ import annotations

from aura_terminal.app.command_line import Call
from aura_terminal.app.node import run_node


def node(call: Call) -> int:
    """Run until a signal or the end of standard input."""
    return run_node(call.folder, call.settings)
