"""Tells view-models that the store has changed, by our own facts or by another process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from aura_terminal.domain.errors import Unavailable

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner

T = TypeVar("T")
FactTypes: TypeAlias = "AbstractSet[type[Fact]]"
Concerning: TypeAlias = "Iterable[type[Fact]] | Callable[[], Iterable[type[Fact]]]"
BEAT_MILLISECONDS = 250


class EveryFact(AbstractSet["type[Fact]"]):
    """The types of the whole catalogue, which is read when it is first asked: after the first picture."""

    def __contains__(self, kind: object) -> bool:
        return kind in _catalogue()

    def __iter__(self) -> Iterator[type[Fact]]:
        return iter(_catalogue())

    def __len__(self) -> int:
        return len(_catalogue())

    @classmethod
    def _from_iterable(cls, kinds: Iterable[T]) -> frozenset[T]:  # what is left of all is a set of its own
        return frozenset(kinds)


EVERY_FACT: FactTypes = EveryFact()


class Changes(QObject):
    """`changed` carries the types of the facts that came, every type where another process kept them unseen.

    Whoever keeps facts in this process calls `announce`. While started, the store is asked every 250 ms whether another
    connection has committed; `nudge` asks at once. A store that cannot be asked is told by `unavailable`. When it
    answers again, also after any other call found it unavailable, everything counts as changed, so that whatever could
    not be read is read.
    """

    changed = Signal(object)
    unavailable = Signal(object)
    _kept = Signal(object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._seen: int | None = None
        self._asking = False
        self._asked_meanwhile = False
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MILLISECONDS)
        self._beat.timeout.connect(self._look)
        self._kept.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        runner.unavailable.connect(self._forget)

    def start(self) -> None:
        """Look for what other processes keep."""
        self._beat.start()
        self.nudge()

    def stop(self) -> None:
        """Look no more; own facts are still announced."""
        self._beat.stop()

    def announce(self, *facts: Fact) -> None:
        """Facts were committed by this process; may be called from any thread, is heard on this object's own."""
        if facts:
            self._kept.emit(types_of(facts))

    @Slot()
    def nudge(self) -> None:
        """Another process says that it has committed: look now, or once more after the look under way."""
        self._asked_meanwhile = self._asking
        self._look()

    @Slot(object)
    def _forget(self, _trouble: Unavailable) -> None:
        self._seen = None

    @Slot()
    def _look(self) -> None:
        if not self._asking:
            self._asking = True
            self._runner.run(_counter, self._compare)

    def _compare(self, answer: int | Unavailable) -> None:
        self._asking = False
        if isinstance(answer, Unavailable):
            self._seen = None
            self.unavailable.emit(answer)
            return
        before, self._seen = self._seen, answer
        if before != answer:
            self.changed.emit(EVERY_FACT)
        if self._asked_meanwhile:
            self._asked_meanwhile = False
            self._look()

    @Slot(object)
    def _tell(self, kinds: FactTypes) -> None:
        self.changed.emit(kinds)


class Watch(QObject):
    """Says when one view-model must read again: `due` while it is awake, once on waking if it went stale asleep.

    `concerning` may be a call that names the types; it is made when the first change is heard.
    """

    due = Signal()

    def __init__(self, changes: Changes, concerning: Concerning, parent: QObject) -> None:
        super().__init__(parent)
        self._concerning = concerning
        self._kinds: FactTypes | None = None
        self._awake = False
        self._stale = True
        changes.changed.connect(self._hear)

    @property
    def is_stale(self) -> bool:
        """Whether something that concerns it happened since the last `due`; true before the first."""
        return self._stale

    @Slot()
    def wake(self) -> None:
        """The screen is shown."""
        self._awake = True
        self._call()

    @Slot()
    def rest(self) -> None:
        """The screen is hidden: changes are noted, nothing is read."""
        self._awake = False

    @Slot(object)
    def _hear(self, kinds: FactTypes) -> None:
        if self._kinds is None:
            self._kinds = frozenset(self._concerning() if callable(self._concerning) else self._concerning)
        if kinds & self._kinds:
            self._stale = True
            self._call()

    def _call(self) -> None:
        if self._awake and self._stale:
            self._stale = False
            self.due.emit()


def types_of(facts: Iterable[Fact]) -> FactTypes:
    """The types of some facts."""
    return frozenset(type(fact) for fact in facts)


def _catalogue() -> FactTypes:
    from aura_terminal.domain.facts import BY_TYPE

    return BY_TYPE.keys()


def _counter(shop: Shop) -> int | Unavailable:
    try:
        return shop.reads.store.changes()
    except Unavailable as trouble:
        return trouble
