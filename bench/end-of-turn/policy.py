"""What a preset does with probabilities: agent/turn/endpointing.ts and pause-habits.ts, for many at once."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
from turn_moments import Moments, Numbers

STEP_MS = 10
PRIOR_PAUSES = 5
"""How many pauses of a caller weigh as much as everybody's. Assumed: no corpus here has a caller's habits."""


@dataclass(frozen=True)
class Pauses:
    """Log-normal pauses inside a turn."""

    median_ms: float
    log_spread: float

    def survival(self, ms: Numbers) -> Numbers:
        # As of a caller who has not paused yet.
        spread = self.log_spread * np.sqrt(1 + 1 / PRIOR_PAUSES)
        return np.asarray(norm.sf(np.log(ms / self.median_ms) / spread))


def fit_pauses(moments: Moments) -> Pauses:
    """To the labelled lengths; each pause counts once, one that was only cut as all lengths it may have."""
    logs = [np.log(lengths) for lengths in moments.pauses_ms if lengths]
    values = np.concatenate(logs)
    weights = np.concatenate([np.full(len(part), 1 / len(part)) for part in logs])
    mean = np.average(values, weights=weights)
    spread = np.sqrt(np.average((values - mean) ** 2, weights=weights))
    return Pauses(round(float(np.exp(mean)), -1), round(float(spread), 2))


@dataclass(frozen=True)
class Preset:
    threshold: float
    min_ms: int
    max_ms: int


@dataclass(frozen=True)
class Outcome:
    """cutoffs: share of pauses in which the turn was committed. Delays of true ends in milliseconds."""

    cutoffs: float
    mean_ms: float
    p50_ms: float
    p95_ms: float


def decide(probabilities: Numbers, pauses: Pauses, preset: Preset) -> Numbers:
    """Silence after which each turn is committed, in milliseconds."""
    steps = np.arange(preset.min_ms, preset.max_ms + STEP_MS, STEP_MS, dtype=float)
    odds = (probabilities / (1 - probabilities))[:, None] / pauses.survival(steps)[None, :]
    is_sure = odds >= preset.threshold / (1 - preset.threshold)
    is_sure[:, -1] = True
    return np.asarray(steps[np.argmax(is_sure, axis=1)])


def try_preset(probabilities: Numbers, moments: Moments, pauses: Pauses, preset: Preset) -> Outcome:
    delays = decide(probabilities, pauses, preset)
    judged = zip(moments.pauses_ms, delays, strict=True)
    cut = [np.mean(np.array(lengths) > delay) for lengths, delay in judged if lengths]
    waits = delays[moments.is_over == 1]
    return Outcome(
        float(np.mean(cut)), float(waits.mean()), *(float(np.percentile(waits, p)) for p in (50, 95))
    )
