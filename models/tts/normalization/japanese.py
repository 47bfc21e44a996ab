"""Japanese: OpenJTalk reads numbers with their counters; the tables here bring signs into words it knows."""

import re

from models.tts.normalization.rule import Rule, apply_rules

CURRENCIES = {"¥": "円", "$": "ドル", "€": "ユーロ", "£": "ポンド"}
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
UNITS = {
    "km/h": "キロメートル毎時",
    "km": "キロメートル",
    "kg": "キログラム",
    "cm": "センチメートル",
    "mm": "ミリメートル",
    "m": "メートル",
    "g": "グラム",
    "GB": "ギガバイト",
    "°C": "度",
    "%": "パーセント",
}
UNIT = "|".join(map(re.escape, UNITS))

RULES: tuple[Rule, ...] = (
    (
        re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"),
        lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日",
    ),
    (re.compile(r"(?<!\d)(\d{1,2}):00(?!\d)"), r"\1時"),
    (re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)"), r"\1時\2分"),
    (re.compile(rf"([¥$€£])\s?({NUMBER})"), lambda m: m[2] + CURRENCIES[m[1]]),
    (re.compile(rf"({NUMBER})\s?({UNIT})(?![A-Za-z])"), lambda m: m[1] + UNITS[m[2]]),
    (re.compile(r"(?<=\d),(?=\d{3})"), ""),
    (re.compile(r"(?<=\d)\s?~\s?(?=\d)"), "から"),
    (re.compile(r"(?<=\d)-(?=\d)"), "の"),
)


def normalize_japanese(text: str) -> str:
    return apply_rules(text, RULES)
