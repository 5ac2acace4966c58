"""The bill of materials names every locked package with its hashes, and an altered installation is seen."""

from __future__ import annotations

import json
import re
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

import materials
from tests.architecture.test_layout import ROOT

LOCKED = """# made by a tool
alpha==1.0 \\
    --hash=sha256:{0} \\
    --hash=sha256:{1}
Beta_Two==2.1 ; sys_platform == 'win32' \\
    --hash=sha256:{0}
gamma==3.0
""".format("a" * 64, "b" * 64)


def package(folder: Path, name: str, version: str, text: str = "print('hello')\n") -> PathDistribution:
    """An installed package of one module, with its record."""
    module = folder / f"{name}.py"
    module.write_text(text, "utf-8")
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
    digest = materials._digest(module)
    (info / "RECORD").write_text(f"{name}.py,sha256={digest},{len(text)}\n{name}.dist-info/RECORD,,\n", "utf-8")
    return PathDistribution(info)


def test_a_lock_is_read_with_every_hash() -> None:
    assert materials.locked(LOCKED) == (
        materials.Locked("alpha", "1.0", ("a" * 64, "b" * 64)),
        materials.Locked("beta-two", "2.1", ("a" * 64,)),
        materials.Locked("gamma", "3.0", ()),
    )


def test_the_bill_of_this_tree_names_all_of_its_lock(tmp_path: Path) -> None:
    made = json.loads(materials.write(tmp_path, "0.1.0").read_text("utf-8"))
    entries = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert [(one["name"], one["version"]) for one in made["components"]] == [
        (materials.normal(name), version) for name, version in entries
    ]
    assert all(one["externalReferences"][0]["hashes"] for one in made["components"])
    scopes = {one["name"]: one["scope"] for one in made["components"]}
    assert (scopes["pyside6-essentials"], scopes["httpcore"], scopes["pytest"]) == ("required", "required", "excluded")
    assert made == json.loads(materials.write(tmp_path, "0.1.0").read_text("utf-8"))


def test_what_was_altered_after_it_was_installed_is_named(tmp_path: Path) -> None:
    alpha = package(tmp_path, "alpha", "1.0")
    packages = materials.locked(LOCKED)[:1]
    assert list(materials.differences(packages, [alpha])) == []
    (tmp_path / "alpha.py").write_text("print('other')\n", "utf-8")
    assert list(materials.differences(packages, [alpha])) == ["alpha: alpha.py is not as it was installed"]


def test_the_audit_says_what_differs_and_how_much_was_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alpha = package(tmp_path, "alpha", "1.0")
    packages = materials.locked(LOCKED)[:1]
    assert materials.audit(packages, [alpha]) == 0
    assert capsys.readouterr().out == "1 packages locked, 1 installed, 0 differences.\n"
    (tmp_path / "alpha.py").unlink()
    assert materials.audit(packages, [alpha]) == 1
    assert capsys.readouterr().out.startswith("alpha: alpha.py is not as it was installed\n")


def test_another_version_a_stranger_and_an_entry_without_hashes_are_named(tmp_path: Path) -> None:
    installed = [package(tmp_path, "alpha", "1.1"), package(tmp_path, "delta", "0.1"), package(tmp_path, "pip", "26")]
    assert list(materials.differences(materials.locked(LOCKED), installed)) == [
        "gamma 3.0 is locked without the hashes of its files",
        "alpha 1.1 is installed and 1.0 is locked",
        "delta 0.1 is installed and not locked",
    ]
