"""A card terminal that is connected to nothing: the cashier types the amount there and reads the outcome here."""

from __future__ import annotations

from aura_terminal.domain.telling import told
from aura_terminal.ports.card_reader import (
    CannotTell,
    CardLost,
    QueryOutcome,
    ReaderAbilities,
    ReaderOutcome,
    ReaderRequest,
    ReaderStatus,
    TellStep,
)
from aura_terminal.ports.printing import Confidence, Power

ASK_A_PERSON = told("only the terminal's own slip tells")


class StandAloneReader:
    """Every outcome is for a person to say, so none is ever known here."""

    @property
    def abilities(self) -> ReaderAbilities:
        return ReaderAbilities(can_query=False, is_stand_alone=True, can_refund=True, can_reverse=True)

    def prepare(self, request: ReaderRequest) -> str:
        return ""

    def perform(self, request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
        return CardLost(ASK_A_PERSON)

    def query(self, request: ReaderRequest) -> QueryOutcome:
        return CannotTell(ASK_A_PERSON, is_final=True)

    def cancel(self) -> None:
        """Nobody can be asked."""

    def status(self) -> ReaderStatus:
        return ReaderStatus(Power.UNKNOWN, (), Confidence.UNKNOWN)

    def close(self) -> None:
        """There is nothing to let go."""
