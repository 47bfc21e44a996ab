"""Fits how readily English ends on a word or a pair of words, to agent/turn/completeness-lexicon.json.

    python bench/end-of-turn/lexicon.py       (README.md says with which python)

A logistic regression tells the whole sentences of the Chit-Chat dataset (chat.py) from their beginnings, by
the last word, the last two words and the length. Only what moves the odds is kept.
"""

import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path

import numpy as np
from chat import read_sentences
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

OUT = Path(__file__).resolve().parents[2] / "agent" / "turn" / "completeness-lexicon.json"
RAREST = 60
"""Words and pairs seen less often say nothing reliable."""
LEAST_WEIGHT = 0.6
LENGTHS = 8
HELD_OUT = 0.1


def split_words(text: str) -> list[str]:
    return re.findall(r"[a-z]+(?:'[a-z]+)*", text.lower())


def list_endings(words: list[str]) -> list[str]:
    """The last word, and the last two: what the weights are of. The agent looks up the same two."""
    return [words[-1], " ".join(words[-2:])] if len(words) > 1 else [words[-1]]


def list_beginnings(sentences: list[str]) -> list[tuple[list[str], int]]:
    """Every beginning of every sentence, with 1 for the whole of it."""
    split = [split_words(sentence) for sentence in sentences]
    return [
        (words[:count], int(count == len(words))) for words in split for count in range(1, len(words) + 1)
    ]


def encode(beginnings: list[tuple[list[str], int]], columns: dict[str, int]) -> csr_matrix:
    rows, places = [], []
    for row, (words, _) in enumerate(beginnings):
        length = len(columns) + min(len(words), LENGTHS) - 1
        found = [columns[ending] for ending in list_endings(words) if ending in columns]
        rows += [row] * (len(found) + 1)
        places += [*found, length]
    shape = (len(beginnings), len(columns) + LENGTHS)
    return csr_matrix((np.ones(len(rows)), (rows, places)), shape=shape)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--penalty", type=float, default=0.3, help="C of scikit-learn: smaller shrinks more")
    options = parser.parse_args()
    sentences = read_sentences(shortest=2, longest=20, plain=False)
    random.Random(2).shuffle(sentences)
    held_out = int(len(sentences) * HELD_OUT)
    test, fit = list_beginnings(sentences[:held_out]), list_beginnings(sentences[held_out:])
    counts = Counter(ending for words, _ in fit for ending in list_endings(words))
    columns = {
        ending: place for place, ending in enumerate(sorted(e for e, n in counts.items() if n >= RAREST))
    }
    model = LogisticRegression(C=options.penalty, max_iter=300)
    model.fit(encode(fit, columns), [is_over for _, is_over in fit])
    weights = model.coef_[0][: len(columns)]
    lexicon = {ending: round(float(weights[place]), 2) for ending, place in columns.items()}
    kept = {ending: weight for ending, weight in lexicon.items() if abs(weight) >= LEAST_WEIGHT}
    # What the agent computes: the sum over what is kept.
    scores = [sum(kept.get(ending, 0) for ending in list_endings(words)) for words, _ in test]
    whole = roc_auc_score([is_over for _, is_over in test], model.predict_proba(encode(test, columns))[:, 1])
    own = roc_auc_score([is_over for _, is_over in test], scores)
    print(
        f"{len(sentences)} sentences, {len(columns)} endings, {len(kept)} kept; "
        f"held out: AUC {whole:.3f}, as kept {own:.3f}"
    )
    about = (
        "How much likelier (log odds) English is over after a word or a pair of words. Fitted by "
        f"bench/end-of-turn/lexicon.py to {len(sentences)} sentences of the BYU Chit-Chat dataset (MIT), "
        f"written by people. Told whole sentences from beginnings with an AUC of {own:.2f} on others."
    )
    OUT.write_text(json.dumps({"about": about, "languages": {"en": kept}}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
