"""Printers, lines and programs that fail in every way at random, over a real spool; and what the paper says after it.

Three printers of one terminal: the front one for receipts and the drawer, the grill, and the bar, which takes over for
the grill. Time stands still unless a step lets it pass, so that an evening takes seconds; the seed decides everything.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from aura_terminal.domain.paper import (
    Cut,
    PaperDocument,
    PrintJob,
    PrintJobId,
    SpooledJob,
    SpoolKind,
    SpoolState,
    text_line,
)
from aura_terminal.domain.paper_ways import second_copy
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import open_store
from devices.detours import Detour, Detours
from tests.support.chance import SeededIds
from tests.support.printing_stations import WEIGHTS, Killed, MortalSpool, Station

WORDS = ("POSSIBLEDUPLICATE", "mayalsocomeout", "DUPLICATE", "COPY")
"""What a piece of paper says that may be there twice, without blanks."""
MARK = re.compile(r"mark-(\d{7})\.")
LISTED = frozenset({SpoolState.UNCONFIRMED, SpoolState.LATE, SpoolState.FAILED})
OUT = frozenset({SpoolState.PRINTED, SpoolState.ACCEPTED})
KITCHENS = (SpoolKind.KITCHEN_SLIP, SpoolKind.VOID_SLIP)
UNDER_WAY = frozenset({SpoolState.QUEUED, SpoolState.HELD, SpoolState.SENDING, SpoolState.IN_PRINTER})
QUIET_WITHIN = 500.0
A_LONG_TIME = 0.08
"""How often nobody comes for so long that the kitchen's paper goes elsewhere."""
SMALL_BALLAST = 1 << 20


@dataclass
class Findings:
    """What a run came to."""

    jobs: int = 0
    kicks: int = 0
    kills: int = 0
    redirected: int = 0
    repeated: int = 0
    asked: int = 0
    late: int = 0
    mishaps: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Evening:
    """One run: jobs are spooled, everything goes wrong, people see to it, and the paper is compared with the spool."""

    def __init__(self, folder: Path, cache: Path, seed: int) -> None:
        self._random = Random(seed)
        self.detours = Detours({"grill": ("bar",)}, self._begun)
        self.findings = Findings()
        self._begun_here: list[Detour] = []
        self.front = Station(cache, "front", None, self.detours)
        self.grill = Station(cache, "grill", self.front, self.detours)
        self.bar = Station(cache, "bar", self.front, self.detours)
        self.stations = (self.front, self.grill, self.bar)
        time = self.front.time
        found_store(folder, time, SeededIds(time, seed), label="R1", documents=())
        self.store = open_store(
            folder, time, SeededIds(time, seed + 1), role=Role.TOOL, ballast_bytes=SMALL_BALLAST
        )  # fmt: skip
        self.spool = MortalSpool(self.store)
        for station in self.stations:
            station.spool = self.spool  # type: ignore[assignment]  # the store's, where the bench has one in memory
            station.worker = station.new_worker()
        self._number = 0
        self._batch: list[PrintJob] = []

    def close(self) -> None:
        """Let the store go."""
        self.store.close()

    def run(self, jobs: int, *, batch: int = 50) -> Findings:
        """So many jobs; after each batch people see to everything, and the paper of the batch is judged."""
        for number in range(jobs):
            self._one()
            if (number + 1) % batch == 0 or number == jobs - 1:
                self._see_to_everything()
                self._judge()
        return self.findings

    def _one(self) -> None:
        chance = self._random
        station = chance.choice((self.front, self.grill))
        kinds = (SpoolKind.RECEIPT, SpoolKind.REPORT) if station is self.front else KITCHENS
        mishap = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        self.findings.mishaps[mishap] += 1
        station.befall(mishap, chance.random())
        if chance.random() < 0.10:
            self.spool.dies_in = chance.randrange(6)
        elif chance.random() < 0.04:
            station.dies_sending = True
        if station is self.front and chance.random() < 0.2:
            self._spool(PrintJob(self._id(), SpoolKind.DRAWER_KICK, "front", "Drawer"))
        self._spool(self._paper(chance.choice(kinds), station.device))
        for _ in range(chance.randint(1, 4)):
            self._step_all()
        if chance.random() < A_LONG_TIME:
            self._let_pass(25.0)
        if chance.random() < 0.5:
            chance.choice(self.stations).mend_all()

    def _let_pass(self, seconds: float) -> None:
        until = self.front.time.seconds + seconds
        while self.front.time.seconds < until:
            self._step_all()

    def _paper(self, kind: SpoolKind, route: str) -> PrintJob:
        job_id = self._id()
        mark = f"mark-{self._number:07d}."
        document = PaperDocument("chaos", 1, (text_line(mark), text_line("middle"), text_line("end"), Cut()))
        return PrintJob(job_id, kind, route, mark, document=document)

    def _id(self) -> PrintJobId:
        self._number += 1
        return PrintJobId(f"job-{self._number:07d}")

    def _spool(self, job: PrintJob) -> None:
        with self.store.begin(SYSTEM) as work:
            work.spool(job)
        self._batch.append(job)

    def _step_all(self) -> None:
        pause = min(self._step(station) for station in self.stations)
        self.front.time.pass_by(max(pause, 0.001))

    def _step(self, station: Station) -> float:
        try:
            return station.worker.step()
        except Killed:
            self.findings.kills += 1
            self.spool.dies_in = None
            for each in self.stations:
                each.revive()
            return 0.0

    def _begun(self, device: str, to: str, reason: str) -> None:
        self.findings.redirected += 1
        self._begun_here.append(Detour(device, to))

    def _see_to_everything(self) -> None:
        self.spool.dies_in = None
        for station in self.stations:
            station.mend_all()
        self._work_until_quiet()
        self.detours.know(self._begun_here)
        self.detours.know([])
        self._begun_here.clear()
        self._answer_questions()
        self._work_until_quiet()

    def _work_until_quiet(self) -> None:
        until = self.front.time.seconds + QUIET_WITHIN
        while self.front.time.seconds < until and self._is_busy():
            self._step_all()
        if self._is_busy():
            self.findings.wrong.append("the spool does not come to rest")

    def _is_busy(self) -> bool:
        queue = self.store.paper.queue()
        return any(
            each.state in UNDER_WAY
            or (each.state is SpoolState.UNCONFIRMED and each.job.kind in KITCHENS and each.job.copy_no < 3)
            for each in queue
        )

    def _answer_questions(self) -> None:
        """A person looks at the paper: it is there, or it is printed as a copy."""
        seen = self._seen()
        for each in self.store.paper.queue():
            if each.job.kind is SpoolKind.DRAWER_KICK:
                self.spool.settle(each.job.job_id, SpoolState.CANCELLED, "seen to", self.front.time.now())
            elif each.state is SpoolState.LATE:
                self.findings.late += 1
                self.spool.settle(each.job.job_id, SpoolState.CANCELLED, "let go", self.front.time.now())
            elif each.state is SpoolState.UNCONFIRMED:
                self.findings.asked += 1
                self._answer(each, seen)

    def _answer(self, asked: SpooledJob, seen: dict[str, list[bool]]) -> None:
        if seen.get(_mark_of(asked.job)):
            self.spool.settle(asked.job.job_id, SpoolState.PRINTED, "somebody saw it", self.front.time.now())
        else:
            copy = second_copy(asked.job, PrintJobId(f"{asked.job.job_id}-copy"))
            self.spool.supersede(asked.job.job_id, copy, SpoolState.REPRINTED, self.front.time.now())

    def _seen(self) -> dict[str, list[bool]]:
        """For each mark on paper, whether each of its pieces says that it may be there twice.

        Read without blanks and line ends: what a cut job left in the line moves the words of the next one.
        """
        found: dict[str, list[bool]] = {}
        for station in self.stations:
            for piece in station.pieces:
                letters, begins = "".join(piece.split()), 0
                for mark in MARK.finditer(letters):
                    head = letters[begins : mark.start()]
                    found.setdefault(mark[1], []).append(any(word in head for word in WORDS))
                    begins = mark.end()
        return found

    def _judge(self) -> None:
        seen = self._seen()
        kicks = [job for job in self._batch if job.kind is SpoolKind.DRAWER_KICK]
        self.findings.kicks += len(kicks)
        if (opened := sum(station.kicks for station in self.stations)) > len(kicks):
            self.findings.wrong.append(f"the drawer opened {opened} times for {len(kicks)} kicks")
        for job in self._batch:
            if job.kind is not SpoolKind.DRAWER_KICK:
                self._judge_one(job, seen.get(_mark_of(job), []))
        for station in self.stations:
            station.take_away()
        self._batch.clear()

    def _judge_one(self, job: PrintJob, pieces: list[bool]) -> None:
        self.findings.jobs += 1
        last = job
        while last.job_id in self.spool.copies:
            last = self.spool.copies[last.job_id]
            self.findings.repeated += 1
        state = self.spool.find(last.job_id).state
        self.findings.ends[state] += 1
        if state in OUT and not pieces:
            self.findings.wrong.append(f"{job.title} is told as {state} and is not on paper")
        if state not in OUT and state is not SpoolState.CANCELLED and state not in LISTED:
            self.findings.wrong.append(f"{job.title} is neither out nor listed: {state}")
        if pieces.count(False) > 1:
            self.findings.wrong.append(
                f"{job.title} came out {len(pieces)} times, {pieces.count(False)} without a word"
            )


def _mark_of(job: PrintJob) -> str:
    found = MARK.search(job.title)
    return "" if found is None else found[1]
