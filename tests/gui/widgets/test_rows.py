"""A model of rows announces what differs, and nothing that does not."""

from dataclasses import dataclass

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from aura_terminal.ui.widgets.rows import ROW, RowModel


@dataclass(frozen=True)
class Named:
    """A row that is known by its first letter."""

    spoken: str

    @property
    def id(self) -> str:
        return self.spoken[0]


def rows(words: str) -> list[Named]:
    return [Named(each) for each in words.split()]


@dataclass
class Heard:
    """What a model said."""

    came: list[tuple[int, int]]
    left: list[tuple[int, int]]
    changed: list[int]
    anew: int = 0


def hear(model: RowModel[Named]) -> Heard:
    heard = Heard([], [], [])

    def count() -> None:
        heard.anew += 1

    model.rowsInserted.connect(lambda _, first, last: heard.came.append((first, last)))
    model.rowsRemoved.connect(lambda _, first, last: heard.left.append((first, last)))
    model.dataChanged.connect(lambda first, last: heard.changed.extend(range(first.row(), last.row() + 1)))
    model.modelReset.connect(count)
    return heard


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a b c", "a b c", Heard([], [], [])),
        ("a b c", "a b2 c", Heard([], [], [1])),
        ("a b", "a b c d", Heard([(2, 3)], [], [])),
        ("a b", "x a2 b", Heard([(0, 0)], [], [1])),
        ("a b c d", "a d2", Heard([], [(1, 2)], [1])),
        ("a b c", "", Heard([], [(0, 2)], [])),
        ("", "a b", Heard([(0, 1)], [], [])),
        ("a b c", "a x c", Heard([], [], [], 1)),
        ("a b", "b a", Heard([], [], [], 1)),
    ],
)
def test_only_what_differs_is_announced(before: str, after: str, expected: Heard) -> None:
    model: RowModel[Named] = RowModel()
    model.show(rows(before))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    heard = hear(model)
    model.show(rows(after))
    assert heard == expected
    assert [model.index(place).data(ROW) for place in range(model.rowCount())] == rows(after)
    del tester
