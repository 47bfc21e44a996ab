"""What all languages share: characters nobody speaks, typography, Markdown, and punctuation marks."""

import re
import unicodedata

from models.tts.normalization.rule import Rule, apply_rules

# Typography and other scripts' marks → the plain ones.
CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼ´`", "'"),
        **dict.fromkeys('“”„«»「」『』〈〉《》【】"', " "),
        **dict.fromkeys("[{（［", "("),
        **dict.fromkeys("]}）］", ")"),
        **dict.fromkeys("、，", ", "),
        **dict.fromkeys("。．。।॥", ". "),
        "！": "! ",
        "？": "? ",
        "：": ": ",
        "；": "; ",
        "・": " ",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "¿": "",
        "¡": "",
        "～": "~",
        "％": "%",
        "￥": "¥",
        "＄": "$",
        "\u00ad": "",
        "\u2028": "\n",
        "\u2029": "\n",
    }
)
# What would make a pattern look at the same characters again and again: endless spaces, endless words.
BOUNDING: tuple[Rule, ...] = (
    (re.compile(r"\r\n?"), "\n"),
    (re.compile(r"[^\S\n]+"), " "),
    (re.compile(r"(?:\n ?)+"), "\n"),
    (re.compile(r"(\S{100})(?=\S)"), r"\1 "),
)
# [text](address) → text; then emphasis, code and heading signs.
MARKDOWN: tuple[Rule, ...] = (
    (re.compile(r"!?\[([^\]\n]{1,500})\]\([^)\s]{1,2000}\)"), r"\1"),
    (re.compile(r"^\s*(?:#{1,6}|[-*+•>])\s+", re.MULTILINE), ""),
    (re.compile(r"\*+|~~+|`+|(?<!\w)_+|_+(?!\w)|\|"), " "),
)
DROPPED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"}
KEPT = set("\n°№")
ZERO_WIDTH_JOINERS = "\u200c\u200d"


def clean_text(text: str) -> str:
    """Removes control characters, emoji and Markdown; typographic marks become plain, digits ASCII."""
    text = apply_rules(text, (*BOUNDING, *MARKDOWN))
    text = unicodedata.normalize("NFC", text).translate(CHARACTERS)
    return "".join(_keep(character) for character in text)


def _keep(character: str) -> str:
    if character in KEPT:
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if character in ZERO_WIDTH_JOINERS:
        return character  # Devanagari conjuncts need them.
    return " " if category in DROPPED_CATEGORIES else character


# Brackets become pauses, as people read them.
TIDYING: tuple[Rule, ...] = (
    (re.compile(r"[()]"), ", "),
    (re.compile(r"\.{2,}"), "…"),
    (re.compile(r"\s+[-–]+\s+|[–—]+|\s*--+\s*"), " — "),
    (re.compile(r"[^\w\s;:,.!?…—'\u200c\u200d\u0900-\u097f-]"), " "),
    (re.compile(r"[^\S\n]+"), " "),
    (re.compile(r" ?\n[\s,]*"), "\n"),
    (re.compile(r"(?: ?,)+(?= ?[;:,.!?…—])"), ""),
    (re.compile(r"(?<=[;:,.!?…—]) ?,(?=\s|$)"), ""),
    (re.compile(r" (?=[;:,.!?…])"), ""),
)


def tidy_marks(text: str) -> str:
    """Spoken words → single spaces, marks directly after words, nothing but words and marks."""
    return apply_rules(text, TIDYING).strip(" ,\n")
