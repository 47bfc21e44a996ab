"""Runs decodes one after another, off the event loop: live callers first, files in the gaps."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heapify, heappop, heappush
from itertools import count
from typing import TypeVar

from starlette.requests import ClientDisconnect

from models.serving import ApiError
from models.stt.metrics import DECODE_WAIT

T = TypeVar("T")
RETRY_AFTER_S = 1


class Priority(IntEnum):
    """What is decoded first. Somebody waits in silence for LIVE; AHEAD is done while they still speak."""

    LIVE = 0
    AHEAD = 1
    FILE = 2


@dataclass(order=True)
class Job:
    """Work in steps: a more urgent job runs between two of them. `step` says whether there are more."""

    priority: Priority
    number: int
    step: Callable[[], bool] = field(compare=False)


class DecodeQueue:
    """One worker thread: two decodes at once on the same cores only make both callers wait longer."""

    def __init__(self, max_requests: int) -> None:
        self._max_requests = max_requests
        self._pending = 0
        self._numbers = count()
        self._jobs: list[Job] = []
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="decode")
        self._is_closed = False

    @property
    def pending(self) -> int:
        """Files being decoded or waiting."""
        return self._pending

    def refuse_if_full(self) -> None:
        """Raises ApiError 503 with Retry-After."""
        if self._pending >= self._max_requests:
            message = (
                f"{self._pending} requests are waiting already (STT_MAX_REQUESTS). Try again in a moment."
            )
            raise ApiError(503, message, code="queue_full", retry_after_s=RETRY_AFTER_S)

    async def run(self, work: Callable[[], T], priority: Priority) -> T:
        """What `work` returns or raises on the worker thread. Cancelled while it waits, it never begins."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        submitted = time.perf_counter()

        def settle(result: T | None, error: BaseException | None) -> None:
            if done.done():
                return
            if error is not None:
                done.set_exception(error)
            else:
                done.set_result(result)  # type: ignore[arg-type]  # what `work` returned

        def step() -> bool:
            DECODE_WAIT.labels(priority.name.lower()).observe(time.perf_counter() - submitted)
            try:
                result = work()
            except Exception as error:
                loop.call_soon_threadsafe(settle, None, error)
            else:
                loop.call_soon_threadsafe(settle, result, None)
            return False

        job = self._submit(priority, step)
        try:
            return await done
        finally:
            self._withdraw(job)

    async def stream(
        self, produce: Callable[[], Iterator[T]], wait_until_gone: Callable[[], Coroutine[None, None, None]]
    ) -> AsyncGenerator[T, None]:
        """Yields what `produce` yields on the worker thread, and raises what it raises.

        Raises ApiError 503 when full, and ClientDisconnect once `wait_until_gone` returns.
        When the reader stops, work that waits is dropped, and work that runs ends before its next item.
        """
        self.refuse_if_full()
        loop = asyncio.get_running_loop()
        mailbox: asyncio.Queue[T | BaseException | None] = asyncio.Queue()
        stopped = threading.Event()

        def post(item: T | BaseException | None) -> None:
            if not stopped.is_set():
                loop.call_soon_threadsafe(mailbox.put_nowait, item)

        self._count(+1)
        job = self._submit(Priority.FILE, self._make_step(produce, post, stopped))

        async def watch() -> None:
            await wait_until_gone()
            mailbox.put_nowait(ClientDisconnect())

        watcher = asyncio.create_task(watch())
        try:
            while (item := await mailbox.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            stopped.set()
            watcher.cancel()
            if self._withdraw(job):
                self._count(-1)

    def _make_step(
        self,
        produce: Callable[[], Iterator[T]],
        post: Callable[[T | BaseException | None], None],
        stopped: threading.Event,
    ) -> Callable[[], bool]:
        """Posts one item, an error, or None at the end, each time it is called on the worker."""
        items: Iterator[T] | None = None

        def step() -> bool:
            nonlocal items
            if not stopped.is_set():
                try:
                    items = items or produce()
                    post(next(items))
                    return True
                except StopIteration:
                    post(None)
                except Exception as error:
                    post(error)
            self._count(-1)
            return False

        return step

    def _submit(self, priority: Priority, step: Callable[[], bool]) -> Job:
        job = Job(priority, next(self._numbers), step)
        self._push(job)
        return job

    def _push(self, job: Job) -> None:
        with self._lock:
            if self._is_closed:
                return
            heappush(self._jobs, job)
            self._worker.submit(self._run_step)

    def _run_step(self) -> None:
        """On the worker: one step of the most urgent job. A job with steps left keeps its place."""
        with self._lock:
            if not self._jobs:
                return
            job = heappop(self._jobs)
        if job.step():
            self._push(job)

    def _withdraw(self, job: Job) -> bool:
        """Whether the job still waited."""
        with self._lock:
            waiting = [other for other in self._jobs if other is not job]
            if len(waiting) == len(self._jobs):
                return False
            self._jobs = waiting
            heapify(self._jobs)
            return True

    def _count(self, change: int) -> None:
        with self._lock:
            self._pending += change

    def close(self) -> None:
        """Drops what waits; what runs ends by itself."""
        with self._lock:
            self._is_closed = True
            self._jobs.clear()
        self._worker.shutdown(wait=False, cancel_futures=True)
