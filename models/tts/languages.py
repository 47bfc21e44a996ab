"""The languages Kokoro v1.0 speaks, and how a request or a voice name chooses one."""

import re

# The letter that a voice's name begins with, in Kokoro's naming: https://huggingface.co/hexgrad/Kokoro-82M/blob/main/VOICES.md
VOICE_LANGUAGES = {
    "a": "en-us",
    "b": "en-gb",
    "e": "es",
    "f": "fr",
    "h": "hi",
    "i": "it",
    "j": "ja",
    "p": "pt-br",
    "z": "zh",
}
LANGUAGES = tuple(VOICE_LANGUAGES.values())
SPELLINGS = {"en": "en-us", "pt": "pt-br", "fr-fr": "fr", "cmn": "zh", "zh-cn": "zh", "ja-jp": "ja"}
VOICE_NAME = re.compile(r"([abefhijpz])[fm]_")


def find_language(name: str) -> str | None:
    """`name` is a language tag in any case (`en`, `pt-BR`); None where Kokoro does not speak it."""
    tag = name.strip().lower().replace("_", "-")
    tag = SPELLINGS.get(tag, tag)
    if tag in LANGUAGES:
        return tag
    base = tag.split("-")[0]
    return SPELLINGS.get(base, base) if SPELLINGS.get(base, base) in LANGUAGES else None


def get_voice_language(voice: str) -> str:
    """The language that a voice's name begins with; other names speak American English."""
    match = VOICE_NAME.match(voice)
    return VOICE_LANGUAGES[match.group(1)] if match else "en-us"
