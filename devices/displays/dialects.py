"""How displays of two lines of twenty letters are told what to show: a table of a few bytes each.

Epson DM-D: ESC @ begins, US $ x y places the cursor. CD5220: ESC Q A and ESC Q B write a line, ended by CR. DSP-800:
EOT SOH P n ETB places the cursor at n (31h, and 45h for the second line), EOT SOH C n m ETB
clears. AEDEX: ! # 1 and ! # 2 write a line, ended by CR. LD220: ESC l x y places the cursor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

COLUMNS = 20


@dataclass(frozen=True, slots=True)
class DisplayDialect:
    """What makes the display ready, and what comes before and after each line.

    `never` are letters that would be commands of this dialect: they are shown as blanks.
    """

    begin: bytes
    before_upper: bytes
    before_lower: bytes
    after: bytes = b""
    never: bytes = b""

    def page(self, upper: bytes, lower: bytes) -> bytes:
        """The bytes that write two lines of twenty letters over whatever is shown."""
        blanked = bytes.maketrans(self.never, b" " * len(self.never))
        lines = (upper.translate(blanked), lower.translate(blanked))
        return self.before_upper + lines[0] + self.after + self.before_lower + lines[1] + self.after


DIALECTS: Mapping[str, DisplayDialect] = MappingProxyType(
    {
        "epson_dm": DisplayDialect(b"\x1b@\x0c", b"\x1f$\x01\x01", b"\x1f$\x01\x02"),
        "cd5220": DisplayDialect(b"\x1b@\x0c", b"\x1bQA", b"\x1bQB", b"\r"),
        "dsp800": DisplayDialect(b"\x04\x01C1X\x17", b"\x04\x01P1\x17", b"\x04\x01PE\x17"),
        "aedex": DisplayDialect(b"", b"!#1", b"!#2", b"\r", never=b"#"),
        "ld220": DisplayDialect(b"\x1b@\x0c", b"\x1bl\x01\x01", b"\x1bl\x01\x02"),
    }
)
