"""What an ear keeps of a sound: how many tones, whether each is higher or lower than the one before, and how long."""

from __future__ import annotations

import math
import wave
from array import array
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

FRAME_SECONDS, LEAST_SECONDS = 0.02, 0.04
LOWEST, TONES = 220.0, 37
"""Three octaves from A3, in semitones."""
QUIET = 0.02
SAME_LENGTH = 1.5
"""Sounds of one shape are told apart where one is half as long again."""
PITCHES = tuple(LOWEST * 2 ** (step / 12) for step in range(TONES))


@cache
def tones(file: Path) -> tuple[tuple[int, float], ...]:
    """The semitones that are heard one after the other, with their seconds; by the strongest of the spectrum."""
    with wave.open(str(file)) as sound:
        rate = sound.getframerate()
        samples = array("h", sound.readframes(sound.getnframes()))
    size = round(rate * FRAME_SECONDS)
    frames = [strongest(samples[at : at + size], rate) for at in range(0, len(samples) - size + 1, size)]
    found: list[tuple[int, float]] = []
    for place, tone in enumerate(frames):
        if tone is None:
            continue
        if place and frames[place - 1] == tone and found:
            found[-1] = (tone, found[-1][1] + FRAME_SECONDS)
        else:
            found.append((tone, FRAME_SECONDS))
    return tuple(each for each in found if each[1] >= LEAST_SECONDS - 1e-9)


def strongest(samples: Sequence[int], rate: int) -> int | None:
    """The semitone with the most power; None where it is quiet."""
    loud = math.sqrt(sum(each * each for each in samples) / len(samples)) / 32_768
    if loud < QUIET:
        return None
    powers = [power_at(samples, pitch, rate) for pitch in PITCHES]
    return powers.index(max(powers))


def power_at(samples: Sequence[int], pitch: float, rate: int) -> float:
    """How much of a pitch there is (Goertzel)."""
    turn = 2 * math.cos(2 * math.pi * pitch / rate)
    before = last = 0.0
    for each in samples:
        before, last = last, each + turn * last - before
    return last * last + before * before - turn * last * before


def shape(heard: Sequence[tuple[int, float]]) -> tuple[int, ...]:
    """Up, down or the same from tone to tone: what is kept by somebody who cannot name a pitch."""
    pitches = [tone for tone, _ in heard]
    return tuple((b > a) - (b < a) for a, b in pairwise(pitches))


def is_confused(first: Path, second: Path) -> bool:
    """Whether an ear takes one for the other."""
    one, other = tones(first), tones(second)
    lengths = sorted(sum(seconds for _, seconds in each) for each in (one, other))
    return shape(one) == shape(other) and lengths[1] < lengths[0] * SAME_LENGTH
