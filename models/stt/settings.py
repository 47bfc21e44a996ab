"""Everything the environment can change about this server, validated once."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.server_start import count_usable_cpus

REPOSITORY = Path(__file__).resolve().parents[2]

SMART_TURN_CPUS = 4
"""Fewer are busy with the decode and, on one machine, with the voice."""

ComputeType = Literal[
    "int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16", "bfloat16", "float32"
]


class Settings(BaseSettings):
    """Read from STT_* variables; the cache folder from PARLEY_CACHE_DIR."""

    model_config = SettingsConfigDict(env_prefix="STT_", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8870
    api_key: SecretStr | None = None
    model: str = "tiny.en"
    """A name that faster-whisper knows, a folder with a CTranslate2 model, or a hub repository."""
    device: Literal["cpu", "cuda"] = "cpu"
    compute_type: ComputeType | None = None
    """int8 on a CPU and float16 on a GPU unless set."""
    threads: Annotated[int, Field(ge=0, le=256)] = 0
    """Threads of one decode; 0 takes the cores of this machine, four at most."""
    beam_size: Annotated[int, Field(ge=1, le=20)] = 1
    dynamic_context: bool = True
    """Encode only the audio there is, not 30 s; see short_context.py."""
    end_of_turn: Literal["auto", "smart-turn", "off"] = "auto"
    """What judges whether a speaker has finished, see smart_turn.py; auto: where cores are left for it."""
    max_requests: Annotated[int, Field(ge=1, le=1000)] = 8
    """Requests being decoded or waiting; one more is answered 503 with Retry-After."""
    max_connections: Annotated[int, Field(ge=1, le=1000)] = 32
    """Realtime connections at once; one more is refused with 503."""
    max_upload_mb: Annotated[int, Field(ge=1, le=10_000)] = 200
    max_audio_seconds: Annotated[int, Field(ge=1, le=7200)] = 1800
    cache_dir: Path = Field(
        default=REPOSITORY / ".cache", validation_alias=AliasChoices("PARLEY_CACHE_DIR", "cache_dir")
    )

    @property
    def served_model(self) -> str:
        """The name that requests use: that of the folder where the model is a path."""
        path = Path(self.model).expanduser()
        return path.resolve().name if path.is_dir() else self.model

    @property
    def models_dir(self) -> Path:
        return self.cache_dir / "models"

    @property
    def used_threads(self) -> int:
        return self.threads or min(4, count_usable_cpus())

    @property
    def uses_smart_turn(self) -> bool:
        """It costs as much CPU as a decode, and adds little to what the agent's own model hears."""
        has_spare_cores = self.device == "cuda" or count_usable_cpus() >= SMART_TURN_CPUS
        return self.end_of_turn == "smart-turn" or (self.end_of_turn == "auto" and has_spare_cores)

    @property
    def used_compute_type(self) -> str:
        return self.compute_type or ("float16" if self.device == "cuda" else "int8")
