"""`python -m models.llama FILE --port N --alias NAME`: llama.cpp's own server, from a wheel, on a GGUF file.

It speaks OpenAI's API below /v1 and answers /health with 200 once the model is loaded. Exit code 1 with a
plain line on standard error where it cannot start.
"""

import argparse
import signal
import sys
import threading
from pathlib import Path

from xllamacpp import CommonParams, Server  # type: ignore[import-untyped]

CONTEXT_TOKENS = 4096
"""Several times what a call keeps (agent/assistant/context); more would take memory for nothing."""
GGUF_MAGIC = b"GGUF"
WARNINGS = 2
"""llama.cpp's verbosity: below it every request leaves lines in the log."""


def parse_arguments() -> argparse.Namespace:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m models.llama", description="Serves a GGUF model.")
    parser.add_argument("file", type=Path, help="the model, a GGUF file")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, required=True, help="port to listen on")
    parser.add_argument("--alias", required=True, help="the model's name in the API")
    return parser.parse_args()


def check_file(path: Path) -> None:
    """Exits where llama.cpp would only say that it could not load the model."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(GGUF_MAGIC))
    except OSError as error:
        sys.exit(f"{path} cannot be read: {error.strerror}.")
    if magic != GGUF_MAGIC:
        sys.exit(f"{path} is no GGUF file: it begins with {magic!r}, expected {GGUF_MAGIC!r}.")


def start_server(arguments: argparse.Namespace) -> Server:
    """Returns when the model is loaded and the port is listened on."""
    params = CommonParams()
    params.model.path = str(arguments.file)
    params.model_alias = {arguments.alias}
    params.hostnames = [arguments.host]
    params.port = arguments.port
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = 2  # Whether a turn is over is asked beside the reply, with a prefix of its own.
    params.kv_unified = True
    params.verbosity = WARNINGS
    params.ui = False
    params.cors_origins = f"http://{arguments.host}:{arguments.port}"  # No page of another site may ask it.
    params.cors_origins_explicit = True
    return Server(params)


def main() -> None:
    arguments = parse_arguments()
    check_file(arguments.file)
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    try:
        server = start_server(arguments)
    except RuntimeError as error:
        sys.exit(f"llama.cpp cannot serve {arguments.file} on port {arguments.port}: {error}")
    print(f"{arguments.alias} on {server.listening_address}/v1", flush=True)
    stopped.wait()


if __name__ == "__main__":
    main()
