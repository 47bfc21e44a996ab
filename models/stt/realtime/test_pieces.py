from itertools import pairwise

import numpy as np
import pytest

from models.stt.realtime.pieces import WINDOWS_PER_SECOND, find_cut, split_into_pieces


def speak(seconds: float, *pauses: tuple[float, float]) -> np.ndarray:
    """Probabilities of somebody who speaks without end but for pauses (at, for), in seconds."""
    probabilities = np.full(int(seconds * WINDOWS_PER_SECOND), 0.9)
    for at, length in pauses:
        start = int(at * WINDOWS_PER_SECOND)
        probabilities[start : start + int(length * WINDOWS_PER_SECOND)] = 0.05
    return probabilities


@pytest.mark.parametrize(
    ("probabilities", "cut_s"),
    [
        pytest.param(speak(11, (6, 0.5)), None, id="what is short stays whole"),
        pytest.param(speak(13, (6, 0.3), (8, 0.8), (10, 0.3)), 8.4, id="the longest pause"),
        pytest.param(speak(13, (2, 1.0), (6, 0.1)), None, id="too early a pause, and too short a one"),
        pytest.param(speak(20, (15, 0.3), (18, 1.0)), 15.15, id="past 12 s the next pause"),
        pytest.param(speak(24), None, id="no pause yet"),
        pytest.param(speak(13, (5, 8)), 8.5, id="in the middle of silence"),
    ],
)
def test_cuts_in_pauses(probabilities: np.ndarray, cut_s: float | None) -> None:
    cut = find_cut(probabilities)
    assert (cut and cut / WINDOWS_PER_SECOND) == (cut_s and pytest.approx(cut_s, abs=0.1))


def test_who_never_pauses_is_cut_where_it_is_quietest() -> None:
    probabilities = speak(26)
    probabilities[int(20 * WINDOWS_PER_SECOND)] = 0.6
    assert find_cut(probabilities) == int(20 * WINDOWS_PER_SECOND)


def test_pieces_follow_each_other_to_the_end() -> None:
    probabilities = speak(600, *((at, 0.4) for at in range(3, 600, 4)))
    pieces = split_into_pieces(probabilities)
    assert pieces[0][0] == 0
    assert pieces[-1][1] == len(probabilities)
    assert all(end == start for (_, end), (start, _) in pairwise(pieces))
    assert max(end - start for start, end in pieces) <= 12 * WINDOWS_PER_SECOND


def test_a_cut_holds_as_the_speech_goes_on() -> None:
    probabilities = speak(60, *((at, 0.3) for at in range(7, 60, 7)))
    cut = find_cut(probabilities[: int(12 * WINDOWS_PER_SECOND)])
    assert cut is not None
    assert {find_cut(probabilities[:length]) for length in range(400, len(probabilities))} == {cut}
