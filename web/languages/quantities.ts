/** Writes numbers and durations as a language does. */
export interface Quantities {
  count: (value: number) => string;
  /** Milliseconds, with their unit. */
  ms: (durationMs: number) => string;
  /** From one moment to another, both in milliseconds, with the unit once. */
  msRange: (fromMs: number, toMs: number) => string;
  /** A duration given in milliseconds, as seconds with one decimal. */
  seconds: (durationMs: number) => string;
}

/** @param language - a BCP 47 tag, such as `de` */
export function createQuantities(language: string): Quantities {
  const count = new Intl.NumberFormat(language);
  const ms = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'millisecond',
    maximumFractionDigits: 0,
    useGrouping: 'min2', // 1450 ms reads faster than 1,450 ms.
  });
  const seconds = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'second',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return {
    count: (value) => count.format(value),
    ms: (durationMs) => ms.format(durationMs),
    msRange: (fromMs, toMs) => ms.formatRange(fromMs, toMs),
    seconds: (durationMs) => seconds.format(durationMs / 1000),
  };
}
