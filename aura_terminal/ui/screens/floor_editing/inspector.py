"""What can be done with what is chosen on the plan, and what can be put down where nothing is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout

from aura_terminal.domain.floor_plan import Axis, Edge, Piece
from aura_terminal.domain.shop import DecorKind, Seating, Table
from aura_terminal.ui.screens.floor_editing.words import decor_words, seating_words, shape_words, title, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.labels import Edge as Hairline
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.wrapping import Wrapping
from aura_terminal.view_models.floor_editing import FloorEditingModel

TALL, GAP = 48, 6
WIDER = 20  # units a tap makes something larger by
KINDS = {"square": "Square table", "long": "Long table", "round": "Round table", "bar": "Bar seat"}
Act = tuple[str, Callable[[], None]]


class Inspector(Panel):
    """`name_wanted(title, words)` asks for the name of what is chosen, `number_wanted` for the first number of many,
    `area_wanted(what)` for a name of an area ("new" or "rename"), `words_wanted` for words to be put on the plan."""

    name_wanted = Signal(str, str)
    number_wanted = Signal()
    area_wanted = Signal(str)
    words_wanted = Signal()

    def __init__(self, model: FloorEditingModel, theme: Theme) -> None:
        super().__init__(theme, Ground.PANEL, Hairline.START)
        self._model, self._theme = model, theme
        self._shown: object = None
        self._title = Words(theme, "", Voice.HEADING)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._drag = Drag(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 4, 8)
        column.addWidget(self._title)
        column.addWidget(self._area, 1)
        model.changed.connect(self.show_chosen)
        self.show_chosen()

    @Slot()
    def show_chosen(self) -> None:
        """Rebuild for what is chosen; the same choice in the same state costs nothing."""
        model = self._model
        state = (model.selected, model.owner, model.area)
        if state == self._shown:
            return
        self._shown = state
        self._title.setText(title(model.selected))
        inside = Panel(self._theme)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(GAP)
        if not model.owner:
            self._fill(model.selected)
        self._column.addStretch(1)
        self._area.setWidget(inside)
        inside.show()

    def _fill(self, chosen: tuple[Piece, ...]) -> None:
        if not chosen:
            self._offer_new()
        elif len(chosen) == 1:
            self._one(chosen[0])
        else:
            self._many(chosen)
        if chosen:
            self._row([(tr("Duplicate"), self._model.duplicate), (tr("Take away"), self._model.withdraw)], grave=1)

    def _offer_new(self) -> None:
        add = [(tr(words), partial(self._model.add_table, kind)) for kind, words in KINDS.items()]
        self._grid(add, 2)
        plain = [kind for kind in DecorKind if kind is not DecorKind.WORDS]
        decor: list[Act] = [(decor_words(kind), partial(self._model.add_decor, kind)) for kind in plain]
        self._grid([*decor, (decor_words(DecorKind.WORDS), self.words_wanted.emit)], 2)
        self._heading(tr("Area"))
        self._grid([(tr("New area"), partial(self.area_wanted.emit, "new"))], 1)
        if self._model.area is not None:
            self._grid(
                [
                    (tr("Rename"), partial(self.area_wanted.emit, "rename")),
                    (tr("Remove area"), self._model.withdraw_area),
                    (tr("Earlier"), partial(self._model.move_area, -1)),
                    (tr("Later"), partial(self._model.move_area, 1)),
                ],
                2,
            )

    def _one(self, piece: Piece) -> None:
        model = self._model
        if isinstance(piece, Table):
            ask = tr("Number of the table")
            self._grid([(tr("Number {number}").format(number=piece.number), self._name(ask, piece.number))], 1)
            self._step(tr("Seats"), str(piece.seats), partial(model.seat, -1), partial(model.seat, 1))
            self._marked(
                [(shape_words(each), partial(model.shape, each)) for each in ("square", "round", "bar")],
                shape_words(piece.shape),
            )
            self._heading(tr("Chairs"))
            self._marked(
                [(seating_words(each), partial(model.seating, each)) for each in Seating], seating_words(piece.seating)
            )
        elif piece.kind in (DecorKind.WORDS, DecorKind.COUNTER):
            self._grid([(piece.words or tr("Give it words"), self._name(tr("Words on the plan"), piece.words))], 1)
        self._sizes(f"{piece.w}", f"{piece.h}", f"{piece.rotation}°")

    def _many(self, chosen: tuple[Piece, ...]) -> None:
        model = self._model
        edges = {
            Edge.LEFT: tr("Left"), Edge.CENTRE: tr("Centre"), Edge.RIGHT: tr("Right"),
            Edge.TOP: tr("Top"), Edge.MIDDLE: tr("Middle"), Edge.BOTTOM: tr("Bottom"),
        }  # fmt: skip
        self._heading(tr("Line up"))
        self._grid([(words, partial(model.align, edge)) for edge, words in edges.items()], 3)
        self._heading(tr("Spread evenly"))
        self._row(
            [
                (tr("Across"), partial(model.distribute, Axis.ACROSS)),
                (tr("Down"), partial(model.distribute, Axis.DOWN)),
            ]
        )
        if any(isinstance(piece, Table) for piece in chosen):
            self._grid([(tr("Number on from …"), self.number_wanted.emit)], 1)
            self._step(tr("Seats"), "", partial(model.seat, -1), partial(model.seat, 1))
        self._sizes("", "", "")

    def _sizes(self, wide: str, high: str, turned: str) -> None:
        model = self._model
        self._step(tr("Width"), wide, partial(model.resize, -WIDER, 0), partial(model.resize, WIDER, 0))
        self._step(tr("Height"), high, partial(model.resize, 0, -WIDER), partial(model.resize, 0, WIDER))
        self._step(tr("Turn"), turned, partial(model.turn, -15), partial(model.turn, 15))

    def _name(self, ask: str, words: str) -> Callable[[], None]:
        return partial(self.name_wanted.emit, ask, words)

    def _heading(self, words: str) -> None:
        self._column.addWidget(Words(self._theme, words, Voice.MUTED))

    def _step(self, name: str, value: str, less: Callable[[], None], more: Callable[[], None]) -> None:
        line = QGridLayout()
        line.setSpacing(GAP)
        words = Words(self._theme, f"{name}  {value}".strip())
        minus = self._button("", less, icon="minus", say=tr("{what} less").format(what=name))
        plus = self._button("", more, icon="plus", say=tr("{what} more").format(what=name))
        for place, part in enumerate((words, minus, plus)):
            line.addWidget(part, 0, place)
        line.setColumnStretch(0, 1)
        self._column.addLayout(line)

    def _row(self, acts: Sequence[Act], grave: int = -1) -> None:
        self._grid(acts, len(acts), grave)

    def _grid(self, acts: Sequence[Act], columns: int, grave: int = -1) -> None:
        buttons = [self._button(words, act) for words, act in acts]
        if grave >= 0:
            buttons[grave].show_kind(Kind.GRAVE)
        self._lay_out(buttons, columns)

    def _marked(self, acts: Sequence[Act], now: str) -> None:
        buttons = [self._button(words, act, kind=Kind.FUNCTION) for words, act in acts]
        next(button for button, (words, _) in zip(buttons, acts, strict=True) if words == now).mark()
        self._lay_out(buttons, len(buttons))

    def _lay_out(self, buttons: Sequence[Button], most: int) -> None:
        rows = Wrapping(most, GAP)
        for button in buttons:
            rows.addWidget(button)
        self._column.addLayout(rows)

    def _button(
        self, words: str, act: Callable[[], None], *, icon: str = "", say: str = "", kind: Kind = Kind.PLAIN
    ) -> Button:
        button = Button(self._theme, words, kind=kind, icon=icon, say=say)
        button.keep_at_least(48 if not words else 60, TALL)
        button.clicked.connect(lambda _checked=False: act())
        return button
