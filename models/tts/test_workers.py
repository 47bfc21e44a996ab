import asyncio
import threading
import time
from functools import partial

import onnxruntime  # type: ignore[import-untyped]
import pytest

from models.tts.workers import FullError, Workers

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_jobs_run_one_at_a_time_in_order_of_arrival() -> None:
    workers = Workers(concurrency=1, max_requests=10)
    running, most, order = 0, 0, []

    def job(number: int, _: onnxruntime.RunOptions) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)
        order.append(number)
        running -= 1

    await asyncio.gather(*(workers.run(partial(job, n)) for n in range(6)))
    assert most == 1
    assert order == list(range(6))


async def test_cancelled_job_is_told_to_stop_and_the_next_one_waits_for_its_end() -> None:
    workers = Workers(concurrency=1, max_requests=10)
    begun, events = threading.Event(), []

    def stubborn(options: onnxruntime.RunOptions) -> None:
        begun.set()
        while not options.terminate:
            time.sleep(0.005)
        time.sleep(0.05)
        events.append("stopped")

    first = asyncio.create_task(workers.run(stubborn))
    waiting = asyncio.create_task(workers.run(lambda _: events.append("never")))
    await asyncio.to_thread(begun.wait)
    await asyncio.sleep(0)
    first.cancel()
    waiting.cancel()
    await workers.run(lambda _: events.append("next"))
    assert events == ["stopped", "next"]


async def test_failing_job_frees_its_turn() -> None:
    workers = Workers(concurrency=1, max_requests=10)
    with pytest.raises(ZeroDivisionError):
        await workers.run(lambda _: 1 / 0)
    assert await workers.run(lambda _: "fine") == "fine"


async def test_admits_no_more_than_allowed() -> None:
    workers = Workers(concurrency=1, max_requests=1)
    with workers.admit(), pytest.raises(FullError), workers.admit():
        pass
    with workers.admit():
        assert workers.requests == 1
