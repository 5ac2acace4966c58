"""`python -m aura_terminal` is the command `aura-terminal`."""

from __future__ import annotations

import sys

from aura_terminal.app.command_line import main

if __name__ == "__main__":
    sys.exit(main())
