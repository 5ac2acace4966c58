"""The menu of ten thousand items: searching, tiles and the first frame. `python -m tests.benchmarks.store_menu`."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter

from aura_terminal.domain.documents import Document
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.menu import Item
from aura_terminal.store.first_frame import first_frame
from aura_terminal.store.folders import store_file
from tests.support.memory_shop import demo_files
from tests.support.store_shop import founded

WORDS = (
    "grilled",
    "smoked",
    "spicy",
    "double",
    "lemon",
    "garden",
    "house",
    "crème",
    "brûlée",
    "roast",
    "maple",
    "chili",
)


def large_menu(items: int, chance: Random) -> list[Document]:
    """The demo shop with its items again and again under other names."""
    documents = list(demo_files().documents)
    plain = [document for document in documents if isinstance(document, Item)]
    for number in range(items - len(plain)):
        item = plain[number % len(plain)]
        name = f"{chance.choice(WORDS).capitalize()} {chance.choice(WORDS)} {item.name}"
        sku, barcode = f"{item.sku}-{number}", f"4{number:012}"
        id_ = ItemId(f"{item.id}-{number}")
        documents.append(replace(item, id=id_, name=name, sku=sku, barcode=barcode, variants=()))
    return documents


def milliseconds(call: Callable[[], object], times: int = 1) -> list[float]:
    """How long each call took, sorted."""
    took = []
    for _ in range(times):
        began = perf_counter()
        call()
        took.append((perf_counter() - began) * 1000)
    return sorted(took)


def main() -> None:
    """Found the store and look at it as a screen does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=None)
    arguments = parser.parse_args()
    chance = Random(3)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        stored = founded(Path(name) / "store", documents=large_menu(arguments.items, chance))
        menu = stored.shop.reads.menu
        typed = [word[:length] for word in (*WORDS, "marg", "PZ-001", "4000") for length in range(1, 5)]
        searches = sorted(took for text in typed for took in milliseconds(partial(menu.search, text, 40), 5))
        category = menu.categories()[0].id
        result = {
            "search_p50_ms": searches[len(searches) // 2],
            "search_p99_ms": searches[int(len(searches) * 0.99)],
            "tiles_p99_ms": milliseconds(lambda: menu.tiles(category), 100)[98],
            "by_code_p99_ms": milliseconds(lambda: menu.by_code("4000000000007"), 100)[98],
            "first_frame_p50_ms": milliseconds(lambda: first_frame(store_file(stored.folder)), 30)[15],
        }
        stored.store.close()
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
