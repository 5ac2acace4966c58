"""Settings: where each comes from, and what a person is told who got one wrong."""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.app.central_settings import CentralName, CentralSettings
from aura_terminal.app.device_settings import MODELS_OF, DeviceKind, DeviceSettings
from aura_terminal.app.settings import FILE_NAME, Settings, SettingsProblem, Theme, View, read_settings
from aura_terminal.app.settings_file import settings_text, write_first_settings
from aura_terminal.app.subscriber_settings import SubscriberSettings
from aura_terminal.domain.events import Event

names = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)
options = st.dictionaries(st.from_regex(r"[A-Za-z0-9_-]+", fullmatch=True), names, max_size=2)
devices = st.sampled_from(DeviceKind).flatmap(
    lambda kind: st.builds(
        DeviceSettings,
        name=names,
        kind=st.just(kind),
        model=st.sampled_from(MODELS_OF[kind]),
        address=names,
        profile=names,
        routes=st.lists(names, max_size=3).map(tuple),
        backups=st.lists(names, max_size=2).map(tuple),
        options=options.map(lambda pairs: tuple(pairs.items())),
    )
)
centrals = st.builds(
    CentralSettings,
    connector=st.sampled_from(CentralName),
    url=st.sampled_from(("https://api.example.com", "http://127.0.0.1:8000/base")),
    user=st.just("owner@example.com"),
    tenant=st.sampled_from(("", "12")),
    language=st.sampled_from(("en-US", "de")),
)
subscribers = st.builds(
    SubscriberSettings,
    name=st.from_regex(r"[a-z0-9][a-z0-9-]{0,30}", fullmatch=True),
    url=st.sampled_from(("https://example.com/hooks", 'http://[::1]:8000/a?b="c"&d=\\')),
    events=st.lists(st.sampled_from(Event), min_size=1, unique=True).map(tuple),
    since=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
        lambda at: at.replace(microsecond=0, tzinfo=UTC)
    ),
)
settings_of_all_kinds = st.builds(
    Settings,
    terminal=st.from_regex(r"[A-Za-z0-9]{1,6}", fullmatch=True),
    view=st.sampled_from(View),
    theme=st.sampled_from(Theme),
    screen_diagonal_inches=st.floats(5, 100),
    kitchen_station=names,
    idle_lock_seconds=st.integers(10, 900),
    devices=st.lists(devices, max_size=3, unique_by=lambda device: device.name).map(tuple),
    centrals=st.lists(centrals, max_size=1).map(tuple),
    subscribers=st.lists(subscribers, max_size=2, unique_by=lambda each: each.name).map(tuple),
)


def with_file(folder: Path, text: str) -> Settings:
    (folder / FILE_NAME).write_text(text, "utf-8")
    return read_settings(folder, {}, {})


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(SettingsProblem) as told:
        with_file(folder, text)
    return str(told.value)


def test_without_a_file_the_defaults_stand(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}, {}) == Settings()


def test_the_environment_wins_over_the_file_and_arguments_win_over_both(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('terminal = "R2"\ntheme = "day"\nview = "kitchen"\n', "utf-8")
    found = read_settings(tmp_path, {"AURA_TERMINAL": "R3", "AURA_VIEW": "register"}, {"terminal": "R4", "view": None})
    assert (found.terminal, found.view, found.theme) == ("R4", View.REGISTER, Theme.DAY)


@given(settings=settings_of_all_kinds)
def test_what_is_written_is_read_back_the_same(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FILE_NAME).write_text(settings_text(settings), "utf-8", newline="\n")
        assert read_settings(Path(folder), {}, {}) == settings


def test_a_first_file_never_replaces_one_that_is_there(tmp_path: Path) -> None:
    write_first_settings(tmp_path, Settings(terminal="R7"))
    with pytest.raises(FileExistsError):
        write_first_settings(tmp_path, Settings())
    assert read_settings(tmp_path, {}, {}).terminal == "R7"


def test_an_unknown_key_names_the_nearest_one_and_where_it_stands(tmp_path: Path) -> None:
    told = refusal(tmp_path, '# mine\nterminal = "R1"\n\nidle_lock_second = 60\n')
    assert "`idle_lock_second`" in told
    assert f"{tmp_path / FILE_NAME}, line 4" in told
    assert "nearest is `idle_lock_seconds`" in told


def test_an_unknown_key_like_no_other_is_answered_with_all_there_are(tmp_path: Path) -> None:
    told = refusal(tmp_path, "zzz = 1\n")
    assert "There are: terminal, view, theme" in told


def test_an_unknown_key_of_the_second_device_names_its_line(tmp_path: Path) -> None:
    told = refusal(tmp_path, '[[devices]]\nname = "A"\n\n[[devices]]\nname = "B"\nadress = "tcp://127.0.0.1:9100"\n')
    assert "line 6" in told
    assert "nearest is `address`" in told


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('idle_lock_seconds = "soon"', "a whole number from 10 to 900 (seconds)"),
        ("idle_lock_seconds = 901", "a whole number from 10 to 900 (seconds)"),
        ("idle_lock_seconds = true", "a whole number from 10 to 900 (seconds)"),
        ("idle_lock_seconds = 60.5", "a whole number from 10 to 900 (seconds)"),
        ("screen_diagonal_inches = 4.9", "a number from 5 to 100 (inches)"),
        ("screen_diagonal_inches = nan", "a number from 5 to 100 (inches)"),
        ('theme = "dusk"', 'one of "night", "day"'),
        ("theme = 1", 'one of "night", "day"'),
        ('view = "cellar"', 'one of "all", "register", "kitchen"'),
        ('terminal = "Register 1"', "1 to 6 letters and digits, such as R1"),
        ("[terminal]\nname = 1", "1 to 6 letters and digits, such as R1"),
        ('[[devices]]\nname = " "', "a name, such as Receipt printer"),
        ('[[devices]]\nname = "A"\nkind = "drawer"', 'has to be one of "printer", "label_printer"'),
        ('[[devices]]\nname = "A"\nkind = "scale"\nmodel = "zvt"', 'A scale is one of "simulated", "toledo_8217"'),
        ('[[devices]]\nname = "A"\noptions = { pin = 5 }', 'a table of texts, such as { pin = "5" }'),
        ('[[devices]]\nname = "A"\noptions = "pin=5"', 'a table of texts, such as { pin = "5" }'),
        ('[[devices]]\nname = "A"\nroutes = "receipt"', 'a list of texts, such as ["receipt", "drawer"]'),
    ],
)
def test_a_wrong_value_is_answered_with_what_it_has_to_be(tmp_path: Path, line: str, expected: str) -> None:
    told = refusal(tmp_path, line)
    assert expected in told
    assert f"{tmp_path / FILE_NAME}, line " in told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[devices]]\nmodel = "escpos"\n', "A device has no name"),
        ('[[devices]]\nname = "Bar"\nmodel = "escpos"\n', "The device Bar has no address"),
        ('[[devices]]\nname = "Bar"\n[[devices]]\nname = "Bar"\n', "Two devices are called Bar"),
        ("devices = 3\n", "begin each with a line [[devices]]"),
        ('terminal = "R1\n', "is not written as TOML"),
        (f"terminal = {'9' * 5000}\n", "is not written as TOML"),
        (f"terminal = {'[' * 5000}\n", "is not written as TOML"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_in_words(tmp_path: Path, text: str, expected: str) -> None:
    told = refusal(tmp_path, text)
    assert expected in told
    assert str(tmp_path / FILE_NAME) in told


def test_a_file_that_is_no_text_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsProblem, match="is not written as TOML"):
        read_settings(tmp_path, {}, {})


def test_a_slip_in_the_environment_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match=r"environment variable AURA_THEMES.*nearest is `theme`"):
        read_settings(tmp_path, {"AURA_THEMES": "day"}, {})


def test_a_wrong_argument_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="argument --idle-lock-seconds"):
        read_settings(tmp_path, {}, {"idle_lock_seconds": "-5"})


def test_numbers_in_the_environment_are_digits(tmp_path: Path) -> None:
    found = read_settings(tmp_path, {"AURA_IDLE_LOCK_SECONDS": "60", "AURA_SCREEN_DIAGONAL_INCHES": "21.5"}, {})
    assert (found.idle_lock_seconds, found.screen_diagonal_inches) == (60, 21.5)


CENTRAL = '[[central]]\nconnector = "auraconnect"\nurl = "https://api.example.com"\nuser = "o@example.com"\n'


def test_a_back_office_is_a_table_of_its_own(tmp_path: Path) -> None:
    found = with_file(tmp_path, f'terminal = "R1"\n{CENTRAL}tenant = "7"\n').centrals
    assert found == (CentralSettings(CentralName.AURACONNECT, "https://api.example.com", "o@example.com", "7"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[central]]\nurl = "https://a"\nuser = "u"', "no `connector`"),
        ('[[central]]\nconnector = "other"\nurl = "https://a"\nuser = "u"', "line 2"),
        (CENTRAL.replace("https://api.example.com", "api.example.com"), "line 3"),
        (f'{CENTRAL}password = "x"', "There is no setting `password`"),
        (CENTRAL * 2, "line 6"),
        ("central = 1", r"\[\[central\]\]"),
    ],
)
def test_a_back_office_set_up_wrongly_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    assert re.search(told, refusal(tmp_path, text))
