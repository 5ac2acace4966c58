"""`python -m aura_terminal` is the command `aura-terminal`."""

from __future__ import annotations

import os
import sys

from aura_terminal.app.command_line import main
from aura_terminal.app.program import forget_loader, is_self_contained

if __name__ == "__main__":
    if is_self_contained():
        forget_loader(os.environ)
    sys.exit(main())
