"""Voice vectors: the installed ones, those of one's own, and blends of them."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.tts.languages import get_voice_language

SHAPE = (510, 1, 256)
"""One style vector of 256 per number of tokens: row n - 1 is for n tokens."""
SUFFIXES = {".bin", ".npy", ".npz"}
BLEND_PART = re.compile(r"\s*([^+*\s]+)\s*(?:\*\s*(\d+(?:\.\d+)?|\.\d+)\s*)?")

VoiceVectors = NDArray[np.float32]


class VoiceFileError(Exception):
    """A voice file cannot be used; the message names the file and what was expected."""


class UnknownVoiceError(Exception):
    """No such voice, or a blend that cannot be read."""


def read_voice_file(path: Path) -> Iterator[tuple[str, VoiceVectors]]:
    """Yields (name, vectors) from raw float32 (.bin), one array (.npy) or several named ones (.npz)."""
    try:
        if path.suffix == ".bin":
            raw = np.fromfile(path, dtype="<f4")
            named = {path.stem: raw.reshape(SHAPE) if raw.size == np.prod(SHAPE) else raw}
        elif path.suffix == ".npy":
            named = {path.stem: np.load(path, allow_pickle=False)}
        else:
            with np.load(path, allow_pickle=False) as archive:
                named = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise VoiceFileError(f"Voice file {path} cannot be read: {error}") from error
    for name, vectors in named.items():
        if vectors.shape != SHAPE or vectors.dtype.kind != "f" or not np.isfinite(vectors).all():
            raise VoiceFileError(
                f"Voice file {path}: expected finite float32 of shape {list(SHAPE)} for '{name}', "
                f"found {vectors.dtype} of shape {list(vectors.shape)}."
            )
        yield name, vectors.astype(np.float32)


def read_voices(folder: Path) -> dict[str, VoiceVectors]:
    """All voices of a folder by name. Raises VoiceFileError at the first file that is none."""
    files = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES) if folder.is_dir() else []
    return {name: vectors for path in files for name, vectors in read_voice_file(path)}


class VoiceLibrary:
    """Voices by name. A voice of one's own replaces an installed one of the same name."""

    def __init__(self, installed: Path, own: Path | None = None) -> None:
        self.vectors = read_voices(installed)
        if not self.vectors:
            raise VoiceFileError(f"No voices in {installed}. Run 'npm run setup'.")
        if own:
            self.vectors |= read_voices(own)

    @property
    def names(self) -> list[str]:
        return sorted(self.vectors)

    def resolve(self, spec: str) -> tuple[VoiceVectors, str]:
        """`af_heart`, or a blend `af_heart+am_adam` or `af_heart*0.7+am_adam*0.3` → (vectors, language).

        Weights are scaled to a sum of 1; a part without one counts 1. The first voice decides the language.
        """
        blend = np.zeros(SHAPE, dtype=np.float32)
        total = 0.0
        first = ""
        for part in spec.split("+"):
            match = BLEND_PART.fullmatch(part)
            if not match or match.group(1) not in self.vectors:
                raise UnknownVoiceError(part.strip())
            weight = float(match.group(2) or 1)
            first = first or match.group(1)
            blend += weight * self.vectors[match.group(1)]
            total += weight
        if not total:
            raise UnknownVoiceError(spec)
        return blend / total, get_voice_language(first)
