"""The benchmarks of this program: `python tests/benchmarks/run.py [--only NAME] [--quick]`; see the README beside."""

import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])  # the project's own folder, whatever this is run from
    sys.exit(import_module("tests.benchmarks.command").main())
