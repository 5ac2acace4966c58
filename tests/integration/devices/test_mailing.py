"""Receipts by e-mail: queued like paper, told as it is, and nobody waits for it."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
from aura_terminal.app.node_mail import composed, keep_password, mail_workers
from aura_terminal.app.settings import SettingsProblem
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.domain.paper_ways import MAIL_ROUTE
from aura_terminal.ports.printing import DeviceHealth, HealthKind
from devices.mailing import MailWorker, Security, mail_account
from tests.support.mail_server import MailServer
from tests.support.memory_shop import demo_store, signed_in
from tests.support.memory_spool import MemorySpool
from tests.support.printer_bench import StoppedTime
from tests.support.printer_samples import RECEIPT


class Post:
    """A server, a spool and who carries messages between them."""

    def __init__(self, data: Path) -> None:
        self.server, self.spool, self.time = MailServer(), MemorySpool(), StoppedTime()
        self.healths: list[DeviceHealth] = []
        self.server.open()
        row = DeviceSettings(
            "mail", DeviceKind.MAIL, DeviceModel.SMTP, f"smtp://127.0.0.1:{self.server.port}",
            options=(("security", "none"), ("sender", "shop@example.com"), ("sender_name", "Trattoria Aurora")),
        )  # fmt: skip
        self.worker: MailWorker = mail_workers((row,), data, self.spool, self.time, self.healths.append)["mail"]

    def queue(self, name: str = "a") -> PrintJobId:
        """A receipt for a guest."""
        job = PrintJob(
            PrintJobId(name), SpoolKind.RECEIPT, MAIL_ROUTE, "Receipt R1-042", document=RECEIPT,
            recipient="guest@example.org",
        )  # fmt: skip
        self.spool.add(job, self.time.now())
        return job.job_id


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    post = Post(tmp_path)
    yield post
    post.server.close()


def test_a_receipt_reaches_the_mail_server_as_text_page_and_pdf(post: Post) -> None:
    receipt = post.queue()
    post.worker.step()
    assert post.spool.find(receipt).state is SpoolState.ACCEPTED
    assert post.spool.find(receipt).last_error == "Handed to the mail server for guest@example.org."
    message = email.message_from_bytes(post.server.messages[0])
    assert (message["To"], message["Message-ID"]) == ("guest@example.org", "<a@example.com>")
    assert {part.get_content_type() for part in message.walk()} >= {"text/plain", "text/html", "application/pdf"}
    assert post.healths[-1].kind is HealthKind.MAIL


def test_without_a_network_the_message_waits_and_goes_by_itself(post: Post) -> None:
    post.server.close()
    receipt = post.queue()
    pauses = []
    for _ in range(4):
        pauses.append(post.worker.step())
        post.time.pass_by(pauses[-1])
    assert pauses == [1.0, 2.0, 5.0, 15.0]
    assert post.spool.find(receipt).state is SpoolState.HELD
    assert "messages wait and are tried again" in post.healths[-1].hint
    post.server.open()
    post.worker.step()
    assert post.spool.find(receipt).state is SpoolState.ACCEPTED
    assert len(post.server.messages) == 1


@pytest.mark.parametrize(
    ("command", "answer", "state"),
    [
        ("RCPT", "550 no such user", SpoolState.FAILED),
        ("MAIL", "553 not yours", SpoolState.FAILED),
        ("RCPT", "451 later", SpoolState.HELD),
        ("DATA", "554 spam", SpoolState.FAILED),
    ],
)
def test_what_the_server_refuses_is_told_in_its_words(post: Post, command: str, answer: str, state: SpoolState) -> None:
    post.server.answers[command] = answer
    receipt = post.queue()
    post.worker.step()
    told = post.spool.find(receipt)
    assert (told.state, answer in told.last_error) == (state, True)


def test_a_line_lost_after_the_message_left_is_not_sent_again_by_itself(post: Post) -> None:
    post.server.hangs_up_after_data = True
    receipt = post.queue()
    for _ in range(5):
        post.time.pass_by(post.worker.step() or 1.0)
    assert post.spool.find(receipt).state is SpoolState.UNCONFIRMED
    assert len(post.server.messages) == 1


def test_a_message_the_program_died_over_is_told_as_interrupted(post: Post, tmp_path: Path) -> None:
    receipt = post.queue()
    post.spool.begin_attempt(receipt, post.time.now())
    post.worker.step()
    assert post.spool.find(receipt).state is SpoolState.UNCONFIRMED
    assert post.server.messages == []


def test_the_same_job_is_the_same_message(post: Post) -> None:
    spooled = post.spool.find(post.queue())
    account = mail_account("smtp://mail.example.com", (("sender", "a@example.com"),))
    assert (account.port, account.security) == (587, Security.STARTTLS)
    assert composed(spooled, account, post.time.now()) == composed(spooled, account, post.time.now())
    nobody = replace(spooled, job=replace(spooled.job, recipient=None))
    with pytest.raises(ValueError, match="nothing to mail"):
        composed(nobody, account, post.time.now())


@pytest.mark.parametrize(
    ("address", "options", "said"),
    [
        ("mail.example.com", (("sender", "a@b.c"),), "no mail server"),
        ("smtp://mail.example.com", (), "sender"),
        ("smtp://mail.example.com", (("sender", "a@b.c"), ("security", "yes")), "tls, starttls, none"),
        ("smtp://mail.example.com", (("sender", "a@b.c"), ("pass", "x")), "no option 'pass'"),
    ],
)
def test_an_account_that_cannot_be_used_is_refused_with_its_name(
    tmp_path: Path, address: str, options: tuple[tuple[str, str], ...], said: str
) -> None:
    row = DeviceSettings("mail", DeviceKind.MAIL, DeviceModel.SMTP, address, options=options)
    with pytest.raises(SettingsProblem, match=f"mail cannot be used.*{said}"):
        mail_workers((row,), tmp_path, MemorySpool(), StoppedTime(), lambda health: None)


def test_a_receipt_that_waits_is_mailed_instead_and_one_that_came_out_as_well() -> None:
    store = demo_store()
    marta = signed_in(store.shop)
    spool = MemorySpool(store.journal.jobs)
    for name in ("waits", "out"):
        spool.add(PrintJob(PrintJobId(name), SpoolKind.RECEIPT, "receipt", name, document=RECEIPT), store.clock.now())
    spool.settle(PrintJobId("out"), SpoolState.PRINTED, "", store.clock.now())
    for name, state in (("waits", SpoolState.REDIRECTED), ("out", SpoolState.PRINTED)):
        copy = store.shop.paper.mail(marta, PrintJobId(name), "guest@example.org")
        assert (copy.route, copy.recipient, spool.find(PrintJobId(name)).state) == (
            MAIL_ROUTE, "guest@example.org", state,
        )  # fmt: skip
    for wrong in ("", "guest", "guest@host", "a b@example.org", "x@example.org\r\nBcc: y@example.org"):
        with pytest.raises(NotFound):
            store.shop.paper.mail(marta, PrintJobId("out"), wrong)


def test_the_password_is_kept_outside_of_settings_and_store(tmp_path: Path) -> None:
    keep_password(tmp_path, "mail", "secret words")
    (file,) = (tmp_path / "mail").iterdir()
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("secret words", 0o600)
