import { RequestCounter } from './request-counter.ts';
import type { SleepErrors } from './sleep-meter.ts';
import { SleepMeter } from './sleep-meter.ts';

/** How one server fared since it was last reset. */
export type StationReport = SleepErrors & { requests: number; aborted: number };

/** One model server's clock and books. */
export class Station {
  readonly clock: SleepMeter;
  readonly counter = new RequestCounter();

  constructor(seed: number) {
    this.clock = new SleepMeter(seed);
  }

  report(): StationReport {
    return { ...this.counter.report(), ...this.clock.report() };
  }

  reset(): void {
    this.counter.reset();
    this.clock.reset();
  }
}
