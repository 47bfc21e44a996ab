"""Runs Smart Turn beside the decode: neither waits for the other."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from models.stt.smart_turn import SmartTurn


class EndOfTurn:
    """Scores one buffer after another on a thread of its own; nothing where no model is loaded."""

    def __init__(self, smart_turn: SmartTurn | None) -> None:
        self._smart_turn = smart_turn
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="end-of-turn")

    def start(self, samples: np.ndarray) -> "Future[float] | None":
        """samples: as SmartTurn.score. May be cancelled as long as it waits."""
        return self._worker.submit(self._smart_turn.score, samples) if self._smart_turn else None

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)


async def read_score(score: "Future[float] | None") -> float | None:
    """0 to 1; None without a model."""
    if score is None:
        return None
    probability = await asyncio.wrap_future(score)
    return round(probability, 4)
