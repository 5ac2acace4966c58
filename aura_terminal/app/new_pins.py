"""PINs the program makes up itself."""

from __future__ import annotations

import secrets

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.staff import Permission, check_new_pin

DIGITS = 6


def new_pin() -> str:
    """Six digits by chance that the strictest rule for PINs accepts."""
    while True:
        pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        try:
            check_new_pin(pin, frozenset(Permission))
        except RuleBroken:
            continue
        return pin
