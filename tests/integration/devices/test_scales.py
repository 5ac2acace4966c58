"""Scales on real pipes: simulated ones over TCP, independent ones over ptys and TCP, read by their drivers."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.weighing import Reading, Seen, Settling, Verdict, WeightState
from aura_terminal.ports.scale import Scale
from devices.scales.asked import AskedScale
from devices.scales.catalog import DIALECTS, USUAL, build_scale, read_bounds
from devices.simulators.scale import SimulatedScale
from devices.simulators.scale_pan import Trouble
from devices.transports.tcp import TcpTransport
from tests.peers.using import python_of
from tests.support.emulated_counter import SCALES, EmulatedCounter, emulated_counter

MODELS = {"deli": "toledo_8217", "meat": "sma"}


def still(grams: int) -> Reading:
    return Reading(WeightState.STABLE, grams)


@pytest.fixture(params=sorted(DIALECTS))
def simulated(request: pytest.FixtureRequest) -> Iterator[tuple[SimulatedScale, Scale]]:
    """A scale of software and the driver of its model, over TCP."""
    scale = SimulatedScale(USUAL, speech=request.param)
    scale.open()
    driver = AskedScale(TcpTransport(lambda: scale.address), DIALECTS[request.param](), USUAL)
    yield scale, driver
    driver.close()
    scale.close()


def test_a_simulated_scale_is_weighed_through_its_drivers_wire(simulated: tuple[SimulatedScale, Scale]) -> None:
    scale, driver = simulated
    assert driver.read() == Reading(WeightState.ZERO)
    scale.pan.put(745)
    said = [driver.read() for _ in range(4)]
    assert said == [Reading(WeightState.MOVING), Reading(WeightState.MOVING), still(745), still(745)]


def test_a_scale_that_is_unplugged_is_told_and_weighs_again_when_it_is_back(
    simulated: tuple[SimulatedScale, Scale],
) -> None:
    scale, driver = simulated
    driver.read()
    address = scale.address
    scale.close()
    with pytest.raises(Unavailable):
        driver.read()
    scale.pan.put(500, swings=0)
    scale.open()
    assert scale.address == address
    assert driver.read() == still(500)


def test_a_mute_scale_is_given_up_in_time(simulated: tuple[SimulatedScale, Scale]) -> None:
    scale, driver = simulated
    scale.pan.suffer(Trouble.MUTE)
    with pytest.raises(Unavailable, match="does not answer"):
        driver.read()
    scale.pan.suffer(Trouble.NONE)
    assert driver.read() == Reading(WeightState.ZERO)


def test_the_simulated_model_of_the_settings_brings_its_other_side() -> None:
    station = build_scale(model="simulated", address="", options={"division": "2", "least": "20", "most": "6000"})
    assert station.simulator is not None
    station.simulator.open()
    station.simulator.pan.put(331, swings=0)  # half way: to the even step
    with closing(station.scale):
        assert station.scale.read() == still(332)
    station.simulator.close()


@pytest.mark.parametrize(
    "options", [{"weight": "5"}, {"least": "-5"}, {"most": "1.5"}, {"division": "0"}, {"least": "2", "division": "5"}]
)
def test_a_scale_that_makes_no_sense_is_refused_in_words(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"option|grams|division"):
        read_bounds(options)


def test_a_line_that_cannot_be_set_as_the_scale_needs_it_is_told_in_words() -> None:
    there, line = os.openpty()  # a pty has no parity: 7E1 cannot be set
    try:
        scale = build_scale(model="toledo_8217", address=f"serial:{os.ttyname(line)}", options={}).scale
        with closing(scale), pytest.raises(Unavailable, match="speed and frame"):
            scale.read()
    finally:
        os.close(there)
        os.close(line)


def test_a_model_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="no scale model"):
        build_scale(model="dibal", address="tcp://127.0.0.1:1", options={})


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatedCounter]:
    """Independent scales on ptys."""
    program = python_of("emupos").with_name("emupos")
    with emulated_counter(program, tmp_path_factory.mktemp("emupos")) as counter:
        yield counter


@pytest.mark.parametrize("device", sorted(SCALES))
def test_an_independent_scale_is_read_right(counter: EmulatedCounter, device: str) -> None:
    scale = build_scale(model=MODELS[device], address=f"serial:{counter.line_of(device)}?frame=8N1", options={}).scale
    with closing(scale):
        counter.put(device, 0)
        assert _at_last(scale, Reading(WeightState.ZERO))
        counter.put(device, 1250, stable=False)
        assert scale.read() == Reading(WeightState.MOVING)
        counter.put(device, 1250)
        assert _at_last(scale, still(1250))
        counter.put(device, 20_000)
        assert _at_last(scale, Reading(WeightState.OVER))
        counter.put(device, -50)
        assert _at_last(scale, Reading(WeightState.NEGATIVE))
        counter.put(device, 500)
        assert _at_last(scale, still(500))
        counter.tare(device)
        assert _at_last(scale, Reading(WeightState.TARE))


def test_an_independent_weight_is_taken_by_the_rule(counter: EmulatedCounter) -> None:
    scale = build_scale(model="sma", address=f"serial:{counter.line_of('meat')}?frame=8N1", options={}).scale
    settling = Settling(scale.bounds)
    with closing(scale):
        counter.put("meat", 0)
        counter.zero("meat")
        counter.put("meat", 745)
        assert _at_last(scale, still(745))
        settling.see(scale.read(), 0)
        assert settling.see(scale.read(), 100) == Seen(Verdict.READY, 745)


def _at_last(scale: Scale, wanted: Reading) -> bool:
    """Whether the scale says so before long: an emulated pan settles as a real one does."""
    pause = threading.Event()
    return any(scale.read() == wanted or pause.wait(0.05) for _ in range(100))


@pytest.fixture
def sics() -> Iterator[tuple[int, httpx.Client]]:
    """An independent MT-SICS scale on a port, and the hand that loads it."""
    program = python_of("mt-sics").with_name("mtsics-tcp")
    with closing(socket.create_server(("127.0.0.1", 0))) as one, closing(socket.create_server(("127.0.0.1", 0))) as two:
        port, control = int(one.getsockname()[1]), int(two.getsockname()[1])
    command: list[str | Path] = [program, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--control-port", str(control), "--profile", "ohaus-ranger7000"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    hand, pause = httpx.Client(base_url=f"http://127.0.0.1:{control}", timeout=5, trust_env=False), threading.Event()
    try:
        assert any(_answers(hand) or pause.wait(0.1) for _ in range(200) if running.poll() is None)
        yield port, hand
    finally:
        hand.close()
        running.terminate()
        running.wait(10)


def _answers(hand: httpx.Client) -> bool:
    try:
        return hand.get("/state").status_code == 200
    except httpx.TransportError:
        return False


def test_an_independent_sics_scale_is_read_right(sics: tuple[int, httpx.Client]) -> None:
    port, hand = sics
    scale = build_scale(model="mt_sics", address=f"tcp://127.0.0.1:{port}", options={"most": "35000"}).scale
    with closing(scale):
        assert scale.read() == Reading(WeightState.ZERO)
        hand.post("/weight", json={"value": 1.25, "snap": True}).raise_for_status()
        assert _at_last(scale, still(1250))
        hand.post("/weight", json={"value": 50.0, "snap": True}).raise_for_status()
        assert _at_last(scale, Reading(WeightState.OVER))
