"""Gift cards on paper: the printer gets the number, the spool never does, and a number that does not come waits."""

from __future__ import annotations

from aura_terminal.app.value_paper import NumberPrinter
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import ValueAccountId
from aura_terminal.domain.paper import PaperDocument, PrintJobId, QrCode
from aura_terminal.domain.value_numbers import TEMPLATE, check_number, stand_in
from aura_terminal.ports.printing import Accepted, Held, Power, PrinterStatus, PrintOutcome
from aura_terminal.store.pins import LIGHT, Argon2Vault

CARD = ValueAccountId("019e2cb0-1dc0-7c21-a29f-6fbed82c07cd")
SLIP = PaperDocument(TEMPLATE, 1, (QrCode(stand_in(CARD, 1)),))


class Paper:
    """A printer that keeps what it was given."""

    def __init__(self) -> None:
        self.out: list[PaperDocument] = []

    def open(self) -> None:
        """Nothing to reach."""

    def close(self) -> None:
        """Nothing to let go."""

    def status(self) -> PrinterStatus:
        """Nobody knows."""
        return PrinterStatus(Power.UNKNOWN)

    def print(self, job_id: PrintJobId, document: PaperDocument) -> PrintOutcome:
        """Keep it."""
        self.out.append(document)
        return Accepted()

    def resume(self) -> PrintOutcome | None:
        """Nothing waits inside."""
        return None

    def cancel(self) -> None:
        """Nothing is under way."""


def test_the_number_is_filled_in_on_the_way_to_the_printer() -> None:
    paper, vault = Paper(), Argon2Vault(lambda: bytes(32), LIGHT)
    assert NumberPrinter(paper, vault.value_number).print(PrintJobId("j"), SLIP) == Accepted()
    number = vault.value_number(CARD, 1)
    assert paper.out == [PaperDocument(TEMPLATE, 1, (QrCode(number),))]
    assert check_number(number) == number


def test_a_number_follows_from_the_stores_key_the_account_and_the_issue() -> None:
    vault, other = Argon2Vault(lambda: bytes(32), LIGHT), Argon2Vault(lambda: b"k" * 32, LIGHT)
    numbers = {
        vault.value_number(CARD, 1), vault.value_number(CARD, 2), other.value_number(CARD, 1),
        vault.value_number(ValueAccountId("another"), 1),
    }  # fmt: skip
    assert len(numbers) == 4
    assert Argon2Vault(lambda: bytes(32), LIGHT).value_number(CARD, 1) in numbers


def test_paper_waits_where_the_number_does_not_come() -> None:
    def silent(account_id: ValueAccountId, issue: int) -> str:
        raise Unavailable("Store", "it is closed")

    paper = Paper()
    assert isinstance(NumberPrinter(paper, silent).print(PrintJobId("j"), SLIP), Held)
    assert paper.out == []
