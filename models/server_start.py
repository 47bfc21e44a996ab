"""How both model servers start: settings read and every problem said, the port taken, the app served."""

import os
import socket
import sys
from typing import TypeVar

import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError
from pydantic_settings import BaseSettings

SettingsT = TypeVar("SettingsT", bound=BaseSettings)
SECRETS = {"api_key"}
KEEP_ALIVE_S = 320
"""Longer than a caller thinks, and than our worker keeps a connection (agent/tts/speech-request.ts)."""


def count_usable_cpus() -> int:
    """CPUs this process may run on; a container's share counts, not the host's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_settings(kind: type[SettingsT]) -> SettingsT:
    """The settings from the environment; exits with one line per wrong variable."""
    try:
        return kind()
    except ValidationError as error:
        sys.exit("\n".join(describe_problems(error, str(kind.model_config["env_prefix"]))))


def describe_problems(error: ValidationError, prefix: str) -> list[str]:
    """One line per wrong variable, without its value where that is a secret."""
    lines = []
    for problem in error.errors():
        field = str(problem["loc"][0])
        name = field if field.isupper() else f"{prefix}{field.upper()}"
        shown = "" if field in SECRETS else f" (it is {str(problem['input'])!r})"
        lines.append(f"{name}: {problem['msg']}{shown}")
    return lines


def bind_port(host: str, port: int, variable: str) -> socket.socket:
    """Takes the port, so that nobody can connect before serve(); exits where it is taken.

    uvicorn would name neither the port nor the variable that sets it.
    """
    server = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind((host, port))
        return server
    except OSError as error:
        sys.exit(f"Cannot listen on {host}:{port}: {error.strerror}. Stop what uses it, or set {variable}.")


def serve(app: FastAPI, server: socket.socket) -> None:
    """Serves until a signal ends it."""
    config = uvicorn.Config(
        app,
        access_log=False,
        # What is in progress must not hold up Ctrl-C.
        timeout_graceful_shutdown=3,
        timeout_keep_alive=KEEP_ALIVE_S,
        # Sound does not compress, and trying to costs more than it saves.
        ws_per_message_deflate=False,
    )
    uvicorn.Server(config).run(sockets=[server])
