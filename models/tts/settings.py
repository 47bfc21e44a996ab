"""Everything the environment can change about this server, validated once."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, DirectoryPath, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.server_start import count_usable_cpus

REPOSITORY = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Read from TTS_* variables; the cache folder from PARLEY_CACHE_DIR."""

    model_config = SettingsConfigDict(env_prefix="TTS_", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8880
    api_key: SecretStr | None = None
    model: str = "kokoro"
    """`kokoro` for the file that setup installs, or the path of another Kokoro v1.0 ONNX file."""
    voice: str = "af_heart"
    """The voice of requests that name none, and of the warm-up."""
    voices_dir: DirectoryPath | None = None
    """Voice vectors of one's own; `voices/` in the repository where it exists."""
    device: Literal["cpu", "cuda"] = "cpu"
    threads: Annotated[int, Field(ge=1, le=256)] = Field(default_factory=count_usable_cpus)
    """Threads of one synthesis."""
    concurrency: Annotated[int, Field(ge=1, le=16)] = 1
    """Syntheses at once; on a CPU two at once only halve each other."""
    max_requests: Annotated[int, Field(ge=1, le=1000)] = 32
    """Requests being spoken or waiting; one more is answered 503 with Retry-After."""
    cache_dir: Path = Field(
        default=REPOSITORY / ".cache", validation_alias=AliasChoices("PARLEY_CACHE_DIR", "cache_dir")
    )

    @property
    def kokoro_dir(self) -> Path:
        return self.cache_dir / "models" / "kokoro"

    @property
    def own_voices_dir(self) -> Path | None:
        default = REPOSITORY / "voices"
        return self.voices_dir or (default if default.is_dir() else None)
