"""Makes what papers are compressed with: `python -m tests.support.paper_dictionary FOLDER` writes both resources.

The list of words has every name of a field there is, the frequent ones first, so that these take one byte; the
dictionary is a sample of a simulated service at the demo shop with all ids and times made nothing, since none of them
is ever met again. The same program makes the same bytes. What was shipped is not made anew: raise `EDITION` of
`store.paper_code` and keep the resources before.
"""

from __future__ import annotations

import sys
import typing
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from aura_terminal.app.simulation import INVENTED_STAFF, Service
from aura_terminal.domain.facts import CATALOGUE, Aggregate
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.paper_bundle import Bundle
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.paper_code import EDITION, PaperCode
from tests.support.chance import FRIDAY_EVENING
from tests.support.memory_shop import demo_store

ORDERS, SAMPLE_BYTES = 60, 12 * 1024
OF_ONE_SHOP = (
    "name", "kitchen_name", "category_name", "note", "table_name", "guest_name", "server_name", "number", "label",
    "also_at", "tax_category",
)  # fmt: skip

Plain = Any  # MessagePack: dict, list, str, int, bool, bytes


def bundles() -> list[Bundle]:
    """Orders of a simulated service, as they would go on paper."""
    store = demo_store(seed=28)
    told: list[OrderId] = []
    service = Service(
        store.shop, INVENTED_STAFF, Random(28), lambda said: told.append(said.order_id),
        lambda seconds: store.clock.advance(seconds=seconds),
    )  # fmt: skip
    service.run(ORDERS)
    with store.begin(SYSTEM) as work:
        return [Bundle(order_id, FRIDAY_EVENING, work.ledger.told_of(order_id)) for order_id in dict.fromkeys(told)]


def words(plain: list[Plain]) -> list[str]:
    """Every name there is, those that are met most first."""
    met = Counter(word for one in plain for word in _keys(one))
    names = {name for entry in CATALOGUE if entry.aggregate in (Aggregate.ORDER, Aggregate.TICKET) for name in (
        entry.name, *_names(entry.type, set())
    )}  # fmt: skip
    return sorted(names, key=lambda name: (-met[name], name))


def sample(plain: list[Plain], listed: list[str]) -> bytes:
    """Typical facts, none twice, the more frequent ones last: what is near the end costs least to point at."""
    own = {listed.index(name) for name in OF_ONE_SHOP}
    rows = Counter(
        msgspec.msgpack.encode(_nameless(row, own)) for one in plain for _, _, rows in one[-1] for row in rows
    )
    chosen, size = [], 0
    for raw, _ in sorted(rows.items(), key=lambda item: (-item[1], len(item[0]), item[0])):
        if size + len(raw) <= SAMPLE_BYTES:
            chosen.append(raw)
            size += len(raw)
    return b"".join(reversed(chosen))


def make(folder: Path) -> None:
    """Write both resources of the present edition; the words first, since the dictionary is written with them."""
    folder.mkdir(parents=True, exist_ok=True)
    made = bundles()
    plain = [PaperCode([]).packed(bundle) for bundle in made]
    listed = words(plain)
    (folder / f"words_{EDITION}.txt").write_text("\n".join(listed) + "\n", "utf-8")
    (folder / f"dictionary_{EDITION}.zdict").write_bytes(
        sample([PaperCode(listed).packed(one) for one in made], listed)
    )


def _keys(plain: Plain) -> Iterator[str]:
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield key
            yield from _keys(value)
    elif isinstance(plain, list):
        for part in plain:
            yield from _keys(part)


def _names(hint: Any, seen: set[Any]) -> Iterator[str]:  # a hint may be any type there is
    if is_dataclass(hint) and isinstance(hint, type) and hint not in seen:
        seen.add(hint)
        hints = typing.get_type_hints(hint)
        for field in fields(hint):
            yield field.name
            yield from _names(hints[field.name], seen)
    for argument in typing.get_args(hint):
        yield from _names(argument, seen)


def _nameless(plain: Plain, own: set[int]) -> Plain:
    """The same with ids and times of nothing but zeros, and without what only the demo shop calls its things."""
    if isinstance(plain, dict):
        return {
            key: "" if key in own and isinstance(value, str) else _nameless(value, own) for key, value in plain.items()
        }
    if isinstance(plain, list):
        return [_nameless(part, own) for part in plain]
    return bytes(len(plain)) if isinstance(plain, bytes) else plain


if __name__ == "__main__":
    make(Path(sys.argv[1]))
