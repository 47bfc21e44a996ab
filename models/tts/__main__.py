"""`python -m models.tts`: reads the settings, loads the model and the voices, serves.

Exit code 1 with plain lines on standard error where it cannot start.
"""

import socket
import sys

import uvicorn
from pydantic import ValidationError

from models.tts.app import create_app
from models.tts.model_file import ModelFileError, find_model_file, open_session
from models.tts.settings import Settings, describe_problems
from models.tts.synthesizer import Synthesizer
from models.tts.voices import UnknownVoiceError, VoiceFileError, VoiceLibrary

KEEP_ALIVE_S = 320
"""Longer than a caller thinks, and than our worker keeps a connection (agent/tts/speech-request.ts)."""


def main() -> None:
    try:
        settings = Settings()
    except ValidationError as error:
        sys.exit("\n".join(describe_problems(error)))
    try:
        voices = VoiceLibrary(settings.kokoro_dir / "voices", settings.own_voices_dir)
        voices.resolve(settings.voice)
        session = open_session(find_model_file(settings), settings.device, settings.threads)
    except (ModelFileError, VoiceFileError) as error:
        sys.exit(str(error))
    except UnknownVoiceError:
        sys.exit(f"TTS_VOICE: no voice '{settings.voice}'; there are {', '.join(voices.names)}.")
    app = create_app(settings, Synthesizer(session), voices)
    config = uvicorn.Config(
        app,
        access_log=False,
        timeout_graceful_shutdown=3,  # A long speech must not hold up Ctrl-C.
        timeout_keep_alive=KEEP_ALIVE_S,
    )
    uvicorn.Server(config).run(sockets=[open_socket(settings.host, settings.port)])


def open_socket(host: str, port: int) -> socket.socket:
    """Opened here, because uvicorn names neither the port nor the setting when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        sys.exit(f"Cannot listen on {host}:{port}: {error.strerror}. Stop what uses it, or set TTS_PORT.")


if __name__ == "__main__":
    main()
