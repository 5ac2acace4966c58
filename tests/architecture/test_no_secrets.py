"""No text of the project holds a secret: a key, a token, a password that opens anything."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.architecture.planted_secrets import secrets_in
from tests.architecture.test_layout import ROOT, TEXTS, project_files

PASSED_OVER = (ROOT / "requirements.lock", ROOT / "requirements-run.lock", Path(__file__))
TOLD = "0123456789abcdefABCDEFGH"
SIGNS = "q7Zr1Tx9Lk3Vw5Bn8Ms2Pd6Fh4Jg0YcW"


def test_no_text_of_the_project_holds_a_secret() -> None:
    found = []
    for file in project_files():
        if file.suffix in TEXTS and file.suffix != ".lock" and file != ROOT / "tests/architecture/test_no_secrets.py":
            found += [f"{file.relative_to(ROOT)}: {what}: {how}" for what, how in secrets_in(file.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        f"-----BEGIN EC PRIVATE KEY-----\n{TOLD}",
        "AKIA" + TOLD[:16].upper(),
        f"sk_live_{TOLD}",
        f"whsec_{TOLD}",
        f"ghp_{SIGNS}abcd",
        f"xoxb-{TOLD}",
        f"AIza{SIGNS}abc",
        f"sk-ant-{SIGNS}abcd",
        f"eyJ{TOLD}.eyJ{TOLD}.{TOLD}",
        "postgresql://till:Sommer2026x@db.example/shop",
        f'API_KEY = "{SIGNS}"',
        f"client_secret: '{SIGNS}'",
        f'{{"token": "{SIGNS}"}}',
    ],
)
def test_a_secret_somebody_leaves_is_seen(planted: str) -> None:
    assert [what for what, _ in secrets_in(f"some words\n{planted}\nmore words")] != []


@pytest.mark.parametrize(
    "words",
    [
        'PASSWORD = "password of the account"',
        'token = "not-a-secret-at-all"',
        "https://{user}:{password}@host",
        "sk_live_",
    ],
)
def test_what_only_speaks_of_secrets_stays(words: str) -> None:
    assert list(secrets_in(words)) == []


def test_no_file_that_is_kept_is_one_that_holds_secrets_by_its_name() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this tree is no checkout")
    ends = (".pem", ".key", ".p12", ".pfx", ".jks", ".env", ".netrc", "id_rsa", "id_ed25519", ".sqlite", ".sqlite-wal")
    assert [name for name in listed.stdout.splitlines() if name.lower().endswith(ends)] == []
