"""Whether tests notice faults: they are collected once, and each fault is tried in a child of that process.

A child puts the faulty functions in the place of the sound ones and runs the tests that reach the line, the quickest
first. A fault in what is run at import, and one that survived in a function that is called at import, is tried with
everything imported anew.
"""

from __future__ import annotations

import contextlib
import gc
import json
import mmap
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, TextIO

import pytest
from hypothesis import Phase, settings

from tests.support.grafting import Grafts
from tests.support.mutating import Mutant

ROOT = Path(__file__).parents[2]
MOST_MEMORY = 6 << 30
PATIENCE = 6.0  # seconds of tests from other files of a target's rooms, the quickest first; its own are all run
PROFILE = "faults"
NOBODY = b"\xff" * 4


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    UNREACHED = "unreached"
    HUNG = "hung"
    ANEW = "to be tried anew"


@dataclass(frozen=True, slots=True)
class Target:
    """A module, its own tests, and the rooms whose tests are run as well where they reach the line."""

    module: str
    tests: tuple[str, ...]
    rooms: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        """Where its source is."""
        return ROOT / f"{self.module.replace('.', '/')}.py"


Trial = tuple[str, Mutant]
"""The name of a target, and the fault."""


def fates(targets: Mapping[str, Target], trials: Sequence[Trial], seconds: float, *, sound: bool) -> Iterator[Fate]:
    """What becomes of each in turn, as far as the time reaches; `sound` puts no fault in, and all have to survive."""
    ends = time.monotonic() + seconds
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with os.fdopen(write, "w") as told:
            os._exit(_collected(targets, trials, told, ends, sound))
    os.close(write)
    with os.fdopen(read) as heard:
        for (name, mutant), line in zip(trials, heard, strict=False):
            found = Fate(json.loads(line))
            yield found if found is not Fate.ANEW else _anew(targets[name], mutant, sound)
    os.waitpid(child, 0)


def _options(*, folder: str) -> list[str]:
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    settings.register_profile(PROFILE, settings.get_profile("ci"), phases=(Phase.explicit, Phase.generate))
    return [
        "-q", "-c", os.devnull, f"--rootdir={ROOT}", f"--basetemp={folder}/made", "--import-mode=importlib",
        "-m", "not campaign and not benchmark", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin",
        f"--hypothesis-profile={PROFILE}", "--assert=plain",
    ]  # fmt: skip


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _collected(targets: Mapping[str, Target], trials: Sequence[Trial], told: TextIO, ends: float, sound: bool) -> int:
    _silence()
    paths = dict.fromkeys(path for target in targets.values() for path in (*target.tests, *target.rooms))
    with tempfile.TemporaryDirectory() as folder:
        plugin = _Trials(targets, trials, told, ends, sound=sound)
        plugin.reached.watch()
        return int(pytest.main([*_options(folder=folder), *(str(ROOT / path) for path in paths)], plugins=[plugin]))


def _in_a_child(act: Callable[[], int]) -> Fate:
    """How a trial in a child ended; whatever it began ends with it."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        _silence()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        try:
            os._exit(act())
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if os.WIFSIGNALED(status):
        return Fate.HUNG
    return Fate.SURVIVED if os.waitstatus_to_exitcode(status) == 0 else Fate.KILLED


def _anew(target: Target, mutant: Mutant, sound: bool) -> Fate:
    """Its own tests in a child that imports everything with the fault in it."""
    assert target.module not in sys.modules, f"{target.module} is imported already"

    def act() -> int:
        signal.alarm(180)
        if not sound:
            sys.meta_path.insert(0, _Instead(target, mutant))
        with tempfile.TemporaryDirectory() as folder:
            return int(pytest.main(["-x", *_options(folder=folder), *(str(ROOT / test) for test in target.tests)]))

    return _in_a_child(act)


@dataclass(slots=True)
class _Reached:
    """The lines of some files that were run since somebody last looked."""

    files: Mapping[str, set[int]]

    def watch(self) -> None:
        """Begin to look."""
        threading.settrace(self._call)
        sys.settrace(self._call)

    def leave(self) -> None:
        """Look no more."""
        threading.settrace(lambda *_: None)
        sys.settrace(None)

    def taken(self) -> list[tuple[str, int]]:
        """What was reached, which is then forgotten."""
        found = [(file, line) for file, lines in self.files.items() for line in lines]
        for lines in self.files.values():
            lines.clear()
        return found

    def _call(self, frame: FrameType, event: str, argument: object) -> Callable[..., Any] | None:
        lines = self.files.get(frame.f_code.co_filename)
        if lines is None:
            return None
        lines.add(frame.f_lineno)

        def line(frame: FrameType, event: str, argument: object) -> Callable[..., Any]:
            lines.add(frame.f_lineno)
            return line

        return line


@dataclass(slots=True)
class _Known:
    """What a run of the sound program told: which tests reach which line, and how long each takes."""

    tests: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    took: dict[int, float] = field(default_factory=dict)

    noticed: dict[tuple[str, str], dict[int, None]] = field(default_factory=lambda: defaultdict(dict))

    def reaching(self, file: str, mutant: Mutant, own: Collection[int]) -> list[int]:
        """The tests that run it: first those that noticed other faults of its function, then the quickest."""
        found = set(self.tests.get((file, mutant.line), ()))
        if mutant.at_import:
            found = {test for (where, _), tests in self.tests.items() if where == file for test in tests} & {*own}
        elif not found:
            found = {test for line in mutant.lines for test in self.tests.get((file, line), ())}
        first = [test for test in reversed(self.noticed[file, mutant.where]) if test in found]
        chosen, spent = first, 0.0
        for test in sorted(found.difference(first), key=lambda test: (self.took[test], test)):
            spent += 0.0 if test in own else self.took[test]
            if test in own or spent < PATIENCE:
                chosen.append(test)
        return chosen

    def remember(self, file: str, mutant: Mutant, test: int) -> None:
        """The test noticed it, and may notice the next one."""
        self.noticed[file, mutant.where].pop(test, None)
        self.noticed[file, mutant.where][test] = None


class _Trials:
    """Once the tests are collected: learns what they reach, then tries one fault after the other."""

    def __init__(
        self, targets: Mapping[str, Target], trials: Sequence[Trial], told: TextIO, ends: float, *, sound: bool
    ) -> None:
        self._targets, self._trials, self._told, self._ends, self._sound = targets, trials, told, ends, sound
        self.reached = _Reached({str(target.file): set() for target in targets.values()})
        self._own = {name: {ROOT / test for test in target.tests} for name, target in targets.items()}
        self._at_import: frozenset[tuple[str, int]] = frozenset()
        self._failed = False
        self._leaves_at_once = False
        self._running = mmap.mmap(-1, 4)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A trial ends with the first test that notices."""
        self._failed |= report.failed
        if report.failed and self._leaves_at_once:
            os._exit(1)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """All of it, in the place of the one run of everything."""
        self.reached.leave()
        self._at_import = frozenset(self.reached.taken())
        known = self._learn(session)
        grafts = Grafts(self.reached.files)
        gc.collect()
        gc.freeze()
        for name, mutant in self._trials:
            if time.monotonic() > self._ends:
                break
            print(json.dumps(self._fate(session, known, grafts, name, mutant)), file=self._told)
            self._told.flush()
        return True

    def _learn(self, session: pytest.Session) -> _Known:
        """Run everything once in a child; tests that fail without a fault are left out."""
        with tempfile.TemporaryDirectory() as folder:
            book = Path(folder, "reached.json")

            def act() -> int:
                rows = [self._row(session, place) for place in range(len(session.items))]
                book.write_text(json.dumps(rows))
                return 0

            fate = _in_a_child(act)
            assert fate is Fate.SURVIVED, fate
            known = _Known()
            for place, (took, lines) in enumerate(json.loads(book.read_text())):
                known.took[place] = took
                for file, line in lines:
                    known.tests[file, line].append(place)
        return known

    def _row(self, session: pytest.Session, place: int) -> tuple[float, list[tuple[str, int]]]:
        self._failed, began = False, time.process_time()
        self.reached.watch()
        self._run(session, [place], session.items[place + 1] if place + 1 < len(session.items) else None)
        self.reached.leave()
        lines = self.reached.taken()
        return time.process_time() - began, [] if self._failed else lines

    def _fate(self, session: pytest.Session, known: _Known, grafts: Grafts, name: str, mutant: Mutant) -> Fate:
        module, file = self._targets[name].module, str(self._targets[name].file)
        is_run_at_import = mutant.at_import or any((file, line) in self._at_import for line in mutant.lines)
        own = {place for place, item in enumerate(session.items) if item.path in self._own[name]}
        chosen = known.reaching(file, mutant, own)
        if not chosen:
            return Fate.ANEW if is_run_at_import else Fate.UNREACHED

        def act() -> int:
            self._leaves_at_once = True
            put = grafts.of(mutant, module, file)
            if put is None:
                return 2
            if not self._sound:
                put()
            for place, following in zip(chosen, [*chosen[1:], None], strict=True):
                signal.alarm(120)
                signal.setitimer(signal.ITIMER_PROF, 5 + 10 * known.took[place])
                self._running[:] = place.to_bytes(4, "big")
                self._run(session, [place], None if following is None else session.items[following])
            return 0

        self._running[:] = NOBODY
        found = _in_a_child(act)
        if found is Fate.KILLED and self._running[:] == NOBODY:
            return Fate.ANEW
        if found is Fate.KILLED:
            known.remember(file, mutant, int.from_bytes(self._running[:], "big"))
        return Fate.ANEW if found is Fate.SURVIVED and is_run_at_import else found

    @staticmethod
    def _run(session: pytest.Session, places: Sequence[int], following: pytest.Item | None) -> None:
        for place in places:
            item = session.items[place]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


class _Instead(MetaPathFinder, Loader):
    """Imports the mutant in the module's place."""

    def __init__(self, target: Target, mutant: Mutant) -> None:
        self._target = target
        self._mutant = mutant

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """The mutant's, where the module is asked for."""
        return spec_from_loader(name, self) if name == self._target.module else None

    def exec_module(self, module: ModuleType) -> None:
        """Run its code."""
        exec(compile(self._mutant.tree(), module.__name__, "exec"), module.__dict__)
