"""Rows of value accounts as screens know them."""

from __future__ import annotations

from aura_terminal.ports.value_rows import AccountRow as AccountRow
from aura_terminal.ports.value_rows import AccountSheet as AccountSheet
