"""Contact sheets: what was shot, small, many on one picture, for somebody who looks before accepting."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from tests.visual.shoot import Shot

ACROSS, DOWN, WIDTH, CAPTION = 6, 6, 320, 14


class Sheets:
    """One row of sheets for each language, theme and size; a sheet is written when it is full, and at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[str, list[Shot]] = {}
        self._written: dict[str, int] = {}

    def take(self, shot: Shot) -> None:
        """One picture more, kept as small as it will be shown."""
        kind = f"{shot.language}_{shot.theme}_{shot.size[0]}"
        height = WIDTH * shot.picture.height // shot.picture.width
        small = shot.picture.resize((WIDTH, height), Image.Resampling.LANCZOS)
        waiting = self._waiting.setdefault(kind, [])
        waiting.append(Shot(shot.scene, shot.language, shot.theme, shot.size, small))
        if len(waiting) == ACROSS * DOWN:
            self._write(kind)

    def end(self) -> None:
        """Write what is not full as well."""
        for kind in list(self._waiting):
            self._write(kind)

    def _write(self, kind: str) -> None:
        shots = self._waiting.pop(kind)
        tall = max(shot.picture.height for shot in shots) + CAPTION
        sheet = Image.new("RGB", (ACROSS * WIDTH, -(-len(shots) // ACROSS) * tall), "black")
        draw = ImageDraw.Draw(sheet)
        for place, shot in enumerate(shots):
            left, top = place % ACROSS * WIDTH, place // ACROSS * tall
            draw.text((left + 2, top), shot.scene, fill="white")
            sheet.paste(shot.picture, (left, top + CAPTION))
        self._folder.mkdir(parents=True, exist_ok=True)
        number = self._written[kind] = self._written.get(kind, 0) + 1
        sheet.save(self._folder / f"{kind}_{number}.webp", quality=80)
