"""From settings to devices."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
from aura_terminal.app.devices import DEMO_DEVICES, Device, build_devices, folder_of
from aura_terminal.app.settings import SettingsProblem
from aura_terminal.ports.printing import HealthKind

STATIONS = Path(__file__).parents[3] / "resources" / "demo_shop" / "stations.toml"


def build(*rows: DeviceSettings) -> tuple[Device, ...]:
    return build_devices(rows, Path("data"), SystemClock())


def test_the_demo_devices_take_every_job_the_demo_shop_spools() -> None:
    stations = tomllib.loads(STATIONS.read_text("utf-8"))["station"]
    wanted = {"receipt", "drawer", *(station["printer"] for station in stations)}
    assert wanted == {route for device in build(*DEMO_DEVICES) for route in device.routes}


def test_a_simulated_device_has_its_other_side_and_a_real_one_has_none() -> None:
    real = DeviceSettings("real", model=DeviceModel.ESCPOS, address="tcp://192.0.2.7:9100")
    simulated, wired = build(DeviceSettings("front"), real)
    assert simulated.station.simulator is not None
    assert wired.station.simulator is None


def test_a_label_printer_is_fed_from_the_spool_and_takes_over_for_nobody() -> None:
    labels = DeviceSettings("labels", DeviceKind.LABEL_PRINTER, profile="label-50x30", routes=("labels",))
    (device,) = build(labels)
    assert (device.kind, device.routes) == (HealthKind.LABEL_PRINTER, ("labels",))
    with pytest.raises(SettingsProblem, match='has the backup "labels", which is no other printer here'):
        build(labels, DeviceSettings("grill", backups=("labels",)))


def test_a_backup_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsProblem, match=r'grill has the backup "bra".*There are: bar'):
        build(DeviceSettings("grill", backups=("bra",)), DeviceSettings("bar"))


def test_building_and_ending_devices_touches_neither_disk_nor_network(tmp_path: Path) -> None:
    for device in build_devices(DEMO_DEVICES, tmp_path, SystemClock()):
        device.end_simulation()
    assert list(tmp_path.iterdir()) == []


def test_a_route_served_twice_is_refused_with_both_names() -> None:
    with pytest.raises(SettingsProblem, match='"bar" go to upstairs and to downstairs'):
        build(DeviceSettings("upstairs", routes=("bar",)), DeviceSettings("downstairs", routes=("grill", "bar")))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (DeviceSettings("front", profile="tm-t88"), "front cannot be used: .*'tm-t88v'"),
        (
            DeviceSettings("front", model=DeviceModel.ESCPOS, address="usb:lp0"),
            r"front cannot be used: .*usb:/dev/usb/lp0",
        ),
        (DeviceSettings("front", model=DeviceModel.ESCPOS, address="tcp://till:port"), "no address of a printer"),
    ],
)
def test_a_device_that_cannot_be_used_is_refused_with_its_name(row: DeviceSettings, said: str) -> None:
    with pytest.raises(SettingsProblem, match=said):
        build(row)


@pytest.mark.parametrize("name", ["../../etc", "..", ".", "a/b", "a\\b", "C:", "Bar (café)"])
def test_slips_stay_in_their_folder_whatever_a_device_is_called(name: str) -> None:
    assert (Path("printed") / folder_of(name)).resolve().parent == Path("printed").resolve()
    assert not set(folder_of(name)) & set('/\\:*?"<>|.')


def test_a_plain_name_is_its_own_folder() -> None:
    assert folder_of("front") == "front"
