"""The streamed answer to a speech request, which stops the model when the client leaves."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from models.serving import ApiError
from models.tts import metrics
from models.tts.encoder import FORMATS
from models.tts.speech import SilentTextError, Speaker, Speech
from models.tts.workers import FullError, Workers

RETRY_AFTER_S = "2"


class SpeechResponse(Response):
    """Sends audio as it is made.

    The status waits for the first bytes, so that what fails before them is an error with a message. What
    fails later breaks the connection off, which clients see as an incomplete body.
    """

    def __init__(self, speaker: Speaker, workers: Workers, speech: Speech) -> None:
        super().__init__(media_type=FORMATS[speech.response_format].media_type)
        del self.headers["content-length"]
        self._speaker = speaker
        self._workers = workers
        self._speech = speech

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        outcome = "failed"
        try:
            with self._workers.admit(), metrics.ACTIVE_REQUESTS.track_inprogress():
                outcome = await self._speak(receive, send)
        except FullError:
            outcome = "full"
            busy = ApiError(
                503, f"Too many speech requests at once; try again in {RETRY_AFTER_S} s."
            ).to_response()
            busy.headers["Retry-After"] = RETRY_AFTER_S
            await busy(scope, receive, send)
        except SilentTextError:
            outcome = "refused"
            message = "input: nothing in it can be spoken; send at least one word or number."
            raise ApiError(400, message, param="input") from None
        finally:
            metrics.REQUESTS.labels(outcome).inc()

    async def _speak(self, receive: Receive, send: Send) -> str:
        """Sends audio until it ends or the client leaves; returns which."""
        speaking = asyncio.create_task(self._send_audio(send))
        leaving = asyncio.create_task(_wait_for_disconnect(receive))
        try:
            await asyncio.wait({speaking, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not speaking.done():
                return "disconnected"
            await speaking
            return "completed"
        finally:
            speaking.cancel()
            leaving.cancel()

    async def _send_audio(self, send: Send) -> None:
        started = time.perf_counter()
        async with aclosing(self._speaker.stream(self._speech)) as audio:
            first = await anext(audio)
            metrics.TTFB.observe(time.perf_counter() - started)
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await self._send_body(send, first, audio)

    async def _send_body(self, send: Send, first: bytes, audio: AsyncIterator[bytes]) -> None:
        await send({"type": "http.response.body", "body": first, "more_body": True})
        async for chunk in audio:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
