"""Mandarin: cn2an reads numbers, dates and percentages; the tables here bring text into its forms."""

import re
from contextlib import suppress

import cn2an  # type: ignore[import-untyped]

from models.tts.normalization.rule import Rule, apply_rules

CURRENCIES = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑", "US$": "美元"}
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
DIGITS = "零一二三四五六七八九"
UNITS = {
    "km/h": "公里每小时",
    "km": "公里",
    "kg": "公斤",
    "cm": "厘米",
    "mm": "毫米",
    "m": "米",
    "g": "克",
    "GB": "吉字节",
    "°C": "摄氏度",
}

RULES: tuple[Rule, ...] = (
    (re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b"), lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日"),
    (re.compile(r"\b(\d{1,2}):00\b"), r"\1点"),
    (re.compile(r"\b(\d{1,2}):(\d{2})\b"), r"\1点\2分"),
    (re.compile(rf"(US\$|[¥$€£])\s?({NUMBER})"), lambda m: m[2] + CURRENCIES[m[1]]),
    (re.compile(rf"({NUMBER})\s?({'|'.join(UNITS)})(?![A-Za-z])"), lambda m: m[1] + UNITS[m[2]]),
    (re.compile(r"(?<=\d),(?=\d{3})"), ""),
    (re.compile(r"(?<=\d)\s?[-~]\s?(?=\d+(?:[^\d-]|$))"), "到"),
    # Long runs are telephone and card numbers; 0-led ones too.
    (re.compile(r"(?<![\d.])(?:\d{9,}|0\d+)(?!\d|\.\d)"), lambda m: _say_digits(m[0])),
)


def normalize_chinese(text: str) -> str:
    text = apply_rules(text, RULES)
    # cn2an refuses a few impossible numbers; their digits are then said one by one, as are those it leaves.
    with suppress(ValueError):
        text = cn2an.transform(text, "an2cn")
    return re.sub(r"\d+", lambda m: _say_digits(m[0]), text)


def _say_digits(digits: str) -> str:
    return "".join(DIGITS[int(digit)] for digit in digits)
