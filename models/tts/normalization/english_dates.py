"""English dates, times, years and decades as they are read aloud."""

import re

from models.tts.normalization.english_words import MONTH_NAMES, MONTHS, YEAR_COUNTED
from models.tts.normalization.numbers import say_cardinal, say_ordinal, say_year
from models.tts.normalization.rule import Rule, any_of, keep_full_stop

EN = "en"


def _say_date(month: str, day: str, year: str | None) -> str:
    spoken = f"{month} {say_ordinal(int(day), EN)}"
    return f"{spoken}, {say_year(int(year), EN)}" if year else spoken


def _say_numeric_date(match: re.Match[str], month: str, day: str) -> str:
    if not (1 <= int(match[month]) <= 12 and 1 <= int(match[day]) <= 31):
        return match[0]
    return _say_date(MONTHS[int(match[month]) - 1], match[day], match["y"])


def _say_month_first(match: re.Match[str]) -> str:
    return _say_date(MONTH_NAMES[match["m"]], match["d"], match["y"])


def _say_day_first(match: re.Match[str]) -> str:
    year = f" {say_year(int(match['y']), EN)}" if match["y"] else ""
    return f"the {say_ordinal(int(match['d']), EN)} of {MONTH_NAMES[match['m']]}{year}"


def _say_time(match: re.Match[str]) -> str:
    hour, minute = int(match["h"]), int(match["min"] or 0)
    if hour > 23 or minute > 59:
        return match[0]
    spoken = say_cardinal(str(hour), EN)
    if minute:
        spoken += (" oh " if minute < 10 else " ") + say_cardinal(str(minute), EN)
    if match["half"]:
        return f"{spoken} {match['half'][0].upper()}M{keep_full_stop(match)}"
    if minute:
        return spoken
    return f"{spoken} o'clock" if 0 < hour <= 12 else f"{spoken} hundred hours"


def _say_decade(match: re.Match[str]) -> str:
    number = int(match[1])
    spoken = say_year(number, EN) if number >= 100 else say_cardinal(str(number), EN)
    return f"{spoken[:-1]}ies" if spoken.endswith("y") else f"{spoken}s"


DAY = r"(?P<d>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?P<y>\d{4})"
MONTH = rf"(?P<m>{any_of(MONTH_NAMES)})\b\.?"
HALF = r"(?P<half>[aApP](?:\.\s?[mM]\.|[mM]\b))"
SLASHED = re.compile(rf"(?<![\d/])(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/{YEAR}(?![\d/])")

AMERICAN_DATES: tuple[Rule, ...] = ((SLASHED, lambda m: _say_numeric_date(m, "a", "b")),)
BRITISH_DATES: tuple[Rule, ...] = ((SLASHED, lambda m: _say_numeric_date(m, "b", "a")),)

DATES_AND_TIMES: tuple[Rule, ...] = (
    (re.compile(rf"\b{YEAR}-(?P<a>\d\d)-(?P<b>\d\d)(?!\d)"), lambda m: _say_numeric_date(m, "a", "b")),
    (re.compile(rf"\b{MONTH}\s+{DAY}\b(?:,?\s+{YEAR}\b)?(?![:%])"), _say_month_first),
    (re.compile(rf"(?:\b[Tt]he\s+)?\b{DAY}\s+(?:of\s+)?{MONTH}(?:,?\s+{YEAR}\b)?"), _say_day_first),
    (re.compile(rf"\b(?P<h>\d{{1,2}}):(?P<min>\d\d)(?::\d\d)?(?:\s?{HALF})?(?![\d:])"), _say_time),
    (re.compile(rf"\b(?P<h>\d{{1,2}})(?P<min>)\s?{HALF}"), _say_time),
    (re.compile(r"'?\b(\d{2}|\d{3}0)'?s\b"), _say_decade),
)

YEARS: tuple[Rule, ...] = (
    # Four digits without a comma are a year unless a counted noun follows.
    (
        re.compile(rf"(?<![\w.,#-])(1[1-9]\d\d|20\d\d)(?![\w%]|[.,:/-]\d|\s+(?:{any_of(YEAR_COUNTED)})\b)"),
        lambda m: say_year(int(m[1]), EN),
    ),
)
