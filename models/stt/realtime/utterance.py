"""What a caller says between two commits or clears: decoded ahead, on request, and at the end."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.stt.decode_queue import DecodeQueue, Priority
from models.stt.end_of_turn import EndOfTurn, read_score
from models.stt.metrics import HYPOTHESES, HYPOTHESIS_SECONDS
from models.stt.realtime.audio_buffer import AudioBuffer, Snapshot
from models.stt.realtime.hypothesis import Hypothesis, HypothesisRequest
from models.stt.realtime.live_decoder import Heard, LiveDecoder
from models.stt.recognizer import SpeechOptions

MAX_UNSETTLED_MS = 60_000
"""Audio that arrives faster than it is decoded is not taken in past this."""
BLOCK_SAMPLES = 16_000
"""Longer messages are taken in as blocks, so that other callers are served in between."""
MAX_DUTY = 0.3
"""Share of the time that hypotheses nobody asked for may spend decoding."""


@dataclass(frozen=True)
class Services:
    """What all callers share."""

    decoder: LiveDecoder
    queue: DecodeQueue
    end_of_turn: EndOfTurn
    bands: int


class Utterance:
    """Its work runs as tasks of `spawn`; hypotheses go to `send`. Used on the event loop only."""

    def __init__(
        self,
        services: Services,
        options: SpeechOptions,
        spawn: Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"],
        send: Callable[[Hypothesis], Awaitable[None]],
    ) -> None:
        self.options = options
        self.interval_ms = 0
        """New audio between two hypotheses that nobody asked for; 0 makes none."""
        self._services = services
        self._spawn = spawn
        self._send = send
        self._buffer = AudioBuffer(services.bands)
        self._is_dropped = False
        self._heard: Hypothesis | None = None
        self._waiting: HypothesisRequest | None = None
        self._waiting_lock = threading.Lock()  # the decoding thread takes what waits
        self._settling: asyncio.Task[None] | None = None
        self._guessing: asyncio.Task[None] | None = None
        self._guessed_ms = 0
        self._next_guess_at = 0.0

    @property
    def audio_ms(self) -> int:
        return self._buffer.audio_ms

    async def append(self, samples: np.ndarray) -> None:
        """samples: float32, mono, 16 kHz. Waits where decoding has fallen far behind."""
        for start in range(0, len(samples), BLOCK_SAMPLES):
            self._buffer.append(samples[start : start + BLOCK_SAMPLES])
            self._settle_when_long()
            self._guess_when_due()
            if len(samples) > BLOCK_SAMPLES:
                await asyncio.sleep(0)
            while self._settling and self._buffer.unsettled_ms > MAX_UNSETTLED_MS:
                await asyncio.wait([self._settling])

    def drop(self) -> None:
        """Nothing of it is sent any more, and what waits is not decoded."""
        self._is_dropped = True
        with self._waiting_lock:
            dropped, self._waiting = self._waiting, None
        if dropped and dropped.score:
            dropped.score.cancel()

    def hypothesize(self, client_event_id: str | None) -> None:
        """Decodes what is there now; takes the place of a request that still waits."""
        snapshot = self._buffer.snapshot()
        score = self._services.end_of_turn.start(snapshot.last_seconds)
        with self._waiting_lock:
            replaced = self._waiting
            self._waiting = HypothesisRequest(snapshot, score, client_event_id)
        if replaced is None:
            self._spawn(self._answer())
        elif replaced.score:
            replaced.score.cancel()

    async def _answer(self) -> None:
        def decode() -> tuple[HypothesisRequest, Heard] | None:
            with self._waiting_lock:
                request, self._waiting = self._waiting, None
            return None if request is None else (request, self._decode(request.snapshot))

        answered = await self._services.queue.run(decode, Priority.LIVE)
        if answered is not None:
            await self._deliver("requested", *answered)

    def _decode(self, snapshot: Snapshot) -> Heard:
        """On the decoding thread."""
        if self._heard and self._heard.still_holds(snapshot):
            return Heard(self._heard.text, self._heard.spoken, self._heard.confidence)
        return self._services.decoder.decode(snapshot, self.options) or Heard("")

    async def transcribe(self) -> str:
        """The final text. Raises what the decoder raises."""
        received = time.perf_counter()
        snapshot = self._buffer.snapshot()
        heard = await self._services.queue.run(lambda: self._decode(snapshot), Priority.LIVE)
        HYPOTHESES.labels("commit").inc()
        HYPOTHESIS_SECONDS.labels("commit").observe(time.perf_counter() - received)
        return heard.text

    async def _deliver(self, kind: str, request: HypothesisRequest, heard: Heard) -> None:
        end_of_turn = await read_score(request.score)
        if self._is_dropped:
            return
        snapshot = request.snapshot
        self._heard = Hypothesis(
            heard.text,
            snapshot.audio_ms,
            snapshot.speech_end_window,
            end_of_turn,
            request.client_event_id,
            heard.spoken,
            heard.confidence,
        )
        await self._send(self._heard)
        HYPOTHESES.labels(kind).inc()
        HYPOTHESIS_SECONDS.labels(kind).observe(time.perf_counter() - request.received)

    def _guess_when_due(self) -> None:
        """While somebody speaks, and nothing else of theirs is being decoded."""
        is_due = self.interval_ms and self._buffer.audio_ms - self._guessed_ms >= self.interval_ms
        is_busy = self._guessing or self._settling or self._waiting
        if is_due and not is_busy and self._buffer.is_speaking and time.monotonic() >= self._next_guess_at:
            self._guessed_ms = self._buffer.audio_ms
            self._guessing = self._spawn(self._guess())

    async def _guess(self) -> None:
        request = HypothesisRequest(self._buffer.snapshot())
        took_s = 0.0

        def decode() -> Heard | None:
            nonlocal took_s
            started = time.perf_counter()
            heard = self._services.decoder.decode(request.snapshot, self.options, in_a_hurry=True)
            took_s = time.perf_counter() - started
            return heard

        try:
            heard = await self._services.queue.run(decode, Priority.AHEAD)
            self._next_guess_at = time.monotonic() + took_s * (1 / MAX_DUTY - 1)
            if heard and heard.text:
                await self._deliver("interval", request, heard)
        finally:
            self._guessing = None

    def _settle_when_long(self) -> None:
        if self._settling is None and (cut := self._buffer.find_cut()) is not None:
            self._settling = self._spawn(self._settle(cut))

    async def _settle(self, cut: int) -> None:
        """Turns the first piece of a long utterance into text for good."""
        snapshot = self._buffer.snapshot()

        def decode() -> Heard:
            if self._is_dropped:
                return Heard("")
            return self._services.decoder.decode_piece(snapshot, (0, cut), self.options) or Heard("")

        try:
            heard = await self._services.queue.run(decode, Priority.AHEAD)
            self._buffer.settle(cut, heard.text, heard.spoken, heard.confidence)
        finally:
            self._settling = None
