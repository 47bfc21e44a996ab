"""What people really write to each other: the BYU Chit-Chat dataset (MIT), as its PyPI package carries it.

Pinned in requirements.txt; only its JSON file is read.
"""

import importlib.util
import json
import re
from pathlib import Path

ONE = re.compile(r"[A-Za-z][A-Za-z ,']+[.?!]*")
PLAIN = re.compile(r"[A-Z][A-Za-z ,']+[.?!]")
"""One sentence of words: no numerals, abbreviations, smileys or second sentence."""


def read_sentences(shortest: int = 3, longest: int = 16, *, plain: bool = True) -> list[str]:
    """Messages of that many words that are one sentence, each once, in the order of the dataset.

    plain: only those that are written as a sentence is, with its capital and full stop.
    """
    spec = importlib.util.find_spec("chitchat_dataset")
    if spec is None or spec.origin is None:
        raise SystemExit("chitchat_dataset is missing: pip install -r bench/end-of-turn/requirements.txt")
    conversations = json.loads((Path(spec.origin).parent / "dataset.json").read_text("utf-8"))
    sentences: dict[str, None] = {}
    for conversation in conversations.values():
        for group in conversation["messages"]:
            for message in group:
                text = str(message["text"]).strip()
                if (PLAIN if plain else ONE).fullmatch(text) and shortest <= len(text.split()) <= longest:
                    sentences[text] = None
    return list(sentences)
