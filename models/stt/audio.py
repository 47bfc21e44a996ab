"""Turns an uploaded file into the samples that Whisper reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import av
import numpy as np
from av.audio.resampler import AudioResampler

from models.serving import ApiError

SAMPLE_RATE_HZ = 16_000
# Naming the demuxers also shuts out playlists, which would make FFmpeg open other files and addresses.
DEMUXERS = "wav,flac,ogg,mp3,matroska,webm,mov,mp4,m4a,aac"


MAX_BYTES_WITHOUT_SOUND = 16_000_000
"""Far more than the cover art and metadata before the first frame of an honest file."""


class SoundFile:
    """A file that ends where it holds no sound: demuxers search a damaged one for half a minute."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.bytes_without_sound = 0

    def read(self, size: int) -> bytes:
        if self.bytes_without_sound > MAX_BYTES_WITHOUT_SOUND:
            return b""
        data = self._file.read(size)
        self.bytes_without_sound += len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


@dataclass(frozen=True)
class RawPcm:
    """Headerless samples: signed 16-bit little-endian, channels interleaved."""

    rate_hz: int = 16_000
    channels: int = 1


def decode_audio(file: BinaryIO, raw: RawPcm | None, max_seconds: int) -> np.ndarray:
    """Reads WAV, FLAC, OGG, MP3, WebM, MP4 or raw PCM into float32 mono at 16 kHz.

    Raises ApiError: 400 for what is no audio, 413 past `max_seconds`, where reading stops.
    """
    blocks: list[np.ndarray] = []
    count = 0
    try:
        for block in read_blocks(file, raw):
            blocks.append(block)
            count += len(block)
            if count > max_seconds * SAMPLE_RATE_HZ:
                raise ApiError(413, describe_too_long(max_seconds), param="file", code="audio_too_long")
    except (av.error.FFmpegError, ValueError) as error:
        if not count:
            raise ApiError(400, NOT_AUDIO, param="file", code="invalid_audio") from error
    if not count:
        raise ApiError(400, NOT_AUDIO, param="file", code="invalid_audio")
    return np.concatenate(blocks).astype(np.float32) / 32768.0


NOT_AUDIO = (
    "The file could not be read as audio: no sound was found in it. Send WAV, FLAC, OGG, MP3, WebM or MP4, "
    "or raw 16-bit little-endian PCM as 'audio/pcm;rate=16000;channels=1'."
)


def describe_too_long(max_seconds: int) -> str:
    return (
        f"The audio is longer than the limit of {max_seconds} s. "
        "Send it in parts, or raise STT_MAX_AUDIO_SECONDS on the server."
    )


def read_blocks(file: BinaryIO, raw: RawPcm | None) -> Iterator[np.ndarray]:
    """Blocks of int16 samples, mono, 16 kHz. Damaged packets are left out."""
    source = SoundFile(file)
    if raw:
        layout = {1: "mono", 2: "stereo"}[raw.channels]
        options = {"sample_rate": str(raw.rate_hz), "ch_layout": layout}
        container = av.open(source, "r", format="s16le", options=options)
    else:
        container = av.open(source, "r", metadata_errors="ignore", options={"format_whitelist": DEMUXERS})
    resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
    with container:
        if not container.streams.audio:
            return
        for packet in container.demux(container.streams.audio[0]):
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                continue
            for frame in frames:
                source.bytes_without_sound = 0
                frame.pts = None
                for part in resampler.resample(frame):
                    yield part.to_ndarray()[0]
        for part in resampler.resample(None):
            yield part.to_ndarray()[0]
