from faster_whisper.transcribe import Segment  # type: ignore[import-untyped]

from models.stt.formats import format_srt, format_time, format_vtt


def make_segment(start: float, end: float, text: str) -> Segment:
    return Segment(
        id=1,
        seek=0,
        start=start,
        end=end,
        text=text,
        tokens=[],
        avg_logprob=-0.1,
        compression_ratio=1.0,
        no_speech_prob=0.0,
        words=None,
        temperature=0.0,
    )


SEGMENTS = [make_segment(0, 1.5, " Hello."), make_segment(3661.0004, 3662.9996, " A < B & C")]


def test_srt() -> None:
    assert format_srt(SEGMENTS) == (
        "1\n00:00:00,000 --> 00:00:01,500\nHello.\n\n2\n01:01:01,000 --> 01:01:03,000\nA < B & C\n\n"
    )


def test_vtt_escapes_markup() -> None:
    assert format_vtt(SEGMENTS) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nHello.\n\n"
        "01:01:01.000 --> 01:01:03.000\nA &lt; B &amp; C\n\n"
    )


def test_time_carries_a_rounded_second_into_the_minute() -> None:
    assert format_time(59.9996, ".") == "00:01:00.000"
