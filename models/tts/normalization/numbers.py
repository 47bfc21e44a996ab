"""Numbers as words, by num2words."""

import re

from num2words import num2words  # type: ignore[import-untyped]

MAX_DIGITS = 15
"""Longer numbers are identifiers: people read them digit by digit."""


def say_cardinal(digits: str, lang: str) -> str:
    """`1234` → "one thousand two hundred and thirty-four"; `007` and very long ones digit by digit."""
    if len(digits) > MAX_DIGITS or (len(digits) > 1 and digits.startswith("0")):
        return say_digits(digits, lang)
    return _plain(num2words(int(digits), lang=lang))


def say_ordinal(number: int, lang: str) -> str:
    return _plain(num2words(number, lang=lang, to="ordinal"))


def say_digits(digits: str, lang: str) -> str:
    """`0123` → "zero one two three"; anything between the digits is left out."""
    return " ".join(num2words(int(digit), lang=lang) for digit in re.sub(r"\D", "", digits))


def say_year(year: int, lang: str) -> str:
    return _plain(num2words(year, lang=lang, to="year")) if lang == "en" else say_cardinal(str(year), lang)


def say_decimal(whole: str, fraction: str, point: str, lang: str) -> str:
    """`3`, `14` → "three point one four"."""
    return f"{say_cardinal(whole, lang)} {point} {say_digits(fraction, lang)}"


def _plain(words: str) -> str:
    """num2words puts commas between groups; spoken, they would be pauses."""
    return words.replace(",", "")
