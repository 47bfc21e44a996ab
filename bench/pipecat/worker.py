"""A Pipecat agent as its documentation wires it, with every default of its turn-taking: the arm of the bench.

Pipecat cannot be dispatched by LiveKit, so this process is told on stdin which rooms to join, a line each:
{"url", "room", "token"}. It answers on stdout: {"ready": true}, then {"joined": room} for each.
Servers and words come from the environment, by the names of .env.example, with GREETING and INSTRUCTIONS.
"""

import asyncio
import json
import os
import sys

from loguru import logger
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.frames.frames import TTSSpeakFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import (
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.services.openai.llm import OpenAILLMService
from pipecat.services.openai.stt import OpenAISTTService
from pipecat.services.openai.tts import VALID_VOICES, OpenAITTSService
from pipecat.transports.livekit.transport import LiveKitParams, LiveKitTransport
from pipecat.workers.runner import WorkerRunner
from transcript import Transcript


def read(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise SystemExit(f"{name} is not set; see bench/pipecat/arm.ts.")
    return value


def tell(event: dict[str, object]) -> None:
    print(json.dumps(event), flush=True)


def create_pipeline(transport: LiveKitTransport) -> tuple[Pipeline, LLMContextAggregatorPair]:
    voice = read("TTS_VOICE")
    # The service knows OpenAI's own voices only, and refuses any other before it asks the server.
    VALID_VOICES[voice] = voice
    stt = OpenAISTTService(
        base_url=read("STT_BASE_URL"),
        api_key=read("STT_API_KEY"),
        settings=OpenAISTTService.Settings(model=read("STT_MODEL")),
    )
    llm = OpenAILLMService(
        base_url=read("LLM_BASE_URL"),
        api_key=read("LLM_API_KEY"),
        settings=OpenAILLMService.Settings(model=read("LLM_MODEL"), system_instruction=read("INSTRUCTIONS")),
    )
    tts = OpenAITTSService(
        base_url=read("TTS_BASE_URL"),
        api_key=read("TTS_API_KEY"),
        settings=OpenAITTSService.Settings(model=read("TTS_MODEL"), voice=voice),
    )
    # Turns start by Silero and end by Smart Turn: these are its default strategies.
    aggregators = LLMContextAggregatorPair(
        LLMContext(), user_params=LLMUserAggregatorParams(vad_analyzer=SileroVADAnalyzer())
    )
    user, assistant = aggregators
    pipeline = Pipeline([transport.input(), stt, user, llm, tts, transport.output(), assistant])
    return pipeline, aggregators


async def hold_call(url: str, room: str, token: str) -> None:
    """Joins a room, greets who comes, and leaves when the caller does."""
    transport = LiveKitTransport(
        url=url,
        token=token,
        room_name=room,
        params=LiveKitParams(audio_in_enabled=True, audio_out_enabled=True),
    )
    pipeline, aggregators = create_pipeline(transport)
    worker = PipelineWorker(pipeline)

    @transport.event_handler("on_connected")
    async def on_connected(*_: object) -> None:
        tell({"joined": room})

    @transport.event_handler("on_first_participant_joined")
    async def on_first_participant_joined(_transport: object, caller: str) -> None:
        Transcript(transport, caller).follow(aggregators)
        await worker.queue_frame(TTSSpeakFrame(read("GREETING")))

    @transport.event_handler("on_participant_disconnected")
    async def on_participant_disconnected(*_: object) -> None:
        await worker.cancel()

    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    await runner.run()


async def main() -> None:
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    calls: set[asyncio.Task[None]] = set()
    tell({"ready": True})
    while line := await asyncio.to_thread(sys.stdin.readline):
        call = asyncio.create_task(hold_call(**json.loads(line)))
        calls.add(call)
        call.add_done_callback(calls.discard)


if __name__ == "__main__":
    asyncio.run(main())
