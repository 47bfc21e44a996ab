"""Runs decodes one after another, off the event loop, for a bounded number of clients."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.requests import ClientDisconnect

from models.serving import ApiError

T = TypeVar("T")
RETRY_AFTER_S = 1


class DecodeQueue:
    """One worker thread: two decodes at once on the same cores only make both callers wait longer."""

    def __init__(self, max_requests: int) -> None:
        self._max_requests = max_requests
        self._pending = 0
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="decode")

    @property
    def pending(self) -> int:
        """Requests being decoded or waiting."""
        return self._pending

    def refuse_if_full(self) -> None:
        """Raises ApiError 503 with Retry-After."""
        if self._pending >= self._max_requests:
            message = (
                f"{self._pending} requests are waiting already (STT_MAX_REQUESTS). Try again in a moment."
            )
            raise ApiError(503, message, code="queue_full", retry_after_s=RETRY_AFTER_S)

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

        def work() -> None:
            try:
                for item in produce():
                    if stopped.is_set():
                        return
                    post(item)
                post(None)
            except Exception as error:
                post(error)

        self._count(+1)
        job = self._worker.submit(work)
        job.add_done_callback(lambda _: self._count(-1))

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
            job.cancel()

    def _count(self, change: int) -> None:
        with self._lock:
            self._pending += change

    def close(self) -> None:
        """Drops what waits; what runs ends by itself."""
        self._worker.shutdown(wait=False, cancel_futures=True)
