"""A models folder brought to what assets.json pins: missing or damaged files are fetched, good ones kept."""

import json
import shutil
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from models.asset_sources import SourceError, Sources, format_mb, hash_file


class AssetError(Exception):
    """No source gave the file; the message says what each answered and where to put the file by hand."""


@dataclass(frozen=True)
class Asset:
    """One file: its path below the models folder, what it must be, and where it can come from."""

    path: str
    size: int
    sha256: str
    sources: tuple[dict[str, Any], ...]


def load_assets(manifest: Path, part: str, wanted: Collection[str] = ()) -> list[Asset]:
    """The files of one part ('stt', 'tts' or 'llama'; other parts have none), with {name} filled in.

    wanted: which of the optional models.
    """
    assets = []
    for model in json.loads(manifest.read_text())["models"]:
        if model["part"] != part or model.get("optional", None) not in (None, *wanted):
            continue
        for file in model["files"]:
            sources = json.loads(json.dumps(model["sources"]).replace("{name}", file["name"]))
            path = f"{model['folder']}/{file['name']}"
            assets.append(Asset(path, file["size"], file["sha256"], tuple(sources)))
    return assets


class AssetFolder:
    """The folder and what was verified in it before (`.verified.json`: path → sha256, size, mtime)."""

    def __init__(self, folder: Path, python: str, npm_registry: str, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.say = say
        self.sources = Sources(folder / ".archives", python, npm_registry, say)
        self.stamps_path = folder / ".verified.json"
        self.stamps = self._read_stamps()

    def ensure(self, assets: Iterable[Asset]) -> None:
        """Fetches what is missing or damaged. Raises AssetError."""
        missing = [asset for asset in assets if not self._is_good(asset)]
        for folder, group in groupby(missing, lambda asset: asset.path.rpartition("/")[0]):
            files = list(group)
            size = format_mb(sum(file.size for file in files))
            self.say(f"fetching {folder} ({'1 file' if len(files) == 1 else f'{len(files)} files'}, {size})")
            for file in files:
                self._fetch(file)
        shutil.rmtree(self.sources.archives, ignore_errors=True)

    def _read_stamps(self) -> dict[str, list[object]]:
        try:
            stamps = json.loads(self.stamps_path.read_text())
        except (OSError, ValueError):
            return {}
        return stamps if isinstance(stamps, dict) else {}

    def _is_good(self, asset: Asset) -> bool:
        """Whether the file is there and right; hashed only if size or time changed since the last check."""
        target = self.folder / asset.path
        try:
            status = target.stat()
        except FileNotFoundError:
            return False
        stamp: list[object] = [asset.sha256, status.st_size, status.st_mtime_ns]
        if self.stamps.get(asset.path) == stamp:
            return True
        if status.st_size != asset.size:
            self.say(
                f"{target} is damaged ({status.st_size} bytes instead of {asset.size}): fetching it again"
            )
            return False
        found = hash_file(target)
        if found != asset.sha256:
            self.say(f"{target} is damaged (sha256 {found} instead of {asset.sha256}): fetching it again")
            return False
        self._stamp(asset.path, stamp)
        return True

    def _stamp(self, path: str, stamp: list[object]) -> None:
        self.stamps[path] = stamp
        temporary = self.stamps_path.with_suffix(".part")
        temporary.write_text(json.dumps(self.stamps, indent=0))
        temporary.replace(self.stamps_path)

    def _fetch(self, asset: Asset) -> None:
        target = self.folder / asset.path
        part = target.with_name(target.name + ".part")
        target.parent.mkdir(parents=True, exist_ok=True)
        failures = []
        for source in asset.sources:
            try:
                self.sources.get(source, part, asset.size, asset.sha256)
            except SourceError as error:
                failures.append(f"  {name_source(source)}: {error}")
                continue
            part.replace(target)
            status = target.stat()
            self._stamp(asset.path, [asset.sha256, status.st_size, status.st_mtime_ns])
            return
        answers = "\n".join(failures)
        raise AssetError(
            f"No source gave {asset.path}:\n{answers}\n  By hand: put the file at {target.absolute()} "
            f"({asset.size} bytes, sha256 {asset.sha256}) and run this again."
        )


def name_source(source: dict[str, Any]) -> str:
    """What a source is called in messages."""
    if source["type"] == "url":
        return str(source["url"])
    packages = ", ".join(f"{archive['package']} {archive['version']}" for archive in source["archives"])
    return f"{source['type']} {packages}"
