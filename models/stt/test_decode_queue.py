"""Who waits, who is refused, and what happens to those who leave."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np
import pytest
from starlette.requests import ClientDisconnect

from models.serving import ApiError
from models.stt.conftest import SPOKEN, measure_wer, run_server, wait_until
from models.stt.decode_queue import DecodeQueue, Priority
from models.stt.recognizer import Recognizer, SpeechOptions, Transcription

PATH = "/v1/audio/transcriptions"


async def stay() -> None:
    await asyncio.Event().wait()


async def read_all(queue: DecodeQueue, work: Iterator[str]) -> list[str]:
    return [item async for item in queue.stream(lambda: work, stay)]


def test_passes_items_and_errors_on() -> None:
    def fail() -> Iterator[str]:
        yield "first"
        raise ApiError(400, "no audio")

    async def scenario() -> None:
        queue = DecodeQueue(2)
        assert await read_all(queue, iter(["a", "b"])) == ["a", "b"]
        with pytest.raises(ApiError, match="no audio"):
            await read_all(queue, fail())
        assert await read_all(queue, iter(["c"])) == ["c"]
        wait_until(lambda: queue.pending == 0)

    asyncio.run(scenario())


def test_refuses_one_more_than_the_limit() -> None:
    released = threading.Event()

    def wait() -> Iterator[str]:
        released.wait(10)
        yield "done"

    async def scenario() -> None:
        queue = DecodeQueue(2)
        waiting = [asyncio.create_task(read_all(queue, wait())) for _ in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(ApiError) as caught:
            await read_all(queue, iter(["third"]))
        assert caught.value.status == 503
        assert caught.value.to_response().headers["retry-after"] == "1"
        released.set()
        assert await asyncio.gather(*waiting) == [["done"], ["done"]]

    asyncio.run(scenario())


def test_work_of_a_client_that_left_is_dropped() -> None:
    begun: list[str] = []
    released = threading.Event()

    def run_long() -> Iterator[str]:
        for number in range(1000):
            begun.append(f"window {number}")
            yield "segment"
            released.wait(10)

    def run_next() -> Iterator[str]:
        begun.append("waiting work")
        yield "never read"

    async def leave() -> None:
        await asyncio.sleep(0.1)

    async def read_until_left(queue: DecodeQueue, work: Iterator[str]) -> None:
        async for _ in queue.stream(lambda: work, leave):
            pass

    async def scenario() -> None:
        queue = DecodeQueue(4)
        tasks = [asyncio.create_task(read_until_left(queue, work)) for work in (run_long(), run_next())]
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(error) for error in ended] == [ClientDisconnect, ClientDisconnect]
        released.set()
        wait_until(lambda: queue.pending == 0)
        assert len(begun) <= 2
        assert "waiting work" not in begun

    asyncio.run(scenario())


class SlowRecognizer(Recognizer):
    """The real one, but each decode first takes as long as the test wants."""

    def __init__(self, model: object) -> None:
        super().__init__(model)
        self.begun = 0
        self.running = 0
        self.most_running = 0
        self.gate = threading.Event()

    def transcribe(self, samples: np.ndarray, options: SpeechOptions) -> Transcription:
        self.begun += 1
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        self.gate.wait(60)
        self.running -= 1
        return super().transcribe(samples, options)


def post(address: str, question: bytes, timeout_s: float = 30) -> httpx.Response:
    return httpx.post(
        address + PATH, data={"model": "tiny.en"}, files={"file": ("q.flac", question)}, timeout=timeout_s
    )


def test_server_decodes_one_at_a_time_and_stays_responsive(model: object, question: bytes) -> None:
    slow = SlowRecognizer(model)
    with run_server(slow, max_requests=4) as address, ThreadPoolExecutor(8) as callers:
        posts = [callers.submit(post, address, question) for _ in range(8)]
        wait_until(lambda: sum(call.done() for call in posts) == 4)
        started = time.monotonic()
        assert httpx.get(f"{address}/health").status_code == 200
        assert time.monotonic() - started < 1
        slow.gate.set()
        answers = [call.result() for call in posts]
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [503] * 4
    assert slow.most_running == 1
    for answer in answers:
        if answer.status_code == 200:
            assert measure_wer(SPOKEN, answer.json()["text"]) == 0
        else:
            assert answer.headers["retry-after"] == "1"
            assert answer.json()["error"]["code"] == "queue_full"


@pytest.mark.parametrize("api_key", [None, "secret"])
def test_server_drops_the_work_of_clients_that_left(
    model: object, question: bytes, api_key: str | None
) -> None:
    slow = SlowRecognizer(model)
    headers = {"authorization": f"Bearer {api_key}"}
    with (
        run_server(slow, max_requests=3, api_key=api_key) as address,
        httpx.Client(headers=headers) as client,
    ):
        request = {"data": {"model": "tiny.en"}, "files": {"file": ("q.flac", question)}}
        for _ in range(3):
            with pytest.raises(httpx.ReadTimeout):
                client.post(address + PATH, timeout=0.3, **request)  # type: ignore[arg-type]
        slow.gate.set()
        answer = client.post(address + PATH, timeout=30, **request)  # type: ignore[arg-type]
        assert answer.status_code == 200
        # The first ran already when its caller left; the second and third never began.
        assert slow.begun <= 2


def test_live_callers_go_before_files_and_a_file_goes_on_in_the_gaps() -> None:
    order: list[str] = []

    async def scenario() -> None:
        queue = DecodeQueue(4)
        begun = threading.Event()
        released = threading.Event()

        def decode_file() -> Iterator[str]:
            for number in range(3):
                order.append(f"window {number}")
                begun.set()
                released.wait(10)
                yield "segment"

        file = asyncio.create_task(read_all(queue, decode_file()))
        await asyncio.to_thread(begun.wait, 10)
        live = [
            asyncio.create_task(queue.run(lambda name=name: order.append(name), priority))  # type: ignore[misc]
            for name, priority in (
                ("ahead", Priority.AHEAD),
                ("live", Priority.LIVE),
                ("live too", Priority.LIVE),
            )
        ]
        left = asyncio.create_task(queue.run(lambda: order.append("left"), Priority.LIVE))
        await asyncio.sleep(0.05)
        left.cancel()
        await asyncio.sleep(0.05)
        released.set()
        await asyncio.gather(*live)
        assert await file == ["segment"] * 3
        wait_until(lambda: queue.pending == 0)

    asyncio.run(scenario())
    assert order == ["window 0", "live", "live too", "ahead", "window 1", "window 2"]


def test_live_work_that_fails_raises_where_it_was_asked_for() -> None:
    async def scenario() -> None:
        queue = DecodeQueue(1)
        with pytest.raises(ZeroDivisionError):
            await queue.run(lambda: 1 / 0, Priority.LIVE)
        assert await queue.run(lambda: "next", Priority.LIVE) == "next"

    asyncio.run(scenario())
