from pathlib import Path

import numpy as np
import pytest

from models.tts.settings import Settings
from models.tts.voices import SHAPE, UnknownVoiceError, VoiceFileError, VoiceLibrary

INSTALLED = Settings().kokoro_dir / "voices"


def test_all_installed_voices_load() -> None:
    assert len(VoiceLibrary(INSTALLED).names) == 54


def test_blends_are_weighted_means_and_speak_the_first_voices_language() -> None:
    library = VoiceLibrary(INSTALLED)
    heart, george = library.vectors["af_heart"], library.vectors["bm_george"]
    even, language = library.resolve("bm_george+af_heart")
    np.testing.assert_allclose(even, (heart + george) / 2, rtol=1e-4, atol=1e-6)
    assert language == "en-gb"
    weighted, language = library.resolve(" af_heart * 3 + bm_george*1 ")
    np.testing.assert_allclose(weighted, 0.75 * heart + 0.25 * george, rtol=1e-4, atol=1e-6)
    assert language == "en-us"


@pytest.mark.parametrize(
    "spec", ["", "+", "nobody", "af_heart+", "af_heart*x", "af_heart*0", "af_heart*-1", "../af_heart"]
)
def test_unknown_voices_and_unreadable_blends_are_refused(spec: str) -> None:
    with pytest.raises(UnknownVoiceError):
        VoiceLibrary(INSTALLED).resolve(spec)


def test_own_voices_of_every_format_are_added(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).normal(size=SHAPE).astype(np.float32)
    vectors.tofile(tmp_path / "ef_mine.bin")
    np.save(tmp_path / "mine.npy", vectors.astype(np.float64))
    np.savez(tmp_path / "more.npz", one=vectors, two=vectors)
    (tmp_path / "README.md").write_text("not a voice")
    library = VoiceLibrary(INSTALLED, tmp_path)
    assert len(library.names) == 58
    assert library.resolve("ef_mine")[1] == "es"
    for name in ("mine", "one", "two"):
        np.testing.assert_allclose(library.resolve(name)[0], vectors, rtol=1e-6)


def test_bad_voice_files_are_named_with_what_was_expected(tmp_path: Path) -> None:
    path = tmp_path / "broken.bin"
    for content in (b"", b"\x00" * 10, np.full(SHAPE, np.nan, np.float32).tobytes()):
        path.write_bytes(content)
        with pytest.raises(VoiceFileError, match=r"broken\.bin.*\[510, 1, 256\]"):
            VoiceLibrary(INSTALLED, tmp_path)
    path.unlink()
    (tmp_path / "torn.npz").write_bytes(b"PK\x03\x04 not a zip")
    with pytest.raises(VoiceFileError, match=r"torn\.npz"):
        VoiceLibrary(INSTALLED, tmp_path)
