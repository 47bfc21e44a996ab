"""English text as it is read aloud: ordered tables of rules, the most specific first."""

import re

from models.tts.normalization.english_amounts import AMOUNTS, NUMBERS
from models.tts.normalization.english_dates import AMERICAN_DATES, BRITISH_DATES, DATES_AND_TIMES, YEARS
from models.tts.normalization.english_words import ABBREVIATIONS, ADDRESS_SIGNS, SIGNS, TITLES
from models.tts.normalization.rule import Rule, any_of, apply_rules, keep_full_stop


def normalize_english(text: str, british: bool) -> str:
    """`british` reads 3/4/2024 day first; both varieties read everything else alike."""
    dates = BRITISH_DATES if british else AMERICAN_DATES
    return apply_rules(
        text, (*ADDRESSES, *dates, *DATES_AND_TIMES, *ABBREVIATED, *AMOUNTS, *YEARS, *NUMBERS, *REST)
    )


def _say_address(match: re.Match[str]) -> str:
    """A web or mail address: its signs are said, the rest is left to the rules that follow."""
    address = re.sub(r"^https?://(?:www\.)?", "", match[0]).rstrip("/")
    return "".join(ADDRESS_SIGNS.get(character, character) for character in address)


def _say_abbreviation(match: re.Match[str]) -> str:
    ending = "" if match[1] in ("e.g.", "i.e.", "vs.", "approx.") else keep_full_stop(match)
    return ABBREVIATIONS[match[1]] + ending


def _say_letters(match: re.Match[str]) -> str:
    """Capitals without stops: espeak-ng sees that they are letters."""
    return match[0].replace(".", "").upper() + keep_full_stop(match)


SENTENCE_START = r"(?:The|It|He|She|We|I|They|This|That|There|You)\b"
STREET_END = rf"(?=\s*$|\s*[,;?!]|\s+[a-z]|\s+{SENTENCE_START})"

ADDRESSES: tuple[Rule, ...] = (
    (re.compile(r"https?://[^\s,]*[^\s,.!?;:)]|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _say_address),
    (
        re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|edu|gov)\b(?:/[^\s,]*[^\s,.!?;:)])?"),
        _say_address,
    ),
)

ABBREVIATED: tuple[Rule, ...] = (
    (re.compile(r"\b([ap])\.\s?m\."), lambda m: f"{m[1].upper()}M{keep_full_stop(m)}"),
    (re.compile(r"\bNos?\.\s?(?=\d)|№\s?|#(?=\d)"), "number "),
    (re.compile(rf"(?<=[a-z] )St\.{STREET_END}"), lambda m: f"Street{keep_full_stop(m)}"),
    (re.compile(rf"(?<=[a-z] )Dr\.{STREET_END}"), lambda m: f"Drive{keep_full_stop(m)}"),
    (
        re.compile(rf"\b({any_of(TITLES)})\.\s+(?=[A-Z])|\b(Mr|Mrs|Ms|Dr)\s+(?=[A-Z])"),
        lambda m: f"{TITLES[m[1] or m[2]]} ",
    ),
    (re.compile(rf"(?<![\w.])({any_of(ABBREVIATIONS)})(?!\w)"), _say_abbreviation),
    (re.compile(r"\b(?:[A-Za-z]\.){2,}"), _say_letters),
)

REST: tuple[Rule, ...] = (
    (re.compile(r"\band/or\b"), "and or"),
    (re.compile(rf"[{re.escape(''.join(SIGNS))}]"), lambda m: SIGNS[m[0]]),
    (re.compile(r"~(?=\s?\w)"), "about "),
    (re.compile(r"(?<=\w)/(?=\w)"), " slash "),
)
