"""What both model servers share on the wire: OpenAI's errors, health, readiness, metrics and bearer keys."""

import logging
import re
import secrets
from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

OPEN_PATHS = {"/health", "/ready", "/metrics"}
KEY_SUBPROTOCOL = "openai-insecure-api-key."
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class ApiError(Exception):
    """A request we refuse. `message` says what was wrong, what was expected and what to do."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        param: str | None = None,
        code: str | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.param = param
        self.code = code
        self.retry_after_s = retry_after_s

    def to_body(self) -> dict[str, dict[str, str | None]]:
        """OpenAI's error envelope, so that its client libraries raise the matching exception.

        Source: https://platform.openai.com/docs/guides/error-codes
        """
        kind = "invalid_request_error" if self.status < 500 else "server_error"
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}

    def to_response(self) -> JSONResponse:
        headers = None if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}
        return JSONResponse(self.to_body(), status_code=self.status, headers=headers)


def printable(text: str, limit: int = 80) -> str:
    """A caller's text made safe to repeat in an error or a log: no control characters, bounded length."""
    clean = CONTROL_CHARACTERS.sub("�", text)
    return clean if len(clean) <= limit else f"{clean[:limit]}…"


def add_error_handlers(app: FastAPI) -> None:
    """Every failure leaves in OpenAI's error format, including those FastAPI raises by itself."""

    @app.exception_handler(ApiError)
    async def handle_api_error(_: Request, error: ApiError) -> JSONResponse:
        return error.to_response()

    @app.exception_handler(HTTPException)
    async def handle_http_error(_: Request, error: HTTPException) -> JSONResponse:
        return ApiError(error.status_code, str(error.detail)).to_response()

    @app.exception_handler(RequestValidationError)
    async def handle_validation_error(_: Request, error: RequestValidationError) -> JSONResponse:
        problems = [f"{'.'.join(str(part) for part in e['loc'][1:])}: {e['msg']}" for e in error.errors()]
        first = error.errors()[0]["loc"]
        return ApiError(422, "; ".join(problems), param=str(first[-1])).to_response()

    @app.exception_handler(Exception)
    async def handle_unexpected_error(request: Request, error: Exception) -> JSONResponse:
        logging.getLogger("uvicorn.error").exception("%s failed", request.url.path, exc_info=error)
        return ApiError(500, f"The server failed on this request: {type(error).__name__}").to_response()


def add_bearer_key(app: FastAPI, api_key: str | None) -> None:
    """Asks for `Authorization: Bearer <api_key>` on everything but health, readiness and metrics."""
    if api_key:
        app.add_middleware(BearerKey, api_key=api_key)


class BearerKey:
    """Refuses requests and WebSocket handshakes without the key.

    Browsers cannot set a WebSocket's headers: there the key may come as OpenAI's subprotocol. Source:
    https://platform.openai.com/docs/guides/realtime-websocket
    """

    def __init__(self, app: ASGIApp, api_key: str) -> None:
        self._app = app
        self._key = api_key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = scope["type"] not in {"http", "websocket"} or scope["path"] in OPEN_PATHS
        if is_open or self._is_given(scope):
            return await self._app(scope, receive, send)
        message = "Wrong or missing API key: send it as 'Authorization: Bearer <key>'."
        refusal = ApiError(401, message, code="invalid_api_key").to_response()
        if scope["type"] == "websocket":
            return await WebSocket(scope, receive, send).send_denial_response(refusal)
        return await refusal(scope, receive, send)

    def _is_given(self, scope: Scope) -> bool:
        header = Headers(scope=scope).get("authorization", "")
        given = [header.removeprefix("Bearer ")]
        given += [
            protocol.removeprefix(KEY_SUBPROTOCOL)
            for protocol in scope.get("subprotocols", [])
            if protocol.startswith(KEY_SUBPROTOCOL)
        ]
        return any(secrets.compare_digest(key.encode(), self._key) for key in given)


def add_operations(app: FastAPI, is_ready: Callable[[], bool]) -> None:
    """/health: the process lives. /ready: the model has answered once. /metrics: Prometheus text."""

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/ready")
    async def ready() -> JSONResponse:
        warm = is_ready()
        return JSONResponse({"status": "ready" if warm else "warming up"}, status_code=200 if warm else 503)

    @app.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
