"""The installer against a local HTTP server that serves, truncates and lies: faults are its subject."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from models.asset_folder import AssetError, AssetFolder, load_assets
from models.install import LOCKS, TESTED_MODELS, InstallError, Venv

CONTENT = bytes(range(256)) * 2000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
INSTALL = Path(__file__).with_name("install.py")


class Hub(BaseHTTPRequestHandler):
    """/good serves the file, /lie the same number of other bytes, /short breaks off; all else is 404."""

    asked: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        asked_range = self.headers.get("Range")
        self.asked.append((self.path, asked_range))
        body = {"/good": CONTENT, "/short": CONTENT, "/lie": b"x" * len(CONTENT)}.get(self.path)
        if body is None:
            self.send_error(404)
            return
        start = int(re.findall(r"\d+", asked_range)[0]) if asked_range else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start : len(body) // 2] if self.path == "/short" else body[start:])

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def hub() -> Iterator[str]:
    Hub.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def ensure(folder: Path, *urls: str) -> list[str]:
    """Brings a folder to a table with one file that has these sources; returns what was said."""
    sources = [{"type": "url", "url": url} for url in urls]
    file = {"name": "model.bin", "size": len(CONTENT), "sha256": SHA256}
    model = {"part": "stt", "folder": "tiny", "sources": sources, "files": [file]}
    manifest = folder / "assets.json"
    manifest.write_text(json.dumps({"models": [model]}))
    said: list[str] = []
    AssetFolder(folder, sys.executable, "http://127.0.0.1:1", said.append).ensure(
        load_assets(manifest, "stt")
    )
    assert (folder / "tiny/model.bin").read_bytes() == CONTENT
    assert not list(folder.rglob("*.part"))
    return said


def test_fetches_once_and_then_trusts_its_stamp(hub: str, tmp_path: Path) -> None:
    assert ensure(tmp_path, f"{hub}/good") == ["fetching tiny (1 file, 0.5 MB)"]
    assert ensure(tmp_path, f"{hub}/good") == []
    assert len(Hub.asked) == 1


def test_accepts_a_file_placed_by_hand(hub: str, tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny/model.bin").write_bytes(CONTENT)
    ensure(tmp_path, f"{hub}/good")
    assert Hub.asked == []


@pytest.mark.parametrize("damaged", [CONTENT[:-1], b"", b"y" + CONTENT[1:]])
def test_repairs_a_damaged_file(hub: str, tmp_path: Path, damaged: bytes) -> None:
    ensure(tmp_path, f"{hub}/good")
    (tmp_path / "tiny/model.bin").write_bytes(damaged)
    said = ensure(tmp_path, f"{hub}/good")
    assert "is damaged" in said[0]


def test_goes_on_where_an_interrupted_download_stopped(hub: str, tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny/model.bin.part").write_bytes(CONTENT[:1000])
    ensure(tmp_path, f"{hub}/good")
    assert Hub.asked == [("/good", "bytes=1000-")]


def test_starts_over_when_the_interrupted_half_was_wrong(hub: str, tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny/model.bin.part").write_bytes(b"<html>")
    ensure(tmp_path, f"{hub}/good")
    assert Hub.asked == [("/good", "bytes=6-"), ("/good", None)]


def test_takes_the_next_source_when_one_lies_is_missing_or_unreachable(hub: str, tmp_path: Path) -> None:
    ensure(tmp_path, "http://127.0.0.1:1/refused", f"{hub}/none", f"{hub}/lie", f"{hub}/good")
    assert [path for path, _ in Hub.asked] == ["/none", "/lie", "/good"]


def test_a_connection_that_breaks_off_is_resumed_by_the_next_run(hub: str, tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="ended 256000 bytes early"):
        ensure(tmp_path, f"{hub}/short")
    ensure(tmp_path, f"{hub}/good")
    assert Hub.asked[-1] == ("/good", "bytes=256000-")


def test_when_all_fail_every_source_and_the_place_by_hand_are_named(hub: str, tmp_path: Path) -> None:
    with pytest.raises(AssetError) as caught:
        ensure(tmp_path, f"{hub}/lie", f"{hub}/none")
    lines = str(caught.value).splitlines()
    assert lines[0] == "No source gave tiny/model.bin:"
    assert f"{hub}/lie: gave other content: sha256" in lines[1]
    assert f"{hub}/none: HTTP 404" in lines[2]
    assert f"put the file at {tmp_path / 'tiny/model.bin'} (512000 bytes, sha256 {SHA256})" in lines[3]


def test_an_environment_of_someone_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "theirs.txt").write_text("precious")
    with pytest.raises(InstallError, match="was not made by this script"):
        Venv(tmp_path).ensure(["stt"])
    assert (tmp_path / "theirs.txt").exists()


def test_a_half_installed_or_broken_environment_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_lock = tmp_path / "requirements.txt"
    empty_lock.write_text("")
    monkeypatch.setitem(LOCKS, "stt", empty_lock)
    venv = Venv(tmp_path / "venv")
    venv.folder.mkdir()
    venv.stamp_path.write_text('{"building": true}')
    (venv.folder / "half").write_text("")
    venv.ensure(["stt"])
    assert not (venv.folder / "half").exists()
    venv.python.unlink()
    venv.ensure(["stt"])
    assert venv.python.exists()


def test_unknown_part_is_refused_with_the_known_ones() -> None:
    ran = subprocess.run([sys.executable, INSTALL, "stt", "vision"], capture_output=True, text=True)
    assert ran.returncode == 2
    assert re.search(
        r"invalid choice: 'vision' \(choose from '?dev'?, '?llama'?, '?stt'?, '?tts'?\)", ran.stderr
    )


def test_a_second_installation_waits_for_the_first(tmp_path: Path) -> None:
    holder = "import sys; sys.path.insert(0, sys.argv[1]); from models.install import *\n"
    holder += "with hold_lock(Path(sys.argv[2])): print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holder, str(INSTALL.parent.parent), str(tmp_path / "lock")]

    def start() -> "subprocess.Popen[str]":
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    with start() as first, start() as second:
        said = [process.stdout.readline() for process in (first, second) if process.stdout]
        assert sorted(line.split()[0] for line in said) == ["another", "held"]
        first.kill()
        second.kill()


def test_the_locks_agree_on_every_version() -> None:
    """stt, tts and dev are installed into one environment."""
    versions: dict[str, set[str]] = {}
    for lock in LOCKS.values():
        pins: dict[str, list[str]] = {}
        for name, rest in re.findall(r"^([\w.-]+)==([^\\\n]+)", lock.read_text(), re.MULTILINE):
            pins.setdefault(name, []).append(rest.strip())
        for name, found in pins.items():
            versions.setdefault(name, set()).add(" | ".join(found))
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_model_file_has_a_publisher_and_what_tests_need_a_package_source() -> None:
    manifest = INSTALL.with_name("assets.json")
    assert len([asset for part in LOCKS for asset in load_assets(manifest, part)]) == 4 + 1 + 1 + 54 + 1
    files = [asset for part in LOCKS for asset in load_assets(manifest, part, TESTED_MODELS)]
    assert len(files) == 4 + 4 + 1 + 1 + 54 + 1
    for file in files:
        sources = [source["type"] for source in file.sources]
        language_model = file.path.endswith(".gguf")  # No package carries one.
        assert sources in ([["url"]] if language_model else [["url", "pypi"], ["url", "npm"]])
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
        assert os.path.normpath(file.path) == file.path
