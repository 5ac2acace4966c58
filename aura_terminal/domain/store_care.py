"""What was done with a terminal's store as a whole: copied, written out, gone back to, encrypted; as documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aura_terminal.domain.staff import Approval


class CareAct(StrEnum):
    """What somebody did with the store."""

    BACK_UP = "back_up"
    SEAL = "seal"
    RESTORE = "restore"
    ENCRYPT = "encrypt"
    DECRYPT = "decrypt"
    UNLOCK = "unlock"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class StoreCare:
    """The last act of one kind at one terminal; those before stay in the journal. `copy` names what was gone back to.

    A copy is noted before it is made, so that it holds its own note.
    """

    id: str
    terminal: str
    act: CareAct
    at: datetime
    allowed: Approval
    copy: str = ""
