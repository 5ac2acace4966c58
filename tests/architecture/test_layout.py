"""The shape of the house: fixed rooms, telling names, files read in one sitting, a text that knows no machine."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from aura_terminal.app.system_libraries import QT_LIBRARIES, WAYLAND_LIBRARIES, packages_for

ROOT = Path(__file__).parents[2]
PACKAGES = ("aura_terminal", "sync", "devices")
ROOMS = {"aura_terminal", "sync", "devices", "resources", "tests"}
ROOMS_ALLOWED = ROOMS | {"docs", ".ci"}
NAMELESS = re.compile(r"(utils?|helpers?|common|misc|managers?|base)")
LONGEST_MODULE = 400
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(work|root|home/\w+|Users/\w+|opt/(wheels|pypi))/")
REGISTRY_HOST = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|deb\.debian\.org|crates\.io|proxy\.golang")
LEFT_BEHIND = re.compile(r"\..*|__pycache__|build|dist|htmlcov|.*\.egg-info")
TEXTS = {".py", ".toml", ".md", ".txt", ".lock", ".cfg", ".sql", ".csv", ".json", ".yml", ".yaml", ".sh", ""}


def project_files() -> list[Path]:
    """The files of the project: what tools and the interpreter leave behind is none of it."""
    files = []
    for place, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name == ".ci" or not LEFT_BEHIND.fullmatch(name)]
        files += [Path(place, name) for name in names if name != ".git"]
    return files


def modules() -> list[Path]:
    return sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))


def test_the_top_level_is_the_fixed_one() -> None:
    rooms = {file.relative_to(ROOT).parts[0] for file in project_files() if len(file.relative_to(ROOT).parts) > 1}
    assert rooms >= ROOMS
    assert rooms <= ROOMS_ALLOWED


def test_the_package_holds_every_room_that_is_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["setuptools"]["packages"]["find"]["include"] == [
        "aura_terminal*",
        "sync*",
        "devices*",
        "resources*",
    ]
    assert project["tool"]["importlinter"]["root_packages"] == list(PACKAGES)
    assert project["project"]["scripts"] == {"aura-terminal": "aura_terminal.app.command_line:main"}


def test_every_file_of_the_resources_is_in_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["*"]
    files = [file for file in project_files() if file.is_relative_to(ROOT / "resources")]
    files = [file for file in files if file.suffix != ".po"]  # what a .qm is compiled from
    assert len(files) > 40
    assert [file.name for file in files if not any(file.match(pattern) for pattern in patterns)] == []


def test_every_import_contract_is_kept() -> None:
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {part for module in modules() for part in module.relative_to(ROOT).with_suffix("").parts}
    assert {part for part in parts if any(NAMELESS.fullmatch(word) for word in part.split("_"))} == set()


def test_no_module_is_too_long_to_read_in_one_sitting() -> None:
    lengths = {str(module.relative_to(ROOT)): len(module.read_text("utf-8").splitlines()) for module in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_the_text_names_no_folder_of_one_machine_and_no_package_registry() -> None:
    found = []
    for file in project_files():
        if file.suffix in TEXTS and file != Path(__file__):
            text = file.read_text("utf-8")
            found += [f"{file.relative_to(ROOT)}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
            found += [f"{file.relative_to(ROOT)}: {match[0]}" for match in REGISTRY_HOST.finditer(text)]
    assert found == []


def test_start_py_can_be_read_by_the_pythons_it_has_to_refuse() -> None:
    ast.parse((ROOT / "start.py").read_text("utf-8"), feature_version=(3, 6))


def test_python_is_refused_where_the_package_refuses_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["requires-python"] == ">=3.11"
    assert "NEEDED_PYTHON = (3, 11)\n" in (ROOT / "start.py").read_text("utf-8")


def test_every_dependency_of_the_package_is_locked_to_the_version_it_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {entry.split(";")[0].strip().lower() for entry in project["dependencies"]}
    wanted |= {entry.split(";")[0].strip().lower() for entry in project["optional-dependencies"]["dev"]}
    locked = {line.split(" ")[0].lower() for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines()}
    assert wanted - locked == set()


def test_the_readme_names_every_package_qt_needs() -> None:
    words = set(re.findall(r"[\w.+-]+", (ROOT / "README.md").read_text("utf-8")))
    assert set(packages_for(QT_LIBRARIES + WAYLAND_LIBRARIES)) - words == set()
