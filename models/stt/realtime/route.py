"""GET /v1/realtime: the socket under a realtime session."""

import json
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.websockets import WebSocket, WebSocketDisconnect

from models.serving import ApiError
from models.stt.metrics import SESSIONS
from models.stt.realtime.server_events import Event
from models.stt.realtime.session import RealtimeSession
from models.stt.realtime.utterance import Services
from models.stt.recognizer import Recognizer
from models.stt.request import check_model
from models.stt.settings import Settings

PATH = "/v1/realtime"
SUBPROTOCOL = "realtime"
"""What OpenAI's clients in browsers offer. Source: https://platform.openai.com/docs/guides/realtime-websocket"""


@dataclass
class Realtime:
    """The route and how many use it."""

    settings: Settings
    recognizer: Recognizer
    services: Services
    connections: int = 0

    def add_to(self, app: FastAPI) -> None:
        app.add_api_websocket_route(PATH, self.open)

    async def open(self, websocket: WebSocket) -> None:
        """Serves one connection until the client leaves; refuses it past STT_MAX_CONNECTIONS."""
        if self.connections >= self.settings.max_connections:
            message = f"{self.connections} connections are open already (STT_MAX_CONNECTIONS)."
            refusal = ApiError(503, message, code="too_many_connections", retry_after_s=1)
            await websocket.send_denial_response(refusal.to_response())
            return
        self.connections += 1
        SESSIONS.inc()
        try:
            await self._serve(websocket)
        except WebSocketDisconnect:
            pass
        finally:
            self.connections -= 1
            SESSIONS.dec()

    async def _serve(self, websocket: WebSocket) -> None:
        offered = websocket.scope.get("subprotocols", [])
        await websocket.accept(subprotocol=SUBPROTOCOL if SUBPROTOCOL in offered else None)

        async def send(event: Event) -> None:
            await websocket.send_text(json.dumps(event, ensure_ascii=False))

        session = RealtimeSession(
            self.services,
            send,
            served_model=self.settings.served_model,
            languages=self.recognizer.languages,
            max_audio_seconds=self.settings.max_audio_seconds,
        )
        try:
            await session.start()
            await self._check_query(websocket, session)
            while (message := await websocket.receive())["type"] == "websocket.receive":
                text = message.get("text")
                if text is None:
                    hint = "The message is binary. Send JSON as text, with the audio as base64 in it."
                    await session.refuse(ApiError(400, hint, code="invalid_json"))
                else:
                    await session.receive(text)
        finally:
            session.close()

    async def _check_query(self, websocket: WebSocket, session: RealtimeSession) -> None:
        """?model= may be left out: the server has one."""
        try:
            if model := websocket.query_params.get("model"):
                check_model(model, self.settings.served_model)
        except ApiError as error:
            await session.refuse(error)
