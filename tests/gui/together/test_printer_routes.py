"""Which printer prints what is chosen by touch and written to settings.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.app.device_file import put_devices
from aura_terminal.app.device_office import DeviceOffice
from aura_terminal.app.settings import read_settings
from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.screens.printer_routes.page import PrinterRoutesPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.form import Form
from aura_terminal.view_models.printer_routes import PrinterRoutesModel
from tests.gui.register.hands import press, shown_list, tap
from tests.gui.together.conftest import Desk
from tests.support.till import pin_of

SETTINGS = """# what hangs here
[[devices]]
name = "front"  # by the door
routes = ["receipt", "drawer", "kitchen"]

[[devices]]
name = "bar"
routes = ["bar"]

[[devices]]
name = "stickers"
kind = "label_printer"
"""
CARLA, NINA = StaffId("carla-lombardi"), StaffId("nina-vogel")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "settings.toml").write_text(SETTINGS)
    return tmp_path


@pytest.fixture
def page(desk: Desk, theme: Theme, folder: Path) -> PrinterRoutesPage:
    till = desk.till
    till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    settings = read_settings(folder, {}, {})
    office = DeviceOffice(
        till.runner, till.changes, till.session, till.session.must_actor, folder, settings, till.counter
    )
    model = PrinterRoutesModel(office.devices, till.runner, till.changes, till.counter)
    page = PrinterRoutesPage(model, till.session, theme)
    desk.qtbot.addWidget(page)
    page.resize(1146, 712)
    page.show()
    desk.settle()
    return page


def routes(folder: Path) -> dict[str, tuple[str, ...]]:
    return {each.name: each.routes for each in read_settings(folder, {}, {}).devices}


def value(page: PrinterRoutesPage, id: str) -> str:
    return next(row.value for row in page.findChildren(Form)[0].rows() if row.id == id)


def test_slips_of_a_station_are_led_to_another_printer_and_every_other_line_stays(
    desk: Desk, page: PrinterRoutesPage, folder: Path
) -> None:
    press(page, "Slips of Kitchen, Pizza oven: front")
    tap(shown_list(page), "bar")
    desk.settle()
    assert routes(folder) == {"front": ("receipt", "drawer"), "bar": ("bar", "kitchen"), "stickers": ()}
    assert "# what hangs here" in (folder / "settings.toml").read_text()
    assert "# by the door" in (folder / "settings.toml").read_text()
    assert value(page, "route:kitchen") == "bar"
    press(page, "Labels")
    tap(shown_list(page), "stickers")
    desk.settle()
    assert routes(folder)["stickers"] == ("labels",)


def test_another_printer_takes_over_and_a_test_page_is_printed(
    desk: Desk, page: PrinterRoutesPage, folder: Path
) -> None:
    press(page, "Takes over when bar is down")
    tap(shown_list(page), "front")
    desk.settle()
    assert {each.name: each.backups for each in read_settings(folder, {}, {}).devices}["bar"] == ("front",)
    with desk.qtbot.waitSignal(page.said) as said:
        press(page, "Test page of bar")
    assert said.args == ["The test page is on its way to bar."]
    desk.settle()
    assert [each.job.title for each in desk.store.journal.jobs][-1] == "Test page of bar"


def test_what_comes_out_nowhere_is_said_and_who_may_not_set_devices_up_asks(
    desk: Desk, page: PrinterRoutesPage, folder: Path
) -> None:
    press(page, "Receipts and reports: front")
    tap(shown_list(page), "No printer here")
    desk.settle()
    assert "Nothing of this comes out at this terminal." in desk.words(page)
    desk.till.session.sign_in(NINA, pin_of(NINA))
    desk.settle()
    press(page, "The cash drawer: front")
    tap(shown_list(page), "bar")
    desk.settle()
    assert routes(folder)["front"] == ("drawer", "kitchen")
    tap(shown_list(page), "Carla Lombardi")
    for digit in pin_of(CARLA):
        press(page, digit)
    press(page, "Allow")
    desk.settle()
    assert routes(folder)["bar"] == ("bar", "drawer")


def test_the_file_of_settings_is_written_by_the_one_writer_there_is(folder: Path) -> None:
    rows = read_settings(folder, {}, {}).devices
    put_devices(folder, ((row, row.name) for row in rows))
    assert read_settings(folder, {}, {}).devices == rows
