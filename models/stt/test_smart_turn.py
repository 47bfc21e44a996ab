from pathlib import Path

import numpy as np
import pytest

from models.stt.model import ModelError
from models.stt.settings import Settings
from models.stt.smart_turn import FILE, FOLDER, SmartTurn, load_smart_turn

RATE_HZ = 16_000


def test_tells_the_end_of_a_question_from_its_middle(smart_turn: SmartTurn, speech: np.ndarray) -> None:
    quiet = np.zeros(RATE_HZ // 5, dtype=np.float32)
    whole = smart_turn.score(np.concatenate([speech, quiet]))
    # "What are your opening ho"
    part = smart_turn.score(np.concatenate([speech[: int(1.45 * RATE_HZ)], quiet]))
    assert 0 <= part < 0.5 < whole <= 1


@pytest.mark.parametrize("seconds", [0, 0.01, 8, 60])
def test_takes_audio_of_any_length_and_hears_the_last_seconds(
    smart_turn: SmartTurn, speech: np.ndarray, seconds: float
) -> None:
    before = np.random.default_rng(3).standard_normal(int(seconds * RATE_HZ)).astype(np.float32)
    assert 0 <= smart_turn.score(before) <= 1
    window = np.concatenate([np.zeros(8 * RATE_HZ, dtype=np.float32), speech])[-8 * RATE_HZ :]
    assert smart_turn.score(np.concatenate([before, window])) == pytest.approx(smart_turn.score(window))


def test_loudness_makes_no_difference(smart_turn: SmartTurn, speech: np.ndarray) -> None:
    assert smart_turn.score(speech * 0.01) == pytest.approx(smart_turn.score(speech), abs=0.05)


def test_off_loads_nothing(tmp_path: Path) -> None:
    assert load_smart_turn(Settings(end_of_turn="off", cache_dir=tmp_path)) is None


def test_names_a_missing_or_corrupt_file(tmp_path: Path) -> None:
    settings = Settings(end_of_turn="smart-turn", cache_dir=tmp_path)
    with pytest.raises(ModelError, match=rf"missing: .*{FILE}.*STT_END_OF_TURN=off"):
        load_smart_turn(settings)
    folder = tmp_path / "models" / FOLDER
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(b"half a file")
    with pytest.raises(ModelError, match=r"corrupt: .*expected 2bb026"):
        load_smart_turn(settings)
