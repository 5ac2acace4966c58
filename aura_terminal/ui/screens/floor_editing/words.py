"""What the floor editor says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.floor_plan import Piece
from aura_terminal.domain.shop import DecorKind, Seating, Table


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("FloorEditing", words)


def shape_words(shape: str) -> str:
    """What people call a shape."""
    return {"square": tr("Square"), "round": tr("Round"), "bar": tr("Bar seat")}.get(shape, shape)


def seating_words(seating: Seating) -> str:
    """Where the chairs stand."""
    return {
        Seating.AROUND: tr("Around"),
        Seating.SIDES: tr("Two sides"),
        Seating.ONE_SIDE: tr("One side"),
    }[seating]


def decor_words(kind: DecorKind) -> str:
    """What stands in a room beside tables."""
    return {
        DecorKind.WALL: tr("Wall"),
        DecorKind.COUNTER: tr("Counter"),
        DecorKind.PLANT: tr("Plant"),
        DecorKind.WORDS: tr("Words"),
    }[kind]


def spoken(piece: Piece, order: str) -> str:
    """A piece as it is read aloud."""
    if not isinstance(piece, Table):
        return f"{decor_words(piece.kind)} {piece.words}".strip()
    words = tr("Table {number}, {shape}, {seats} seats").format(
        number=piece.number, shape=shape_words(piece.shape), seats=piece.seats
    )
    return f"{words}, {tr('order {order} is open').format(order=order)}" if order else words


def title(pieces: tuple[Piece, ...]) -> str:
    """What is chosen, in a few words."""
    if not pieces:
        return tr("Add")
    if len(pieces) > 1:
        return tr("{count} chosen").format(count=len(pieces))
    piece = pieces[0]
    if isinstance(piece, Table):
        return tr("Table {number}").format(number=piece.number)
    return piece.words or decor_words(piece.kind)
