"""`python -m models.stt`: reads the settings, loads and warms the models, serves.

Exit code 1 with plain lines on standard error where it cannot start.
"""

import sys

from models.server_start import bind_port, read_settings, serve
from models.stt.app import create_app
from models.stt.model import ModelError, load_model
from models.stt.recognizer import Recognizer
from models.stt.settings import Settings
from models.stt.smart_turn import load_smart_turn


def main() -> None:
    settings = read_settings(Settings)
    try:
        model = load_model(settings)
        smart_turn = load_smart_turn(settings)
    except ModelError as error:
        sys.exit(str(error))
    server = bind_port(settings.host, settings.port, "STT_PORT")
    recognizer = Recognizer(model, beam_size=settings.beam_size, dynamic_context=settings.dynamic_context)
    try:
        recognizer.warm_up()
    except RuntimeError as error:
        sys.exit(f"The model '{settings.model}' does not decode on {settings.device}: {error}")
    serve(create_app(settings, recognizer, smart_turn), server)


if __name__ == "__main__":
    main()
