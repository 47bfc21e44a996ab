"""The line in front of the model: few syntheses at once, bounded waiting, none for those who left."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import onnxruntime  # type: ignore[import-untyped]

Result = TypeVar("Result")


class FullError(Exception):
    """As many requests as allowed are being spoken or waiting."""


class Workers:
    """Runs jobs in threads, first come first served.

    A request queues anew for each segment, so that a short text does not wait for the end of a long one.
    """

    def __init__(self, concurrency: int, max_requests: int) -> None:
        self._slots = asyncio.Semaphore(concurrency)
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="synthesis")
        self._max_requests = max_requests
        self.requests = 0

    @contextmanager
    def admit(self) -> Iterator[None]:
        """Holds one of the `max_requests` places. Raises FullError where none is free."""
        if self.requests >= self._max_requests:
            raise FullError
        self.requests += 1
        try:
            yield
        finally:
            self.requests -= 1

    async def run(self, job: Callable[[onnxruntime.RunOptions], Result]) -> Result:
        """Waits for a turn and runs the job in a thread.

        Cancelled while waiting it never starts; cancelled while running it is told to stop, and the turn
        passes on when it has.
        """
        await self._slots.acquire()
        options = onnxruntime.RunOptions()
        future = asyncio.get_running_loop().run_in_executor(self._threads, job, options)
        future.add_done_callback(self._free_slot)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            options.terminate = True
            raise

    def _free_slot(self, future: asyncio.Future[Result]) -> None:
        self._slots.release()
        if not future.cancelled():
            future.exception()  # Seen, so that a job stopped on purpose is not logged as forgotten.

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
