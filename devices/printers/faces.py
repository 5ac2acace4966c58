"""The receipt fonts, and which of them has a letter.

IBM Plex Mono comes first; what it lacks is taken from fonts that only hold what the ones before them do not have, so
the order settles which drawing is used. `resources/README.md` says where the files come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from devices.printers.coverage import Coverage

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont


def receipt_fonts() -> Path:
    """Where the product keeps its fonts."""
    return Path(str(files("resources").joinpath("fonts")))


@dataclass(frozen=True, slots=True)
class Face:
    """A font of the folder: its file for each weight, and how large it is drawn where a plain letter is 12 x 24 dots.

    `baseline` is counted from the top of the letter's room. A face without a bold file is drawn twice, a dot apart.
    """

    regular: str
    bold: str | None
    size: int
    baseline: int


FACES = (
    Face("ReceiptMono-Regular.ttf", "ReceiptMono-Bold.ttf", 20, 18),
    Face("ReceiptGreek-Regular.ttf", "ReceiptGreek-Bold.ttf", 20, 18),
    Face("ReceiptWide-Regular.otf", None, 23, 20),
    Face("ReceiptHebrew-Regular.ttf", "ReceiptHebrew-Bold.ttf", 19, 18),
    Face("ReceiptArabic-Regular.ttf", "ReceiptArabic-Bold.ttf", 19, 16),
)


class Faces:
    """The fonts of one folder; files are read when their first letter is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._coverage = {face: Coverage(folder / face.regular) for face in FACES if (folder / face.regular).exists()}
        self.of = lru_cache(maxsize=4096)(self._find)
        self.load = lru_cache(maxsize=32)(self._load)

    def has(self, face: Face | None, letter: str) -> bool:
        """Whether a font has a letter."""
        return face is not None and letter in self._coverage[face]

    def missing(self, text: str) -> str:
        """The letters of a text that no font has; they are drawn as empty boxes."""
        return "".join(letter for letter in text if not letter.isspace() and self.of(letter) is None)

    def _find(self, letter: str) -> Face | None:
        return next((face for face, has in self._coverage.items() if letter in has), None)

    def _load(self, face: Face | None, bold: str, size: int) -> FreeTypeFont:
        """The font file in this size; `bold` is "bold" or empty."""
        from PIL import ImageFont

        face = face or next(iter(self._coverage), None)
        if face is None:
            loaded = ImageFont.load_default(size)
            assert isinstance(loaded, ImageFont.FreeTypeFont)
            return loaded
        name = face.bold if bold and face.bold else face.regular
        return ImageFont.truetype(self._folder / name, size, layout_engine=ImageFont.Layout.BASIC)


def share_of(faces: Faces, text: str) -> Sequence[tuple[Face | None, str]]:
    """The text cut where the font changes."""
    cut: list[tuple[Face | None, str]] = []
    for letter in text:
        face = cut[-1][0] if letter == " " and cut and faces.has(cut[-1][0], letter) else faces.of(letter)
        if cut and cut[-1][0] == face:
            cut[-1] = (face, cut[-1][1] + letter)
        else:
            cut.append((face, letter))
    return cut
