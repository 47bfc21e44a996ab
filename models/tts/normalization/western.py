"""Languages written with spaces and num2words numbers, each described by one table of rules."""

import re
from dataclasses import dataclass, field

from models.tts.normalization.numbers import say_cardinal, say_decimal, say_digits, say_ordinal
from models.tts.normalization.rule import any_of, apply_rules


@dataclass(frozen=True)
class WesternRules:
    """How one language writes and says numbers."""

    lang: str | None
    """num2words' name; None leaves digits to espeak-ng, which reads them itself."""
    point: str
    """The word between whole and fraction."""
    currencies: dict[str, tuple[str, str]]
    """Sign → one, several."""
    joint: str
    """The word between the amount and its hundredths."""
    months: str
    """The twelve names, separated by spaces."""
    date: str
    """A template of {day}, {month} and {year}."""
    time: str
    """A template of {hour} and {minute}; whole hours take the part before {minute}."""
    to: str
    percent: str
    minus: str
    abbreviations: dict[str, str]
    units: dict[str, str]
    signs: dict[str, str]
    ordinals: str = r"(?!)"
    """A pattern for what makes the number before it an ordinal."""
    first_of_month: str = ""
    """Said for day 1, where that is not "one"."""
    decimal_comma: bool = True
    ordinal_endings: dict[str, str] = field(default_factory=dict)
    """Written ending → how the masculine ordinal's last letter changes."""


def normalize_western(text: str, rules: WesternRules) -> str:
    """Dates, times, money, percentages, units, ordinals, abbreviations and numbers in words."""
    group, mark = (r"[.\u00a0\u202f ]", ",") if rules.decimal_comma else (",", r"\.")
    number = rf"\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:{mark}\d+)?|\d+(?:{mark}\d+)?"
    signs = any_of(rules.currencies)
    return apply_rules(
        text,
        (
            (
                re.compile(rf"(?<!\w)({any_of(rules.abbreviations)})(?!\w)"),
                lambda m: rules.abbreviations[m[1]],
            ),
            (re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b"), lambda m: _say_date(m[0], m[3], m[2], m[1], rules)),
            (
                re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b"),
                lambda m: _say_date(m[0], m[1], m[2], m[3], rules),
            ),
            (
                re.compile(r"\b(\d{1,2})\s?[:h]\s?(\d\d)\b(?::\d\d)?"),
                lambda m: _say_time(m[0], m[1], m[2], rules),
            ),
            (
                re.compile(rf"(?P<sign>{signs})\s?(?P<n>{number})"),
                lambda m: _say_money(m["n"], m["sign"], rules),
            ),
            (
                re.compile(rf"(?P<n>{number})\s?(?P<sign>{signs})"),
                lambda m: _say_money(m["n"], m["sign"], rules),
            ),
            (re.compile(rf"({number})\s?%"), rf"\1 {rules.percent}"),
            (
                re.compile(rf"({number})\s?({any_of(rules.units)})(?!\w)"),
                lambda m: f"{m[1]} {rules.units[m[2]]}",
            ),
            (re.compile(rf"\b(\d+)({rules.ordinals})"), lambda m: _say_ordinal(m[1], m[2], rules)),
            (re.compile(r"(?<![\w-])(\d+)\s?-\s?(?=\d+(?![\w-]))"), rf"\1 {rules.to} "),
            (re.compile(r"(?<![\w])-(?=\d)"), f"{rules.minus} "),
            # Telephone numbers: four groups or more, or one long run.
            (re.compile(r"\+?\d{2,4}(?:[ .-]\d{2,4}){3,}|\d{9,}"), lambda m: _say_groups(m[0], rules)),
            (re.compile(number), lambda m: _say_number(m[0], rules)),
            (re.compile(any_of(rules.signs)), lambda m: f" {rules.signs[m[0]]} "),
        ),
    )


def _say_number(number: str, rules: WesternRules) -> str:
    kept = re.sub(r"[^\d,]" if rules.decimal_comma else r"[^\d.]", "", number)
    whole, _, fraction = kept.replace(",", ".").partition(".")
    if rules.lang is None:
        return f"{whole} {rules.point} {' '.join(fraction)}" if fraction else whole
    return (
        say_decimal(whole, fraction, rules.point, rules.lang) if fraction else say_cardinal(whole, rules.lang)
    )


def _say_groups(number: str, rules: WesternRules) -> str:
    groups = re.findall(r"\d+", number)
    if rules.lang is None:
        return ", ".join(" ".join(group) for group in groups)
    return ", ".join(say_digits(group, rules.lang) for group in groups)


def _say_date(written: str, day: str, month: str, year: str, rules: WesternRules) -> str:
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return written
    spoken_day = rules.first_of_month if int(day) == 1 and rules.first_of_month else str(int(day))
    return rules.date.format(day=spoken_day, month=rules.months.split()[int(month) - 1], year=year)


def _say_time(written: str, hour: str, minute: str, rules: WesternRules) -> str:
    if int(hour) > 24 or int(minute) > 59:
        return written
    template = rules.time if int(minute) else rules.time.partition(" {minute}")[0]
    return template.format(hour=int(hour), minute=int(minute)).strip()


def _say_money(number: str, sign: str, rules: WesternRules) -> str:
    one, many = rules.currencies[sign]
    whole, mark, fraction = number.rpartition("," if rules.decimal_comma else ".")
    if mark and len(fraction) == 2:
        spoken = f"{_say_number(whole, rules)} {one if whole == '1' else many}"
        return (
            spoken if fraction == "00" else f"{spoken} {rules.joint} {_say_number(str(int(fraction)), rules)}"
        )
    return f"{_say_number(number, rules)} {one if number == '1' else many}"


def _say_ordinal(number: str, ending: str, rules: WesternRules) -> str:
    if rules.lang is None:
        return number + ending
    spoken = say_ordinal(int(number), rules.lang)
    change = rules.ordinal_endings.get(ending)
    return spoken[:-1] + change if change else spoken
