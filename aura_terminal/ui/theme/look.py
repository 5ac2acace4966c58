"""Tokens made into Qt's values once per theme, so that no paint makes a colour or a font."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from aura_terminal.ui.theme.fonts import make_font
from aura_terminal.ui.theme.tokens import Radii, Roles, Spacing, TextRoles, Tokens

NEAR = 60


def blend(over: QColor, base: QColor, share: float) -> QColor:
    """`share` of one colour laid over another; opaque."""
    rest = 1 - share
    return QColor(
        round(over.red() * share + base.red() * rest),
        round(over.green() * share + base.green() * rest),
        round(over.blue() * share + base.blue() * rest),
    )


@dataclass(frozen=True, slots=True)
class Shades:
    """Colours that follow from the roles by a tint."""

    selected_line: QColor
    selected_key: QColor
    hatch: QColor
    without_tag: QColor
    addition_tag: QColor
    made_pill: QColor
    ok_pill: QColor
    warn_pill: QColor
    late_pill: QColor
    info_pill: QColor
    scrim: QColor
    selected_category: tuple[QColor, ...]


class Look:
    """One theme as Qt paints it; immutable, so holding it during a paint is safe."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.color: Roles[QColor] = tokens.colors.map(lambda digits: QColor("#" + digits))
        self.category: tuple[QColor, ...] = tuple(QColor("#" + digits) for digits in tokens.categories)
        self.font: TextRoles[QFont] = tokens.type.map(make_font)
        self.shade = _shades(tokens, self.color, self.category)
        self.spacing: Spacing = tokens.spacing
        self.radii: Radii = tokens.radii
        self._scaled: dict[float, TextRoles[QFont]] = {1.0: self.font}

    def fonts_at(self, scale: float) -> TextRoles[QFont]:
        """The type at another size, for a kitchen screen read from afar; made once for each scale."""
        fonts = self._scaled.get(scale)
        if fonts is None:
            fonts = self._scaled[scale] = self.tokens.type.map(lambda style: make_font(style, scale))
        return fonts

    def of_category(self, place: int) -> QColor:
        """The colour of the category at that place; places beyond the palette begin again."""
        return self.category[place % len(self.category)]

    def pressed(self, face: QColor) -> QColor:
        """The face of a control while it is held down: nearer to the words' colour, or away from it."""
        over = self.color.text if abs(face.lightness() - self.color.text.lightness()) > NEAR else self.color.bg
        return blend(over, face, self.tokens.tints.pressed)


def _shades(tokens: Tokens, color: Roles[QColor], categories: tuple[QColor, ...]) -> Shades:
    tints = tokens.tints
    scrim = QColor(color.scrim)
    scrim.setAlphaF(tints.scrim)
    return Shades(
        selected_line=blend(color.primary, color.surface1, tints.selected_line),
        selected_key=blend(color.primary, color.surface1, tints.selected_key),
        hatch=blend(color.outline, color.surface1, tints.hatch),
        without_tag=blend(color.without, color.surface2, tints.tag),
        addition_tag=blend(color.addition, color.surface2, tints.tag),
        made_pill=blend(color.ok, color.surface2, tints.made),
        ok_pill=blend(color.ok, color.surface1, tints.pill),
        warn_pill=blend(color.warn, color.surface1, tints.pill),
        late_pill=blend(color.late, color.surface1, tints.pill),
        info_pill=blend(color.info, color.surface1, tints.pill),
        scrim=scrim,
        selected_category=tuple(blend(each, color.surface2, tints.category) for each in categories),
    )
