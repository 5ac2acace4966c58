"""What node and screen tell each other of the devices on the counter, as lines of JSON on the bus."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from aura_terminal.domain.weighing import HEAVIEST, Bounds, Reading, WeightState
from aura_terminal.ports.customer_display import Shown, ShownLine
from aura_terminal.ports.scale import ScaleWord

LONGEST_WORDS = 200


def encode_word(word: ScaleWord) -> str:
    """One answer of a scale, one line of ASCII."""
    return json.dumps(asdict(word) | {"hint": word.hint[:LONGEST_WORDS]})


def decode_word(text: str) -> ScaleWord:
    """What a scale said; `ValueError` when the text is none of ours."""
    try:
        plain: dict[str, Any] = json.loads(text)
        reading, bounds = plain["reading"], plain["bounds"]
        grams = None if reading["grams"] is None else int(reading["grams"])
        return ScaleWord(
            scale=str(plain["scale"]),
            reading=Reading(WeightState(reading["state"]), grams),
            bounds=Bounds(int(bounds["least"]), int(bounds["most"]), int(bounds["division"])),
            at_ms=int(plain["at_ms"]),
            hint=str(plain["hint"]),
            is_simulated=bool(plain["is_simulated"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise ValueError(f"no word of a scale: {wrong!r}") from wrong


def read_load(text: str) -> int:
    """So many grams on the simulated scale; `ValueError` for anything else."""
    grams = int(text)
    if not -HEAVIEST <= grams <= HEAVIEST:
        raise ValueError(f"{grams} g do not lie on any scale")
    return grams


def encode_shown(shown: Shown) -> str:
    """What the guest sees, one line of ASCII."""
    return json.dumps(
        [[line.words[:LONGEST_WORDS], line.amount[:LONGEST_WORDS]] for line in (shown.upper, shown.lower)]
    )


def decode_shown(text: str) -> Shown:
    """What the guest is to see; `ValueError` when the text is none of ours."""
    try:
        upper, lower = ([str(each) for each in line] for line in json.loads(text))
        return Shown(ShownLine(*upper), ShownLine(*lower))
    except (TypeError, RecursionError) as wrong:
        raise ValueError(f"nothing to show: {wrong!r}") from wrong
