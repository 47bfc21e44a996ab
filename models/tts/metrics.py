"""What the server counts, in Prometheus' terms."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("tts_requests", "Speech requests by how they ended", ["outcome"])
TTFB = Histogram(
    "tts_ttfb_seconds",
    "Request received to first audio byte handed to the socket",
    buckets=(0.05, 0.075, 0.1, 0.15, 0.25, 0.35, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30),
)
REAL_TIME_FACTOR = Histogram(
    "tts_real_time_factor",
    "Synthesis time of a segment divided by the length of its audio",
    buckets=(0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.5, 2.5, 5),
)
AUDIO_SECONDS = Counter("tts_audio_seconds", "Audio synthesised, in seconds")
ACTIVE_REQUESTS = Gauge("tts_active_requests", "Requests being spoken or waiting")
