"""Where the rows of an order stand: one below the other; a pure computation."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from aura_terminal.ui.widgets.order_rows import OrderRow


@dataclass(frozen=True, slots=True)
class Stretch:
    """From where to where a row reaches, in pixels from the top of the first; `bottom` is the next one's top."""

    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Places:
    """Rows and their stretches."""

    rows: tuple[OrderRow, ...] = ()
    edges: tuple[int, ...] = (0,)

    @property
    def height(self) -> int:
        """All rows together."""
        return self.edges[-1]

    def stretch(self, place: int) -> Stretch:
        """Where a row stands; there must be one at that place."""
        return Stretch(self.edges[place], self.edges[place + 1])

    def place_at(self, y: int) -> int | None:
        """Which row lies at that height; None above the first and below the last."""
        return bisect_right(self.edges, y) - 1 if 0 <= y < self.height else None

    def within(self, top: int, bottom: int) -> range:
        """Which rows reach into the stretch from `top` up to before `bottom`."""
        first, last = self.place_at(max(0, top)), self.place_at(min(bottom, self.height) - 1)
        return range(first, last + 1) if first is not None and last is not None else range(0)

    def followed_by(self, rows: Sequence[OrderRow], height_of: Callable[[OrderRow], int]) -> "Places":
        """Other rows; a row that is still the same one keeps its height and is not measured again."""
        known = {row.id: (row, self.edges[place + 1] - self.edges[place]) for place, row in enumerate(self.rows)}

        def heights() -> Iterator[int]:
            for row in rows:
                old, height = known.get(row.id, (None, 0))
                yield height if old == row else height_of(row)

        return Places(tuple(rows), (0, *accumulate(heights())))

    def differing(self, after: "Places") -> Iterator[Stretch]:
        """Every stretch that has to be painted again when these places become those."""
        standing = {row.id: (row, self.stretch(place)) for place, row in enumerate(self.rows)}
        for place, row in enumerate(after.rows):
            now = after.stretch(place)
            old, before = standing.pop(row.id, (None, now))
            if (old, before) != (row, now):
                yield now
            if before != now:
                yield before
        for _, left in standing.values():
            yield left
