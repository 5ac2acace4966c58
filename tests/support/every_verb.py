"""Every verb of the shop, found by looking at it, with arguments made from its types: for tests of all of them."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any

from aura_terminal.domain import ids
from aura_terminal.domain.dishes import PreModifier
from aura_terminal.domain.menu import Item, ModifierGroup, Pick
from aura_terminal.domain.money import Money
from aura_terminal.domain.price_changes import PriceKey
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.store import Work
from aura_terminal.use_cases.menu_checking import MenuChecking
from aura_terminal.use_cases.menu_editing import Edit, MenuChange
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import WATER
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

HOME = "aura_terminal.use_cases"
INSIDE = (Work, MenuChecking)
"""What only a use case has in hand: a verb that asks for it is a part of another one, which is held itself."""
OWN_WORDS: Mapping[type, object] = {
    str: "x", int: 1, bool: False, bytes: b"x", Decimal: Decimal(1), timedelta: timedelta(minutes=1), time: time(12),
    Money: Money(100, "EUR"),
}  # fmt: skip
EMPTY: Mapping[str, Callable[..., object]] = {
    "Sequence": tuple, "Iterable": tuple, "Collection": tuple, "list": list, "Mapping": dict, "dict": dict,
    "frozenset": frozenset, "Set": frozenset,
}  # fmt: skip
KNOWN_NAMES = {**vars(ids), "Pick": Pick}
"""What modules of use cases name for types alone."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A public method of a use case and who it takes for the person that asks; None where nobody does."""

    name: str
    call: Callable[..., object]
    hints: Mapping[str, Any]
    asker: str | None

    def needed(self) -> Iterator[str]:
        """The arguments it cannot do without, beside who asks."""
        for name, given in inspect.signature(self.call).parameters.items():
            if name != self.asker and given.default is inspect.Parameter.empty:
                yield name


def verbs(store: MemoryStore) -> Iterator[Verb]:
    """All of them, named `room.verb`, without those that ask for what only a use case has in hand."""
    for room_field in fields(store.shop):
        room = getattr(store.shop, room_field.name)
        if not type(room).__module__.startswith(HOME):
            continue
        for name, call in inspect.getmembers(room, inspect.ismethod):
            hints = _hints(call.__func__)
            if name.startswith("_") or any(hint in INSIDE for hint in hints.values()):
                continue
            asker = next((one for one in inspect.signature(call).parameters if hints[one] is Actor), None)
            yield Verb(f"{room_field.name}.{name}", call, hints, asker)


@cache
def _hints(function: Callable[..., object]) -> Mapping[str, Any]:
    return typing.get_type_hints(function, localns=dict(KNOWN_NAMES))


@dataclass(frozen=True, slots=True)
class Stage:
    """A shop with something of what verbs are about: an order with a sent line, a ticket, a guest."""

    store: MemoryStore
    subjects: Mapping[object, object]

    @property
    def shop(self) -> Shop:
        """All that can be asked of it."""
        return self.store.shop

    @property
    def water(self) -> Item:
        """Something on its menu."""
        return self.shop.reads.menu.sheet(WATER.item_id).item

    def arguments(self, verb: Verb, by: Actor) -> dict[str, object]:
        """The least a verb can be asked with."""
        assert verb.asker is not None
        return {verb.asker: by, **{name: self.made(verb.hints[name]) for name in verb.needed()}}

    def made(self, hint: Any) -> object:  # whatever types are written as
        """A value of that type: of what is there where there is such a thing."""
        if hint in self.subjects:
            return self.subjects[hint]
        if isinstance(hint, typing.NewType):
            return self.made(hint.__supertype__)
        if hint in OWN_WORDS:
            return OWN_WORDS[hint]
        return self._composed(hint, typing.get_origin(hint), typing.get_args(hint))

    def _composed(self, hint: Any, origin: Any, parts: tuple[Any, ...]) -> object:
        if origin in (typing.Union, UnionType):
            return self.made(next(part for part in parts if part is not type(None)))
        if origin is tuple:
            return () if not parts or parts[-1] is Ellipsis else tuple(self.made(part) for part in parts)
        if origin is type:
            return object
        if origin is not None:
            made, of = EMPTY[origin.__name__], parts[0] if parts else None
            if of not in self.subjects:
                return made()
            return {self.subjects[of]: self.made(parts[1])} if made is dict else made([self.subjects[of]])
        if issubclass(hint, Enum):
            return next(iter(hint))
        return self._thing(hint)

    def _thing(self, hint: type) -> object:
        if not is_dataclass(hint):
            raise TypeError(f"{hint} is nothing a verb can be tried with")
        hints = typing.get_type_hints(hint, localns=dict(KNOWN_NAMES))
        wanted = (
            one.name for one in fields(hint) if one.init and one.default is MISSING and one.default_factory is MISSING
        )
        return hint(**{name: self.made(hints[name]) for name in wanted})


def stage() -> Stage:
    """The demo shop with an order at the kitchen, in the store's own words for what it is."""
    store = demo_store()
    order = store.shop.ordering.add_item(EVERYTHING, NewOrder(), WATER).order_id
    store.shop.ordering.send(EVERYTHING, order)
    line = store.shop.reads.orders.sheet(order).lines[0].line_id
    documents = store.shop.reads.catalogue.documents
    water = documents.get(Item, WATER.item_id)
    priced = Edit(water, replace(water, price=water.price + Money(10, "EUR")))
    subjects: dict[object, object] = {
        ids.OrderId: order,
        ids.LineId: line,
        ids.ItemId: WATER.item_id,
        ids.StaffId: ids.StaffId("marta-rossi"),
        ids.TableId: ids.TableId("table-5"),
        ids.CategoryId: ids.CategoryId("drinks"),
        ids.GroupId: documents.all(ModifierGroup)[0].id,
        ids.PreModifierId: documents.all(PreModifier)[0].id,
        Edit: priced,
        MenuChange: MenuChange((priced,), ()),
        PriceKey: PriceKey(water.id),
        date: store.shop.reports.today(),
        datetime: store.clock.now(),
    }
    return Stage(store, subjects)
