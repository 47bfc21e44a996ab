"""Fits the probability that a turn is over, and the presets, to agent/turn/end-of-turn-weights.json.

    python bench/end-of-turn/fit.py EVIDENCE.jsonl       (README.md says with which python)

EVIDENCE.jsonl comes from evidence.ts. Fitted are the moments of the fit halves; every figure of them is
cross-validated (no sentence template in two folds). The test halves are only reported.
"""

import argparse
import json
import re
from datetime import date
from pathlib import Path

import numpy as np
from policy import PRIOR_PAUSES, Outcome, Pauses, Preset, fit_pauses, try_preset
from sklearn.metrics import brier_score_loss, roc_auc_score
from turn_model import (
    DETECTORS,
    LANGUAGE_MODEL,
    TEXTS,
    Model,
    choose_penalty,
    list_variants,
    predict_held_out,
)
from turn_moments import Moments, Numbers, read_moments

TURN = Path(__file__).resolve().parents[2] / "agent" / "turn"
READS_COMPLETE_ABOVE = 0.5


def describe(probabilities: Numbers, moments: Moments) -> str:
    if len(set(moments.is_over)) < 2 or np.ptp(probabilities) == 0:
        return "AUC     -"
    auc = roc_auc_score(moments.is_over, probabilities)
    return f"AUC {auc:.3f}  Brier {brier_score_loss(moments.is_over, probabilities):.3f}"


def describe_calibration(probabilities: Numbers, moments: Moments) -> str:
    """Of the moments judged to this or that probability, how many were ends."""
    lines = []
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        chosen = (probabilities >= low) & (probabilities < high)
        if chosen.any():
            mean, share = probabilities[chosen].mean(), moments.is_over[chosen].mean()
            lines.append(f"    judged {mean:.2f}   over {share:.2f}   n {chosen.sum()}")
    return "\n".join(lines)


def describe_outcome(outcome: Outcome) -> str:
    return (
        f"cutoffs {outcome.cutoffs:5.1%}   delay mean {outcome.mean_ms:4.0f}  p50 {outcome.p50_ms:4.0f}  "
        f"p95 {outcome.p95_ms:4.0f} ms"
    )


THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.83, 0.86, 0.88, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98)
RANGES = {"eager": (220, 1800), "balanced": (280, 2000), "patient": (400, 2500)}
"""Earliest and latest silence. Computing the answer hides the first 300 to 500 ms in any case (balanced)."""
CUTOFFS = {"eager": 0.16, "balanced": 0.08, "patient": 0.04}
"""Share of pauses that may be cut off, on the fit half."""


def choose_preset(name: str, probabilities: Numbers, moments: Moments, pauses: Pauses) -> Preset:
    """The lowest threshold that keeps to the share of cutoffs; the highest where none does."""
    presets = [Preset(threshold, *RANGES[name]) for threshold in THRESHOLDS]
    fitting = [p for p in presets if try_preset(probabilities, moments, pauses, p).cutoffs <= CUTOFFS[name]]
    return fitting[0] if fitting else presets[-1]


def report(
    name: str, probabilities: Numbers, moments: Moments, pauses: Pauses, presets: dict[str, Preset]
) -> None:
    ends = int(moments.is_over.sum())
    print(f"\n{name}: {ends} ends, {len(moments) - ends} pauses")
    print(f"  all evidence: {describe(probabilities, moments)}")
    print(describe_calibration(probabilities, moments))
    for preset_name, preset in presets.items():
        print(f"  {preset_name:<9} {describe_outcome(try_preset(probabilities, moments, pauses, preset))}")
    print("  threshold, with the bounds of balanced:")
    for threshold in THRESHOLDS:
        outcome = try_preset(probabilities, moments, pauses, Preset(threshold, *RANGES["balanced"]))
        print(f"    {threshold:.2f}  {describe_outcome(outcome)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("evidence", type=Path)
    options = parser.parse_args()
    moments = read_moments(options.evidence)
    is_fit = np.array(moments.half) == "fit"
    fit, test = moments.select(is_fit), moments.select(~is_fit)
    pauses = fit_pauses(fit)
    models: dict[str, Model] = {}
    print(f"pauses: median {pauses.median_ms:.0f} ms, spread {pauses.log_spread}\n")
    print(f"{'evidence':<36} {'C':>4}  {'fit half, held out':<26} test half")
    for variant in list_variants():
        penalty = choose_penalty(variant, fit)
        model = Model(variant).fit(fit, penalty)
        models[model.name] = model
        held_out = describe(predict_held_out(variant, fit, penalty), fit)
        print(f"{model.name:<36} {penalty:>4}  {held_out:<26} {describe(model.predict(test), test)}")
    everything = (TEXTS[0], *DETECTORS)
    held_out = predict_held_out(everything, fit, choose_penalty(everything, fit))
    likely = fit.is_likely == 1
    presets = {name: choose_preset(name, held_out[likely], fit.select(likely), pauses) for name in RANGES}
    report("fit half, held out", held_out, fit, pauses, presets)
    report("... where people are likely to pause", held_out[likely], fit.select(likely), pauses, presets)
    model = models["+".join(everything)]
    for corpus in sorted(set(test.corpus)):
        part = test.select(np.array(test.corpus) == corpus)
        report(f"test: {corpus}", model.predict(part), part, pauses, presets)
        print(f"  detectors asked once, not often: {describe(model.predict(part, asked=0), part)}")
    compare_language_models(models, fit, test, pauses, presets)
    write_weights(models, pauses, presets, fit)


def compare_language_models(
    models: dict[str, Model], fit: Moments, test: Moments, pauses: Pauses, presets: dict[str, Preset]
) -> None:
    """What each language model adds: to the text, to the text and v1-mini, and to everything."""
    likely = fit.is_likely == 1
    for audio in ((), ("v1Mini",), DETECTORS):
        without = (TEXTS[0], *audio)
        for variant in (without, (*without, LANGUAGE_MODEL)):
            penalty, model = choose_penalty(variant, fit), models["+".join(variant)]
            for name in fit.language_model if LANGUAGE_MODEL in variant else [""]:
                held_out = predict_held_out(variant, fit, penalty, name)
                predicted = model.predict(test, language_model=name)
                print(f"\n{model.name} {name}")
                print(f"  fit half {describe(held_out, fit)}   test half {describe(predicted, test)}")
                for preset_name, preset in presets.items():
                    on_fit = try_preset(held_out[likely], fit.select(likely), pauses, preset)
                    print(f"  {preset_name:<9} fit half   {describe_outcome(on_fit)}")
                    on_test = try_preset(predicted, test, pauses, preset)
                    print(f"  {'':<9} test half  {describe_outcome(on_test)}")


def write_weights(models: dict[str, Model], pauses: Pauses, presets: dict[str, Preset], fit: Moments) -> None:
    ends = int(fit.is_over.sum())
    weights = {
        "about": (
            f"Fitted on {date.today()} to {ends} ends of turns and {len(fit) - ends} pauses, all of them "
            "synthetic speech (Kokoro), as Whisper tiny.en, Smart Turn v3.2 and v1-mini judged them 100 to "
            f"250 ms into the silence, and {' and '.join(fit.language_model)} the words. Pauses and "
            "ends weigh the same. priorPauses is assumed, not fitted."
        ),
        "command": "see bench/end-of-turn/README.md",
        "textFeatures": read_feature_names(),
        "variants": {
            name: {"bias": round(model.bias, 3), "weights": [round(float(w), 3) for w in model.weights]}
            for name, model in models.items()
        },
        "readsCompleteAbove": READS_COMPLETE_ABOVE,
        "pauses": {
            "medianMs": pauses.median_ms,
            "logSpread": pauses.log_spread,
            "priorPauses": PRIOR_PAUSES,
        },
        "presets": {
            name: {"threshold": preset.threshold, "minMs": preset.min_ms, "maxMs": preset.max_ms}
            for name, preset in presets.items()
        },
    }
    (TURN / "end-of-turn-weights.json").write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


def read_feature_names() -> list[str]:
    """The features of evidence.ts in their order, from the list that is the source of both."""
    source = (TURN / "completeness.ts").read_text("utf-8")
    listed = re.search(r"completenessFeatureNames = \[(.*?)\] as const", source, re.DOTALL)
    classes = re.search(r"const wordClasses = \[(.*?)\] as const", source, re.DOTALL)
    if not listed or not classes:
        raise SystemExit(
            "completeness.ts no longer lists completenessFeatureNames and wordClasses as this expects."
        )
    return re.findall(r"^\s*'(\w+)'", classes[1] + listed[1], re.MULTILINE)


if __name__ == "__main__":
    main()
