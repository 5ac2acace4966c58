"""Which words and icons a window really paints, in which colour, on what: contrast as an eye meets it.

`recorded()` listens to every word and icon while a window is painted; `faint(...)` compares each with the commonest
colour of the pixels around it, by WCAG 2.2: 4.5 to 1, 3 to 1 for icons and words from 24 pixels (18.66 where bold).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import one_line
from tests.support.walk import covers_of, is_covered

TEXT, LARGE, DISABLED = 4.5, 3.0, 2.0
LARGE_PIXELS, LARGE_BOLD_PIXELS, BOLD = 24, 18.66, 700
ELLIPSIS = "…"
NEAR = 60
"""How far the strongest pixel of a glyph may be from its colour, over all three channels: thin strokes are blended."""


@dataclass(frozen=True)
class Ink:
    """Words or an icon as they were painted; `ground` is their own where they were painted beside the window.

    `is_cut` where there was no room for all of them.
    """

    words: str
    box: QRect
    color: QColor
    needs: float
    ground: QColor | None = None
    owner: QWidget | None = None
    is_cut: bool = False


def luminance(color: QColor) -> float:
    """How light a colour is, 0 to 1."""
    linear = [
        each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4
        for each in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: QColor, second: QColor) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@contextmanager
def recorded() -> Iterator[list[Ink]]:
    """Everything that is painted through a canvas meanwhile."""
    inks: list[Ink] = []
    text, icon = Canvas.text, Canvas.icon

    def painted(canvas: Canvas, rect: QRectF, words: str, font: QFont, color: QColor, side: Side = Side.START) -> None:
        if words.strip():
            is_cut = words.endswith(ELLIPSIS) or one_line(words, font, int(rect.width()) + 1) != words
            _note(inks, canvas, rect, words, color, needed(font), is_cut=is_cut)
        text(canvas, rect, words, font, color, side)

    def drawn(canvas: Canvas, rect: QRectF, name: str, color: QColor) -> None:
        _note(inks, canvas, rect, f"the icon {name}", color, LARGE)
        icon(canvas, rect, name, color)

    with patch.object(Canvas, "text", painted), patch.object(Canvas, "icon", drawn):
        yield inks


def needed(font: QFont) -> float:
    """The contrast words of this size and weight have to have."""
    size, bold = font.pixelSize(), font.weight() >= BOLD
    return LARGE if size >= LARGE_PIXELS or (bold and size >= LARGE_BOLD_PIXELS) else TEXT


def faint(inks: list[Ink], window: QWidget, image: QImage, look: Look) -> list[str]:
    """What was painted too faintly, with its contrast; what lies below something else is not judged."""
    found = {}
    covers = covers_of(window)
    for ink in (*inks, *labels(window)):
        if ink.owner is not None and _is_out_of_sight(ink.owner, covers, window.mapToGlobal(ink.box.center())):
            continue
        ground = ink.ground or ground_of(image, ink)
        if ground is None:
            continue
        needs = DISABLED if ink.color.rgb() == look.color.disabled.rgb() else ink.needs
        ratio = contrast(ink.color, ground)
        if ratio < needs - 0.005:
            found[ink.words] = f"{ink.words!r}: {ink.color.name()} on {ground.name()} is {ratio:.2f}, not {needs}"
    return list(found.values())


def _is_out_of_sight(owner: QWidget, covers: list[QWidget], at: QPoint) -> bool:
    """Whether something lies over that point, or it was flicked out of what scrolls."""
    return is_covered(owner, covers, at) or not owner.visibleRegion().contains(owner.mapFromGlobal(at))


def labels(window: QWidget) -> Iterator[Ink]:
    """Words that Qt paints: labels and fields."""
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text().strip():
            color = label.palette().color(label.palette().currentColorGroup(), label.foregroundRole())
            yield Ink(label.text(), _in_window(label, window), color, needed(label.font()), None, label)
    for field in window.findChildren(QLineEdit):
        if (
            field.isVisible()
            and field.isEnabled()
            and not field.hasSelectedText()
            and (field.text() or field.placeholderText())
        ):
            role = field.palette().ColorRole.Text if field.text() else field.palette().ColorRole.PlaceholderText
            words = field.text() or field.placeholderText()
            yield Ink(words, _in_window(field, window), field.palette().color(role), TEXT, None, field)


def ground_of(image: QImage, ink: Ink) -> QColor | None:
    """The commonest colour below words, or None where they are not to be seen."""
    box = ink.box.intersected(image.rect())
    if box.width() < 4 or box.height() < 4:
        return None
    step = max(1, box.width() * box.height() // 6000)
    seen = Counter[int]()
    for y in range(box.top(), box.bottom() + 1):
        for x in range(box.left() + y % step, box.right() + 1, step):
            seen[image.pixel(x, y)] += 1
    if step > 1:
        for x in range(box.left(), box.right() + 1):
            seen[image.pixel(x, box.center().y())] += 1
    ground, _ = seen.most_common(1)[0]
    if QColor(ground).rgb() == ink.color.rgb():
        return None
    if not any(_is_near(QColor(each), ink.color) for each in seen):
        return None
    return QColor(ground)


def _is_near(first: QColor, second: QColor) -> bool:
    apart = abs(first.red() - second.red()) + abs(first.green() - second.green()) + abs(first.blue() - second.blue())
    return apart <= NEAR


def _in_window(widget: QWidget, window: QWidget) -> QRect:
    shown = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(window, shown.topLeft()), shown.size())


def _note(
    inks: list[Ink], canvas: Canvas, rect: QRectF, words: str, color: QColor, needs: float, *, is_cut: bool = False
) -> None:
    painter = canvas.painter
    if painter.opacity() < 1:
        return  # what is paled on purpose is not what is looked for, and can still be made out
    box = painter.deviceTransform().mapRect(canvas.place(rect)).toAlignedRect()
    device = painter.device()
    if isinstance(device, QWidget):
        seen = _in_window(device, device.window())
        if box.intersected(seen).height() < box.height() / 2:
            return  # most of it is scrolled out of sight
    if isinstance(device, QPixmap):
        ratio = device.devicePixelRatio()
        inks.append(Ink(words, box, color, needs, _below(device.toImage(), box) if ratio else None, None, is_cut))
    else:
        inks.append(Ink(words, box, color, needs, None, device if isinstance(device, QWidget) else None, is_cut))


def _below(image: QImage, box: QRect) -> QColor | None:
    inside = box.intersected(image.rect())
    if inside.isEmpty():
        return None
    seen = Counter(
        image.pixel(x, y)
        for y in range(inside.top(), inside.bottom() + 1, 3)
        for x in range(inside.left(), inside.right() + 1, 3)
    )
    return QColor(seen.most_common(1)[0][0])
