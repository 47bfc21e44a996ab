"""A rewriting rule, and how a table of them is applied."""

import re
from collections.abc import Callable, Iterable

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
"""A pattern, and its replacement as a template or a function of the match."""


def apply_rules(text: str, rules: Iterable[Rule]) -> str:
    """Applies the rules one after the other: the order of a table matters."""
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def keep_full_stop(match: re.Match[str]) -> str:
    """A full stop where an abbreviation's own one seems to end the sentence as well, else nothing."""
    ends = re.match(r"\s*$|\s*\n|\s+[A-Z]", match.string[match.end() : match.end() + 80])
    return "." if match[0].endswith(".") and ends else ""
