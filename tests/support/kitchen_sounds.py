"""Makes the kitchen's sounds, one motif for each event: `python -m tests.support.kitchen_sounds FOLDER`."""

from __future__ import annotations

import math
import struct
import sys
import wave
from pathlib import Path

RATE = 16_000
LOUD = 0.8
FADE_SECONDS = 0.008
A4, C5, E5, G5, A5, C6, E6 = 440, 523, 659, 784, 880, 1047, 1319

MOTIFS: dict[str, tuple[tuple[int, float], ...]] = {
    "new": ((C5, 0.12), (0, 0.03), (G5, 0.2)),
    "addition": ((G5, 0.1), (0, 0.03), (G5, 0.1), (0, 0.03), (C6, 0.14)),
    "ready": ((C5, 0.1), (E5, 0.1), (G5, 0.1), (C6, 0.25)),
    "rush": ((E6, 0.06), (0, 0.03), (E6, 0.06), (0, 0.03), (E6, 0.06), (0, 0.03), (E6, 0.12)),
    "late": ((A4, 0.3), (0, 0.08), (A4, 0.3)),
    "change": ((A5, 0.12), (E5, 0.12), (A5, 0.12), (E5, 0.16)),
    "void": ((G5, 0.14), (E5, 0.14), (C5, 0.14), (A4, 0.3)),
}
"""Pitch in hertz (0 is silence) and seconds. Rising asks, falling takes back, one tone again and again hurries."""


def samples(motif: tuple[tuple[int, float], ...]) -> list[int]:
    """The motif as 16-bit samples: a tone with its octave, faded at both ends so that it does not click."""
    made: list[int] = []
    for pitch, seconds in motif:
        count = round(seconds * RATE)
        for at in range(count):
            edge = min(1.0, at / (FADE_SECONDS * RATE), (count - 1 - at) / (FADE_SECONDS * RATE))
            tone = math.sin(2 * math.pi * pitch * at / RATE) + 0.3 * math.sin(4 * math.pi * pitch * at / RATE)
            made.append(round(32_767 * LOUD * edge * tone / 1.3))
    return made


def write(folder: Path) -> list[Path]:
    """One file for each motif."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, motif in MOTIFS.items():
        file = folder / f"{name}.wav"
        write_one(file, motif)
        written.append(file)
    return written


def write_one(file: Path, motif: tuple[tuple[int, float], ...]) -> None:
    """A motif as a WAV file."""
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        made = samples(motif)
        sound.writeframes(struct.pack(f"<{len(made)}h", *made))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("say the folder for the sounds")
    for file in write(Path(sys.argv[1])):
        print(file)
