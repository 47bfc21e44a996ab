"""English money, measures, fractions, telephone numbers and plain numbers as they are read aloud."""

import re

from models.tts.normalization.english_words import CURRENCIES, FRACTIONS, SCALES, UNITS
from models.tts.normalization.numbers import say_cardinal, say_decimal, say_digits, say_ordinal
from models.tts.normalization.rule import Rule, any_of

EN = "en"
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


def say_number(number: str) -> str:
    """`1,234.5` → "one thousand two hundred and thirty-four point five"."""
    whole, _, fraction = number.replace(",", "").partition(".")
    return say_decimal(whole, fraction, "point", EN) if fraction else say_cardinal(whole, EN)


def _say_telephone(match: re.Match[str]) -> str:
    plus = "plus " if match[0].startswith("+") else ""
    return plus + ", ".join(say_digits(group, EN) for group in re.findall(r"\d+", match[0]))


def _say_money(match: re.Match[str]) -> str:
    one, many, cent, cents = CURRENCIES[match["sign"]]
    if match["scale"]:
        return f"{say_number(match['n'])} {SCALES[match['scale']]} {many}"
    whole, _, fraction = match["n"].replace(",", "").partition(".")
    if fraction and (len(fraction) != 2 or not cents):
        return f"{say_number(match['n'])} {many}"
    amount = f"{say_cardinal(whole, EN)} {one if whole == '1' else many}"
    if not fraction or fraction == "00":
        return amount
    hundredths = f"{say_cardinal(str(int(fraction)), EN)} {cent if fraction == '01' else cents}"
    return hundredths if whole == "0" else f"{amount} and {hundredths}"


def _say_measure(match: re.Match[str]) -> str:
    one, many = UNITS[match["unit"]]
    return f"{say_number(match['n'])} {one if match['n'] == '1' else many}"


def _say_fraction(match: re.Match[str]) -> str:
    above, below = int(match[1]), int(match[2])
    if not 0 < above < below <= 20:
        return f"{say_number(match[1])} slash {say_number(match[2])}"
    one, many = FRACTIONS.get(below) or (say_ordinal(below, EN), f"{say_ordinal(below, EN)}s")
    return f"{say_cardinal(str(above), EN)} {one if above == 1 else many}"


SCALE = rf"(?:\s?(?P<scale>{any_of(SCALES)})\b)?"

AMOUNTS: tuple[Rule, ...] = (
    # Telephone numbers: 3-3-4, 3-4, international ones; then other numbers in three groups or more.
    (
        re.compile(
            r"(?<![\w.])(?:\+?\d{1,3}[ -])?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]\d{4}\b"
            r"|(?<![\w.-])\d{3}-\d{4}\b(?!-)|\+\d{1,3}(?:[ -]?\d{2,5}){2,5}\b|\b\d+(?:-\d+){2,}\b"
        ),
        _say_telephone,
    ),
    (re.compile(r"(?<![\w)])-(?=[$€£]?\d)"), "minus "),
    (re.compile(r"(?<![\d-])(\d[\d,.]*(?:%|[kKmMbB]|bn)?)\s?-\s?(?=[$€£]?\d[\d,.]*(?!-))"), r"\1 to "),
    (re.compile(rf"(?P<sign>US\$|[$€£¥₹])\s?(?P<n>{NUMBER}){SCALE}"), _say_money),
    (re.compile(rf"(?P<n>{NUMBER}){SCALE}\s?(?P<sign>€|£|USD|EUR|GBP)(?!\w)"), _say_money),
    (
        re.compile(rf"(?<![\w.])(?P<n>{NUMBER})\s?(?P<unit>{any_of(UNITS)})(?![\w'])(?:\.(?=\s+[a-z]))?"),
        _say_measure,
    ),
    (
        re.compile(r"\b(\d{1,3}(?:,\d{3})*)(?:st|nd|rd|th)\b"),
        lambda m: say_ordinal(int(m[1].replace(",", "")), EN),
    ),
)

NUMBERS: tuple[Rule, ...] = (
    (re.compile(r"\b(\d{1,4})/(\d{1,4})\b"), _say_fraction),
    (re.compile(r"\b(\d+):(\d+)\b"), lambda m: f"{say_number(m[1])} to {say_number(m[2])}"),
    (re.compile(r"\d+(?:\.\d+){2,}"), lambda m: " " + " point ".join(map(say_number, m[0].split(".")))),
    (re.compile(r"(?<=[A-Za-z])-?(\d{3,})\b"), lambda m: f" {say_digits(m[1], EN)}"),
    (re.compile(rf"(?<=[A-Za-z])-?({NUMBER})"), lambda m: f" {say_number(m[1])}"),
    (re.compile(rf"({NUMBER})-?(?=[A-Za-z])"), lambda m: f"{say_number(m[1])} "),
    (re.compile(NUMBER), lambda m: say_number(m[0])),
)
