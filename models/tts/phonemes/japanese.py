"""Phonemes of Japanese: words and readings by OpenJTalk with its own dictionary, in Kokoro's symbols."""

import pyopenjtalk

# A row of kana and its sounds, with the allophones Kokoro was trained with. The correspondence is that of
# misaki 0.9.4, cutlet.py (MIT, after github.com/polm/cutlet).
ROWS = {
    "アイウエオ": "a i ɯ e o",
    "カキクケコ": "ka kʲi kɯ ke ko",
    "ガギグゲゴ": "ɡa ɡʲi ɡɯ ɡe ɡo",
    "サシスセソ": "sa ɕi sɨ se so",
    "ザジズゼゾ": "ʣa ʥi zɨ ʣe ʣo",
    "タチツテト": "ta ʨi ʦɨ te to",
    "ダヂヅデド": "da ʥi zɨ de do",
    "ナニヌネノ": "na ɲi nɯ ne no",
    "ハヒフヘホ": "ha çi ɸɯ he ho",
    "バビブベボ": "ba bʲi bɯ be bo",
    "パピプペポ": "pa pʲi pɯ pe po",
    "マミムメモ": "ma mʲi mɯ me mo",
    "ヤユヨ": "ja jɯ jo",
    "ラリルレロ": "ɾa ɾʲi ɾɯ ɾe ɾo",
    "ワヰヱヲヴ": "βa i e o vɯ",
    "ァィゥェォ": "a i ɯ e o",
    "ャュョヮヵヶ": "ja jɯ jo βa ka ke",
}
KANA = {kana: ipa for row, sounds in ROWS.items() for kana, ipa in zip(row, sounds.split(), strict=True)}

# What a small kana makes of the kana before it: the consonant stays, the vowel is replaced.
PALATAL = {"ャ": "a", "ュ": "ɨ", "ョ": "o", "ェ": "e"}
CONSONANTS = {kana: KANA[kana].rstrip("aiɯɨeo") for row in ROWS for kana in row}
GLIDES = {"イェ": "je", "ウィ": "βi", "ウェ": "βe", "ウォ": "βo"}
FOREIGN = {
    "ティ": "tʲi",
    "ディ": "dʲi",
    "テュ": "tʲɨ",
    "デュ": "dʲɨ",
    "トゥ": "tɯ",
    "ドゥ": "dɯ",
    "フュ": "ɸʲɨ",
}
BEFORE_VOWEL = {"ク": "kᵝ", "グ": "ɡᵝ", "フ": "ɸ", "ツ": "ʦ", "ヴ": "v"}
OPEN = {"ァ": "a", "ィ": "i", "ェ": "e", "ォ": "o", "ヮ": "a"}

# The moraic nasal takes the place of the sound after it.
NASALS = {"m": "mpb", "ŋ": "kɡ", "ɲ": "ɲʨʥ", "n": "ntdɾzʣʦ"}


def _combine(first: str, small: str) -> str | None:
    """The sound of a kana with a small one after it, or None where the two are separate sounds."""
    pair = first + small
    if pair in GLIDES or pair in FOREIGN:
        return GLIDES.get(pair) or FOREIGN[pair]
    if first in BEFORE_VOWEL and small in OPEN:
        soft = "ʲ" if small == "ィ" and first in "フツヴ" else ""
        return BEFORE_VOWEL[first] + soft + OPEN[small]
    if small in PALATAL and first in "キギシジチヂニヒビピミリ":
        return CONSONANTS[first] + PALATAL[small]
    return None


def pronounce_kana(kana: str) -> str:
    """Katakana as it is pronounced (long vowels as ー) → phonemes."""
    sounds: list[str] = []
    position = 0
    while position < len(kana):
        pair = _combine(kana[position], kana[position + 1]) if position + 1 < len(kana) else None
        sounds.append(
            pair or {"ー": "ː", "ッ": "ʔ", "ン": "ン"}.get(kana[position]) or KANA.get(kana[position], "")
        )
        position += 2 if pair else 1
    for index, sound in enumerate(sounds):
        if sound == "ン":
            following = "".join(sounds[index + 1 : index + 2])[:1]
            sounds[index] = next(
                (nasal for nasal, before in NASALS.items() if following and following in before), "ɴ"
            )
    return "".join(sounds)


def phonemize_japanese(text: str) -> str:
    """`text` is one clause in any script OpenJTalk reads: it also says numbers with their counters."""
    words: list[str] = []
    for word in pyopenjtalk.run_frontend(text):
        # An apostrophe marks a devoiced vowel; Kokoro has no symbol for it.
        kana = word["pron"].replace("’", "") if word["mora_size"] else ""
        if not kana:
            continue
        if words and kana.startswith(("ー", "ッ")):
            words[-1] += kana
        else:
            words.append(kana)
    return " ".join(pronounce_kana(word) for word in words)
