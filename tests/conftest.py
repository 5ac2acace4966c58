"""What holds for every test: nobody's keyring is asked, neither the one of this desktop nor one that a test defines."""

from __future__ import annotations

import os


def pytest_configure() -> None:
    """No keyring answers, in this process or in those that tests start; a test that needs one sets it itself."""
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
