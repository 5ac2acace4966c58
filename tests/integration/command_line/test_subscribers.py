"""`subscriber add`, `list` and `remove`: what they change, what they refuse, and where the secret is."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from aura_terminal.app.opening import opened
from aura_terminal.app.settings import read_settings
from aura_terminal.app.subscriber_secrets import read_secret
from aura_terminal.domain.central import CentralRefused, RecordId
from aura_terminal.domain.events import Event
from aura_terminal.store.locks import Role
from tests.integration.command_line.asking import ask

URL = "https://books.example/hooks"
EVENTS = "shift.closed,transaction.completed"
SECRET = "sixteen characters at least"
ADD = ("subscriber", "add", "books", "--url", URL, "--events", EVENTS)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it."""
    folder = tmp_path_factory.mktemp("store") / "data"
    done = ask("init", "--data", folder, "--store", "Here", "--shop", "empty", "--country", "DE")
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def folder(empty: Path) -> Iterator[Path]:
    """The same, with nobody subscribed before and after."""
    settings = empty / "settings.toml"
    before = settings.read_text("utf-8")
    yield empty
    settings.write_text(before, "utf-8")


def test_a_subscriber_is_added_with_a_secret_that_is_shown_once_and_kept_out_of_settings(folder: Path) -> None:
    done = ask(*ADD, "--data", folder, "--json")
    assert done.code == 0, done.err
    secret = done.json["secret"]
    assert (done.json["name"], done.json["url"], len(secret) >= 32) == ("books", URL, True)
    (known,) = read_settings(folder, {}, {}).subscribers
    assert (known.name, known.url, known.events) == ("books", URL, (Event.SHIFT_CLOSED, Event.SALE))
    assert abs((datetime.now(UTC) - known.since).total_seconds()) < 60
    assert secret not in (folder / "settings.toml").read_text("utf-8")
    kept = folder / "subscriber" / "books.secret"
    assert (json.loads(kept.read_bytes())["secret"], stat.S_IMODE(kept.stat().st_mode)) == (secret, 0o600)
    listed = ask("subscriber", "list", "--data", folder, "--json")
    assert secret not in listed.out
    (row,) = listed.json["subscribers"]
    assert (row["has_secret"], row["sent"], row["pending"], row["parked"]) == (True, 0, 0, 0)
    again = ask(*ADD, "--data", folder)
    assert (again.code, "subscriber remove books" in again.err) == (2, True)
    gone = ask("subscriber", "remove", "books", "--data", folder, "--json")
    assert (gone.code, gone.json) == (0, {"removed": "books", "given_up": 0})
    assert secret not in kept.read_text("utf-8")
    assert read_settings(folder, {}, {}).subscribers == ()


def test_a_secret_of_ones_own_is_read_from_standard_input_and_shown_nowhere(folder: Path) -> None:
    with patch("sys.stdin", io.StringIO(f"{SECRET}\n")):
        done = ask(*ADD, "--secret-stdin", "--data", folder)
    assert done.code == 0, done.err
    assert SECRET not in done.out + done.err
    kept = folder / "subscriber" / "books.secret"
    assert json.loads(kept.read_bytes())["secret"] == SECRET
    assert ask("subscriber", "remove", "books", "--data", folder).code == 0
    assert json.loads(kept.read_bytes())["secret"] == "", "only when it was taken away is known"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("add", "Books & Co", "--url", URL, "--events", EVENTS), "The name is 'Books & Co', but has to be a name of"),
        (("add", "--url", URL, "--events", EVENTS), "A subscriber needs the name"),
        (("add", "books", "--events", EVENTS), "A subscriber needs --url: an address such as"),
        (("add", "books", "--url", URL), "A subscriber needs --events: a list of some of"),
        (("add", "books", "--url", "http://books.example/x", "--events", EVENTS), "http:// only to"),
        (
            ("add", "books", "--url", "https://me:secret@books.example", "--events", EVENTS),
            "without a name, a",
        ),
        (("add", "books", "--url", "https://books.example:99999/", "--events", EVENTS), "--url is"),
        (("add", "books", "--url", "books.example", "--events", EVENTS), "--url is 'books.example'"),
        (("add", "books", "--url", URL, "--events", "shift.opened"), '"customer.created"'),
        (("add", "books", "--url", URL, "--events", EVENTS, "--since", "monday"), "a moment with its zone"),
        (
            ("add", "books", "--url", URL, "--events", EVENTS, "--since", "2026-05-31T22:00:00"),
            "a moment with its zone",
        ),
        (("remove", "bakery"), "There is no subscriber 'bakery' here. There are: none."),
    ],
)
def test_bad_input_is_refused_in_words_and_changes_nothing(folder: Path, wrong: tuple[str, ...], said: str) -> None:
    before = (folder / "settings.toml").read_bytes()
    done = ask("subscriber", *wrong, "--data", folder)
    assert done.code == 2
    assert said in done.err
    assert (folder / "settings.toml").read_bytes() == before


def test_a_short_secret_is_refused(folder: Path) -> None:
    with patch("sys.stdin", io.StringIO("short\n")):
        done = ask(*ADD, "--secret-stdin", "--data", folder)
    assert (done.code, "at least 16 characters" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (f'name = "a"\nurl = "{URL}"\nevents = ["shift.closed"]', "A subscriber has no `since`"),
        (f'name = "a"\nurl = "{URL}"\nevents = []\nsince = "2026-05-31T22:00:00Z"', "A subscriber has no `events`"),
        (f'name = "a"\nurl = "{URL}"\nevents = ["x"]\nsince = "2026-05-31T22:00:00Z"', "`events`"),
        ('name = "a"\nurl = "ftp://a"\nevents = ["shift.closed"]\nsince = "2026-05-31T22:00:00Z"', "`url`"),
        (
            f'name = "a"\nadress = "{URL}"\nurl = "{URL}"\nevents = ["shift.closed"]\nsince = 2026-05-31T22:00:00Z',
            "adress",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_named_with_its_line(folder: Path, table: str, said: str) -> None:
    file = folder / "settings.toml"
    before = file.read_text("utf-8")
    line = len(before.splitlines()) + 1
    file.write_text(f"{before}\n[[subscriber]]\n{table}\n", "utf-8")
    done = ask("subscriber", "list", "--data", folder)
    assert (done.code, said in done.err) == (2, True)
    assert any(f"line {number}" in done.err for number in range(line, line + 8))


def test_more_subscribers_than_terminals_can_tell_each_other_of_are_refused(folder: Path) -> None:
    file = folder / "settings.toml"
    table = (
        '[[subscriber]]\nname = "s{number}"\nurl = "{url}"\nevents = ["shift.closed"]\nsince = 2026-05-31T22:00:00Z\n'
    )
    file.write_text(file.read_text("utf-8") + "".join(table.format(number=each, url=URL) for each in range(8)), "utf-8")
    assert len(read_settings(folder, {}, {}).subscribers) == 8
    done = ask(*ADD, "--data", folder)
    assert (done.code, "more than 8 subscribers" in done.err) == (2, True)
    assert read_secret(folder, "", "books").secret == ""


def test_what_failed_is_set_aside_with_a_reason_when_its_subscriber_goes(folder: Path) -> None:
    assert ask(*ADD, "--data", folder).code == 0
    record = RecordId("subscriber.books/shift/s1")
    with opened(folder, Role.TOOL) as store:
        no = CentralRefused(record, "shift.closed", "d", 500, "undelivered", "oh", datetime.now(UTC))
        store.store.central_book.keep((no,))
    done = ask("subscriber", "remove", "books", "--data", folder, "--json")
    assert (done.code, done.json["given_up"]) == (0, 1)
    with opened(folder, Role.TOOL) as store:
        assert store.shop.reads.central.centre(10) == ()
        assert store.store.central_book.picture.record(record).set_aside == {"shift.closed": "d"}


def test_a_subscriber_with_something_untold_is_kept_unless_that_is_given_up(folder: Path) -> None:
    assert ask(*ADD, "--since", "2020-01-01T00:00:00Z", "--data", folder).code == 0
    with opened(folder, Role.TOOL) as store:
        store.store.central_book.planned("subscriber.books", (), [RecordId("subscriber.books/shift/s2")])
    done = ask("subscriber", "remove", "books", "--data", folder)
    assert (done.code, "--give-up" in done.err) == (2, True)
    assert len(read_settings(folder, {}, {}).subscribers) == 1
    done = ask("subscriber", "remove", "books", "--give-up", "--data", folder)
    assert done.code == 0
    assert "never hears of" in done.out


@pytest.mark.parametrize("form", ["subscriber = [{row}]\n{rest}", '{rest}[["subscriber"]]\n{table}'])
def test_one_that_was_written_by_hand_in_a_way_of_its_own_is_not_half_removed(folder: Path, form: str) -> None:
    assert ask(*ADD, "--data", folder).code == 0
    file = folder / "settings.toml"
    rest, _, table = file.read_text("utf-8").partition("[[subscriber]]\n")
    row = ", ".join(table.strip().splitlines())
    before = form.format(rest=rest, table=table, row=f"{{{row}}}")
    file.write_text(before, "utf-8")
    done = ask("subscriber", "remove", "books", "--data", folder)
    assert (done.code, "take it out by hand" in done.err) == (2, True)
    assert file.read_text("utf-8") == before
    listed = ask("subscriber", "list", "--data", folder, "--json")
    assert [one["has_secret"] for one in listed.json["subscribers"]] == [True]


def test_one_of_several_is_removed_and_every_other_line_stays(folder: Path) -> None:
    for name in ("one", "two", "three"):
        assert ask("subscriber", "add", name, "--url", URL, "--events", EVENTS, "--data", folder).code == 0
    file = folder / "settings.toml"
    text = file.read_text("utf-8").replace('name = "two"', 'name = "two"  # the bakery')
    file.write_text(text + "\n# the end\n", "utf-8")
    assert ask("subscriber", "remove", "two", "--data", folder).code == 0
    assert [one.name for one in read_settings(folder, {}, {}).subscribers] == ["one", "three"]
    after = file.read_text("utf-8")
    assert "the bakery" not in after
    assert "# the end" in after
    for name in ("one", "three"):
        assert ask("subscriber", "remove", name, "--data", folder).code == 0
