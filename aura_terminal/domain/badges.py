"""Badges people sign in with: known by a name nobody can turn back into what the badge says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.card_numbers import mask_cards
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId

SHORTEST, LONGEST = 4, 128


@dataclass(frozen=True, slots=True)
class Badge:
    """Whose badge it is. `id` is argon2id over a keyed digest of what the badge says, as a PIN's verifier is."""

    id: str
    staff_id: StaffId
    given_at: datetime
    given_by: StaffId


def check_badge(code: str) -> str:
    """What a badge says, tidied; refused where it says too little to be told from others, or is somebody's bank card.

    Raises RuleBroken(BADGE_UNREADABLE) or RuleBroken(BADGE_IS_CARD).
    """
    said = code.strip()
    if not SHORTEST <= len(said) <= LONGEST or not said.isprintable():
        raise RuleBroken(Rule.BADGE_UNREADABLE)
    for track in (said, f";{said}?", f"%{said}?"):
        if mask_cards(track)[1]:
            raise RuleBroken(Rule.BADGE_IS_CARD)
    return said
