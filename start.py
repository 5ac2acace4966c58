"""Sets Aura Terminal up in this folder, then opens it or runs its tests.

    python3 start.py          open this terminal; the first time it asks what store it belongs to
    python3 start.py demo     open the demo restaurant
    python3 start.py test     run every check; words after `test` go to pytest
    python3 start.py package  make wheel, sdist and a self-contained build; see package.py
    python3 start.py WORDS    any other words go to aura-terminal

Set-up happens once and again when requirements.lock changes; one that was interrupted is begun anew. It fetches what
a terminal runs on; `test` and `package` fetch the tools they need, the first time they are asked for.
"""

import sys

NEEDED_PYTHON = (3, 11)
if sys.version_info < NEEDED_PYTHON:  # older Pythons read the file so far: keep the syntax of all of it plain
    sys.stderr.write(
        "Aura Terminal needs Python 3.11 or newer, and this is Python %d.%d (%s).\n"
        "On Debian 12: apt install python3 python3-venv. On Windows: the installer of Python's own site;\n"
        "then start again, naming it: python3.11 start.py demo\n" % (sys.version_info[:2] + (sys.executable,))
    )
    sys.exit(2)

import ast
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
LOCK = HERE / "requirements.lock"
RUN_LOCK = HERE / "requirements-run.lock"
"""Out of the other one: what a terminal runs on, without the tools that check and package it."""
NEEDS_TOOLS = ("test", "package")
STAMP = VENV / "set-up-complete"
UNDER_WAY = VENV / "set-up-under-way"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = PROGRAMS / ("python" + SUFFIX)
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
PACKAGES = ("aura_terminal", "sync", "devices")
WRONG_USE, TEMPORARY = 2, 3


class SetUpProblem(Exception):
    """Set-up cannot go on; the text says what happened and what to do next."""

    def __init__(self, sentence: str, code: int = TEMPORARY) -> None:
        super().__init__(sentence)
        self.code = code


class CheckFailed(Exception):
    """A check of the test command did not pass."""

    def __init__(self, name: str, code: int) -> None:
        super().__init__("%s (%d)" % (name, code))
        self.name = name
        self.code = code


def main(words: Sequence[str]) -> int:
    """Set up where that is needed, then do what the words ask; the exit code of what was run."""
    if words and words[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    if words and words[0] == "package" and {"-h", "--help"} & set(words[1:]):
        print(ast.get_docstring(ast.parse((HERE / "package.py").read_text("utf-8"))))
        return 0
    with_tools = bool(words) and words[0] in NEEDS_TOOLS
    try:
        if not is_set_up(with_tools):
            set_up(with_tools)
    except SetUpProblem as problem:
        print("\nAura Terminal is not set up: %s" % problem, file=sys.stderr)
        return problem.code
    except KeyboardInterrupt:
        print("\nSet-up was interrupted; the next start begins it anew.", file=sys.stderr)
        return TEMPORARY
    if words and words[0] == "test":
        return run_tests(words[1:])
    if words and words[0] == "package":
        return hand_over([str(PYTHON), str(HERE / "package.py"), *words[1:]])
    return hand_over([str(PROGRAMS / ("aura-terminal" + SUFFIX)), *words])


def is_set_up(with_tools: bool) -> bool:
    """Whether .venv was completed from this lock, by this Python, in this folder; with the tools if asked."""
    wanted = [stamp(True)] if with_tools else [stamp(True), stamp(False)]
    return STAMP.is_file() and STAMP.read_text("utf-8") in wanted and PYTHON.exists()


def stamp(with_tools: bool) -> str:
    """What set-up depends on: the folder, which scripts in .venv name, then the digest of all else."""
    told = hashlib.sha256()
    for part in (LOCK.read_bytes(), (HERE / "pyproject.toml").read_bytes(), sys.version.encode()):
        told.update(hashlib.sha256(part).digest())
    return "%s\n%s\n%s" % (HERE, told.hexdigest(), "with tools" if with_tools else "to run")


def set_up(with_tools: bool) -> None:
    """Make .venv, fill it from the lock, add what Qt needs of the system, and stamp it when all is there."""
    say("Setting up Aura Terminal in %s (a minute or more, once)." % VENV)
    bring_libraries()
    make_venv()
    say("Installing the locked packages%s ..." % (", with the tools that check and package" if with_tools else ""))
    pip("install", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK if with_tools else RUN_LOCK))
    pip("install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", str(HERE))
    run([str(PYTHON), "-m", "compileall", "-q", *(str(HERE / package) for package in PACKAGES)], "compiling")
    STAMP.write_text(stamp(with_tools), "utf-8")
    UNDER_WAY.unlink()
    say("Set up.")


def make_venv() -> None:
    """A virtual environment of this Python; one that is broken, half made or of another Python is made anew."""
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        bring_packages(["python%d.%d-venv" % sys.version_info[:2]], "Python's venv module is missing.")
    if VENV.exists() and (UNDER_WAY.exists() or venv_was_moved() or not venv_is_of_this_python()):
        shutil.rmtree(VENV)
    VENV.mkdir(exist_ok=True)
    UNDER_WAY.touch()
    STAMP.unlink(missing_ok=True)
    run([sys.executable, "-m", "venv", str(VENV)], "making .venv")


def venv_was_moved() -> bool:
    """Whether .venv was completed in another folder, so that its scripts lead nowhere."""
    return STAMP.is_file() and STAMP.read_text("utf-8").partition("\n")[0] != str(HERE)


def venv_is_of_this_python() -> bool:
    """Whether .venv has a Python that runs and is of this version, and a pip."""
    ask = [str(PYTHON), "-c", "import pip, sys; print(sys.version)"]
    try:
        told = subprocess.run(ask, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return told.returncode == 0 and told.stdout.strip() == sys.version.strip()


def bring_libraries() -> None:
    """Have every shared library that Qt needs of the system, or say which is missing."""
    sys.path.insert(0, str(HERE))
    from aura_terminal.app.system_libraries import missing_libraries, needed_libraries, packages_for

    missing = missing_libraries(needed_libraries(os.environ))
    if missing:
        names = ", ".join(library.name for library in missing)
        bring_packages(packages_for(missing), "Qt needs system libraries that are not here: %s." % names)
    still = missing_libraries(missing)
    if still:
        names = ", ".join(library.name for library in still)
        raise SetUpProblem("%s still cannot be loaded after installing %s." % (names, ", ".join(packages_for(still))))


def bring_packages(packages: Sequence[str], reason: str) -> None:
    """Install Debian packages as root or through sudo, saying so first; elsewhere say what is needed."""
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        raise SetUpProblem("%s Install what Debian calls %s, then start again." % (reason, ", ".join(packages)))
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if as_root and shutil.which("sudo") is None:
        raise SetUpProblem("%s\nAs root, run: %s\nThen start again." % (reason, shlex.join(install)))
    say(reason)
    for command in (["apt-get", "update", "-qq"], [*install, "-qq"]):
        say("Running: %s" % shlex.join([*as_root, *command]))
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run([*as_root, *command], "installing Debian packages", quiet)


def pip(*words: str) -> None:
    """Run the environment's pip; its own words stay visible when it fails."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", words[0], "--quiet", *words[1:]]
    run(command, "installing packages (is the network there? is this Python 3.11 to 3.13, 64 bit?)")


def run(command: Sequence[str], doing: str, environment: "dict[str, str] | None" = None) -> None:
    """Run one step of set-up to its end, or raise `SetUpProblem` naming it."""
    try:
        code = subprocess.run(command, env=environment, check=False).returncode
    except OSError as error:
        raise SetUpProblem("%s failed: %s" % (doing, error)) from error
    if code != 0:
        raise SetUpProblem("%s failed (exit code %d of: %s)." % (doing, code, shlex.join(command)))


def run_tests(extra: Sequence[str]) -> int:
    """Every check, the cheap ones first; stops at the first that fails and names it.

    Types are checked on one core while the other does what needs no types; there tests are collected once, so that
    what pytest makes of their assertions lies ready for all its workers. There are three for two cores: tests wait
    for windows, processes and disks half of their time.
    """
    python = str(PYTHON)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if os.environ.get("CI"):
        environment["INDEPENDENT_PEERS"] = "required"

    def check(name: str, words: Sequence[str]) -> None:
        say("== %s" % name)
        passed(name, subprocess.run([python, *words], cwd=HERE, env=environment, check=False).returncode)

    try:
        check("ruff check", ["-m", "ruff", "check", "."])
        check("ruff format", ["-m", "ruff", "format", "--check", "."])
        with tempfile.TemporaryFile() as told:
            types = subprocess.Popen([python, "-m", "mypy"], cwd=HERE, env=environment, stdout=told, stderr=told)
            try:
                check("lint-imports", ["-c", LINT_IMPORTS])
                check("independent peers", ["-m", "tests.peers", "install"])
                collect = [python, "-m", "pytest", "--collect-only", "-qq", *extra]
                subprocess.run(collect, cwd=HERE, env=environment, stdout=subprocess.DEVNULL, check=False)
                code = types.wait()
            finally:
                types.kill()
                types.wait()
            told.seek(0)
            say("== mypy\n%s" % told.read().decode("utf-8", "replace").rstrip())
        passed("mypy", code)
        check("pytest", ["-m", "pytest", "-n", "3", "--dist", "worksteal", *extra])
    except CheckFailed as failed:
        print("\nThe tests stopped at: %s (exit code %d)." % (failed.name, failed.code), file=sys.stderr)
        return failed.code
    say("\nEvery check passed%s." % (", of the tests those asked for" if extra else ""))
    return 0


def passed(name: str, code: int) -> None:
    """Raise `CheckFailed` where a check did not pass."""
    if code != 0:
        raise CheckFailed(name, code)


def hand_over(command: Sequence[str]) -> int:
    """Become the program where the system can do that, else run it and pass its exit code on."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(command[0], list(command))
    return subprocess.run(command, check=False).returncode


def say(words: str) -> None:
    """Tell the person at the terminal at once."""
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
