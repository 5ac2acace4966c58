"""Rows: what a keystroke in the search costs over 10,000 items, the question alone and until its tiles are painted."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from aura_terminal.store.driver import RawConnection
from aura_terminal.store.folders import store_file
from aura_terminal.view_models.menu_board import MOST_HITS
from tests.benchmarks.large_menu import typed_words
from tests.benchmarks.measures import Round, Row, value_goal
from tests.benchmarks.processes import answer
from tests.benchmarks.raw_driver import READS, Recorder, Script, raw_writer
from tests.benchmarks.starts import copied_shop
from tests.benchmarks.stored import Stored, opened

KEYSTROKE_MS = 16.0


@dataclass(frozen=True)
class SearchPlan:
    """What a searching process does: words to type, and the question each of their beginnings comes to."""

    folder: Path
    words: tuple[str, ...]
    questions: dict[str, Script]
    rounds: int
    times: int


def search_rows(folder: Path, scratch: Path, rounds: int, times: int) -> tuple[Row, ...]:
    """Every beginning of every word, so many times a round."""
    shop = copied_shop(folder, scratch / "search")
    recorder = Recorder(READS)
    with closing(opened(shop, recorder.open_raw)) as stored, closing(raw_writer(store_file(shop))) as raw:
        questions = {words: _question(stored, recorder, words) for words in beginnings(typed_words())}
        taken = tuple(_alone(stored, raw, recorder, questions, times) for _ in range(rounds))
    plan = SearchPlan(shop, typed_words(), questions, rounds, times)
    goal = value_goal(0.99, KEYSTROKE_MS, "ms")
    return (
        Row("search keystroke: question alone, 10,000 items", "ms", taken, (goal,)),
        Row("search keystroke -> painted tiles (real window)", "ms", _in_window(plan, scratch), (goal,)),
    )


def beginnings(words: tuple[str, ...]) -> tuple[str, ...]:
    """What the field holds after each keystroke."""
    found = (word[: end + 1] for word in words for end in range(len(word)))
    return tuple(dict.fromkeys(text for text in found if text.strip() == text))


def ask_raw(raw: RawConnection, question: Script) -> None:
    """The floor: the same questions, their rows fetched and left alone."""
    for sql, values in question:
        raw.execute(sql, values).fetchall()


def _question(stored: Stored, recorder: Recorder, words: str) -> Script:
    recorder.take()
    stored.shop.reads.menu.search(words, MOST_HITS)
    return recorder.take()


def _alone(stored: Stored, raw: RawConnection, recorder: Recorder, questions: dict[str, Script], times: int) -> Round:
    ours: list[float] = []
    floor: list[float] = []
    for _ in range(times):
        for words, question in questions.items():
            ours.append(_timed(lambda words=words: stored.shop.reads.menu.search(words, MOST_HITS)))  # type: ignore[misc]  # mypy cannot infer bound defaults
            floor.append(_timed(lambda question=question: ask_raw(raw, question)))  # type: ignore[misc]
        recorder.take()
    return Round(tuple(ours), tuple(floor))


def _timed(call: Callable[[], Any]) -> float:
    started = perf_counter()
    call()
    return (perf_counter() - started) * 1000


def _in_window(plan: SearchPlan, scratch: Path) -> tuple[Round, ...]:
    asked, answered = scratch / "search.plan", scratch / "search.json"
    asked.write_bytes(pickle.dumps(plan))
    answer("search_process", str(asked), str(answered))
    return tuple(Round(tuple(ours), tuple(floor)) for ours, floor in json.loads(answered.read_text()))
