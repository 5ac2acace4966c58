"""What the keys of a bump bar do; a bump bar is a keyboard with few keys."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """Everything a cook does that has a key of its own; tickets and dishes have digits, arrows and Enter."""

    RECALL_LAST = "recall_last"
    RECALL_LIST = "recall_list"
    RUSH = "rush"
    HOLD = "hold"
    START = "start"
    LOOK = "look"
    NEXT_UNSTARTED = "next_unstarted"
    NEXT_PAGE = "next_page"
    PAGE_BEFORE = "page_before"
    FIRST_PAGE = "first_page"
    COUNTS = "counts"
    STATION = "station"
    FILTER = "filter"
    SOUND = "sound"
    MORE = "more"


KEYS: dict[Act, tuple[str, ...]] = {
    Act.RECALL_LAST: ("R",),
    Act.RECALL_LIST: ("L",),
    Act.RUSH: ("U",),
    Act.HOLD: ("H",),
    Act.START: ("G",),
    Act.LOOK: ("A",),
    Act.NEXT_UNSTARTED: ("N",),
    Act.NEXT_PAGE: ("PgDown", "."),
    Act.PAGE_BEFORE: ("PgUp", ","),
    Act.FIRST_PAGE: ("Home",),
    Act.COUNTS: ("I",),
    Act.STATION: ("S",),
    Act.FILTER: ("F",),
    Act.SOUND: ("M",),
    Act.MORE: ("O",),
}
"""The keys as they leave the box; each works wherever the focus is, unless a question is open."""
