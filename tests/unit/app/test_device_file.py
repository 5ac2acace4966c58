"""A device is put into settings.toml or taken out, and nobody's notes are lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.app.device_file import put_device, put_devices, remove_device
from aura_terminal.app.device_settings import DeviceModel, DeviceSettings
from aura_terminal.app.settings import FILE_NAME, Settings, SettingsProblem, read_settings
from aura_terminal.app.settings_file import write_first_settings

WRITTEN = """# our till
terminal = "R7"   # by the door

[[devices]]
# bought in May
name = "front"  # the black one
kind = "printer"
model = "escpos"
address = "tcp://10.0.0.5:9100"  # see the sticker
profile = "tm-t20"
routes = ["receipt", "drawer"]

# the kitchen's
[[devices]]
name = "grill"
model = "escpos"
address = "tcp://10.0.0.6"
routes = [
  "grill",
  "fry",
]

[peers]
# nobody
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE_NAME).write_text(WRITTEN, "utf-8")
    (tmp_path / FILE_NAME).chmod(0o640)
    return tmp_path


def devices(folder: Path) -> dict[str, DeviceSettings]:
    return {device.name: device for device in read_settings(folder, {}, {}).devices}


def test_a_device_is_changed_in_its_place_and_the_notes_stay(folder: Path) -> None:
    before = devices(folder)["front"]
    changed = DeviceSettings(
        "front", model=DeviceModel.ESCPOS, address="tcp://10.0.0.9:9100", profile="tm-t20", routes=before.routes,
        options=(("confirm", "none"),),
    )  # fmt: skip
    put_device(folder, changed)
    assert devices(folder)["front"] == changed
    text = (folder / FILE_NAME).read_text("utf-8")
    assert [note for note in ("# our till", "# by the door", "# bought in May", "# the black one", "# see the sticker",
                              "# the kitchen's", "# nobody") if note not in text] == []  # fmt: skip
    assert devices(folder)["grill"].routes == ("grill", "fry")
    assert (folder / FILE_NAME).stat().st_mode & 0o777 == 0o640


def test_a_device_written_over_several_lines_is_written_anew_and_the_others_stay(folder: Path) -> None:
    changed = DeviceSettings("grill", model=DeviceModel.ESCPOS, address="tcp://10.0.0.6", routes=("grill",))
    put_device(folder, changed)
    assert devices(folder)["grill"] == changed
    assert '# bought in May\nname = "front"  # the black one' in (folder / FILE_NAME).read_text("utf-8")


def test_a_new_device_goes_to_the_end(folder: Path) -> None:
    bar = DeviceSettings("bar", routes=("bar",), backups=("grill",))
    put_device(folder, bar)
    assert list(devices(folder)) == ["front", "grill", "bar"]
    assert devices(folder)["bar"] == bar
    assert read_settings(folder, {}, {}).terminal == "R7"


def test_a_device_gets_another_name_in_its_place(folder: Path) -> None:
    put_device(folder, DeviceSettings("counter", routes=("receipt",)), instead_of="front")
    assert list(devices(folder)) == ["counter", "grill"]


def test_what_a_device_does_not_have_any_more_is_taken_out(folder: Path) -> None:
    put_device(folder, DeviceSettings("front", model=DeviceModel.ESCPOS, address="tcp://10.0.0.5:9100"))
    assert devices(folder)["front"].routes == ()


def test_a_removed_device_is_gone_and_nothing_else(folder: Path) -> None:
    remove_device(folder, "front")
    remove_device(folder, "front")
    assert list(devices(folder)) == ["grill"]
    text = (folder / FILE_NAME).read_text("utf-8")
    assert "# the kitchen's" in text
    assert "# our till" in text


def test_a_note_behind_a_value_that_holds_the_sign_is_no_note(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('[[devices]]\nname = "front  # 1"\nprofile = "tm-t20"\n', "utf-8")
    put_device(tmp_path, DeviceSettings("front  # 1", profile="tm-t88v"))
    assert devices(tmp_path)["front  # 1"].profile == "tm-t88v"


def test_options_in_a_table_of_their_own_are_understood(tmp_path: Path) -> None:
    text = '[[devices]]\nname = "front"\n[devices.options]\ncolumns = "42"\n\n[[devices]]\nname = "bar"\n'
    (tmp_path / FILE_NAME).write_text(text, "utf-8")
    put_device(tmp_path, DeviceSettings("front", options=(("columns", "40"), ("cutter", "none"))))
    assert devices(tmp_path)["front"].options == (("columns", "40"), ("cutter", "none"))
    assert "bar" in devices(tmp_path)


def test_every_device_of_a_fresh_file_can_be_put_back_as_it_is(tmp_path: Path) -> None:
    rows = (DeviceSettings("front", routes=("receipt", "drawer")), DeviceSettings("Küche", routes=("kitchen",)))
    write_first_settings(tmp_path, Settings(devices=rows))
    before = (tmp_path / FILE_NAME).read_text("utf-8")
    for row in rows:
        put_device(tmp_path, row)
    assert (tmp_path / FILE_NAME).read_text("utf-8").strip() == before.strip()


@pytest.mark.parametrize(
    "text",
    ['devices = [{name = "front"}]\n', 'devices = [\n  {name = "front", routes = ["receipt"]},\n]\n[peers]\n'],
)
def test_devices_that_cannot_be_changed_line_by_line_are_refused_and_the_file_stays(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, "utf-8")
    for name in ("front", "bar"):
        with pytest.raises(SettingsProblem, match="Nothing was changed"):
            put_device(tmp_path, DeviceSettings(name, routes=("bar",)))
    with pytest.raises(SettingsProblem, match="Nothing was changed"):
        remove_device(tmp_path, "front")
    assert (tmp_path / FILE_NAME).read_text("utf-8") == text


def test_jobs_that_go_from_one_device_to_another_are_written_at_once_or_not_at_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = replace(devices(folder)["front"], routes=("drawer",))
    new = DeviceSettings("counter", routes=("receipt",))
    writes: list[Path] = []

    def cut(unfinished: Path, file: Path) -> Path:
        writes.append(file)
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", cut)
        with pytest.raises(OSError, match="Input/output"):
            put_devices(folder, ((taken, "front"), (new, "")))
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]
    assert ((folder / FILE_NAME).read_text("utf-8"), len(writes)) == (WRITTEN, 1)
    put_devices(folder, ((taken, "front"), (new, "")))
    assert [devices(folder)[name].routes for name in ("front", "counter")] == [("drawer",), ("receipt",)]
