"""`python -m models.tts`: reads the settings, loads the model and the voices, serves.

Exit code 1 with plain lines on standard error where it cannot start.
"""

import sys

from models.server_start import bind_port, read_settings, serve
from models.tts.app import create_app
from models.tts.model_file import ModelFileError, find_model_file, open_session
from models.tts.settings import Settings
from models.tts.synthesizer import Synthesizer
from models.tts.voices import UnknownVoiceError, VoiceFileError, VoiceLibrary


def main() -> None:
    settings = read_settings(Settings)
    try:
        voices = VoiceLibrary(settings.kokoro_dir / "voices", settings.own_voices_dir)
        voices.resolve(settings.voice)
        session = open_session(find_model_file(settings), settings.device, settings.threads)
    except (ModelFileError, VoiceFileError) as error:
        sys.exit(str(error))
    except UnknownVoiceError:
        sys.exit(f"TTS_VOICE: no voice '{settings.voice}'; there are {', '.join(voices.names)}.")
    server = bind_port(settings.host, settings.port, "TTS_PORT")
    serve(create_app(settings, Synthesizer(session), voices), server)


if __name__ == "__main__":
    main()
