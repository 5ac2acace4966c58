"""One till at a time at a printer, and the other one told by name who has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.domain.paper import SpoolKind, SpoolState
from aura_terminal.ports.printing import Fault
from devices.claims import Claim
from devices.transports.transport import Refused
from tests.support.printer_bench import PrinterBench
from tests.support.printer_samples import RECEIPT

ADDRESS = "tcp://192.0.2.7:9100"


def test_the_second_till_is_told_who_has_the_printer(tmp_path: Path) -> None:
    first, second = Claim(tmp_path, ADDRESS, "R1"), Claim(tmp_path, ADDRESS.upper(), "R2")
    first.take()
    with pytest.raises(Refused, match=r"busy with another till \(R1\)"):
        second.take()
    first.release()
    second.take()
    second.release()
    second.release()


def test_two_printers_are_two_claims(tmp_path: Path) -> None:
    first, second = Claim(tmp_path, ADDRESS, "R1"), Claim(tmp_path, "tcp://192.0.2.8:9100", "R2")
    first.take()
    second.take()
    first.release()
    second.release()


def test_a_job_waits_while_another_till_prints_and_is_tried_again_soon(cache: Path, tmp_path: Path) -> None:
    other = Claim(tmp_path, ADDRESS, "R2")
    other.take()
    bench = PrinterBench(cache)
    bench.claim = Claim(tmp_path, ADDRESS, "R1")
    bench.worker = bench.new_worker()
    receipt = bench.queue("a", SpoolKind.RECEIPT, RECEIPT)
    pauses = []
    for _ in range(5):
        pauses.append(bench.worker.step())
        bench.time.pass_by(pauses[-1])
    assert all(0.2 <= pause <= 2.0 for pause in pauses)
    assert bench.state(receipt) is SpoolState.HELD
    assert "busy with another till (R2)" in bench.spool.find(receipt).last_error
    assert bench.healths[-1].faults == (Fault.BUSY,)
    other.release()
    bench.worker.step()
    assert bench.state(receipt) is SpoolState.PRINTED
    bench.worker.step()
    other.take()
    other.release()


def test_an_idle_till_leaves_the_printer_to_the_other_one(cache: Path, tmp_path: Path) -> None:
    bench = PrinterBench(cache)
    bench.claim = Claim(tmp_path, ADDRESS, "R1")
    bench.worker = bench.new_worker()
    bench.worker.step()
    other = Claim(tmp_path, ADDRESS, "R2")
    other.take()
    other.release()


def test_a_drawer_is_not_kicked_behind_another_till(cache: Path, tmp_path: Path) -> None:
    other = Claim(tmp_path, ADDRESS, "R2")
    other.take()
    bench = PrinterBench(cache)
    bench.claim = Claim(tmp_path, ADDRESS, "R1")
    bench.worker = bench.new_worker()
    kick = bench.queue("k", SpoolKind.DRAWER_KICK)
    bench.worker.step()
    other.release()
    assert bench.state(kick) is SpoolState.FAILED
    assert bench.spool.find(kick).last_error.startswith("Drawer did not open: use the key; the sale is saved.")
    assert bench.mechanism.kicks == 0
