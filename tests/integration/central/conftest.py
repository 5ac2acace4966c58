"""A central for each test, on SQLite, and on PostgreSQL where AURA_CENTRAL_PG names a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from sync.central.api import passwords
from tests.support.own_central import (
    PG,
    OwnCentral,
    build,
    copied,
    demo_documents,
    documented_documents,
    drop_postgresql,
    new_postgresql,
    serve,
)

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Verifiers that cost a test nothing; what they cost in earnest is a test of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database."""
    if request.param == "postgresql" and not os.environ.get(PG):
        pytest.skip(f"{PG} names no server")
    return str(request.param)


@pytest.fixture(scope="session")
def demo_template(kind: str, quick_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the demo shop."""
    yield from _template(kind, f"central_demo_{os.getpid()}", tmp_path_factory, demo_documents())


@pytest.fixture(scope="session")
def documented_template(kind: str, quick_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the shop of the documents' examples."""
    yield from _template(kind, f"central_doc_{os.getpid()}", tmp_path_factory, documented_documents())


@pytest.fixture
def central(demo_template: str, tmp_path: Path) -> Iterator[OwnCentral]:
    """A central with the demo shop."""
    yield from _served(demo_template, tmp_path, f"central_test_{os.getpid()}")


@pytest.fixture
def documented(documented_template: str, tmp_path: Path) -> Iterator[OwnCentral]:
    """A central with the shop of the documents' examples."""
    yield from _served(documented_template, tmp_path, f"central_test_{os.getpid()}")


def _template(kind: str, name: str, folders: pytest.TempPathFactory, documents: tuple[object, ...]) -> Iterator[str]:
    if kind == "sqlite":
        url = f"sqlite:///{folders.mktemp(name)}/central.sqlite"
        build(url, documents)  # type: ignore[arg-type]  # a tuple of documents, as fixtures hand it on
        yield url
        return
    url = new_postgresql(name)
    build(url, documents)  # type: ignore[arg-type]  # a tuple of documents, as fixtures hand it on
    yield url
    drop_postgresql(name)


def _served(template: str, folder: Path, name: str) -> Iterator[OwnCentral]:
    central = serve(copied(template, folder, name))
    yield central
    central.close()
    if not template.startswith("sqlite"):
        drop_postgresql(name)
