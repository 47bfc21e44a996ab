"""`python -m models.stt`: reads the settings, loads and warms the model, serves.

Exit code 1 with plain lines on standard error where it cannot start.
"""

import sys

import uvicorn
from pydantic import ValidationError

from models.stt.app import create_app
from models.stt.model import ModelError, load_model
from models.stt.recognizer import Recognizer
from models.stt.settings import Settings, describe_problems


def main() -> None:
    try:
        settings = Settings()
    except ValidationError as error:
        sys.exit("\n".join(describe_problems(error)))
    try:
        model = load_model(settings)
    except ModelError as error:
        sys.exit(str(error))
    recognizer = Recognizer(model, beam_size=settings.beam_size, dynamic_context=settings.dynamic_context)
    try:
        recognizer.warm_up()
    except RuntimeError as error:
        sys.exit(f"The model '{settings.model}' does not decode on {settings.device}: {error}")
    app = create_app(settings, recognizer)
    # A decode in progress must not hold up Ctrl-C.
    uvicorn.run(app, host=settings.host, port=settings.port, access_log=False, timeout_graceful_shutdown=3)


if __name__ == "__main__":
    main()
