import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeasuredTurn } from '../measured-turn.ts';
import { formatReport } from './markdown.ts';
import type { RunDescription } from './run-description.ts';
import { drawPlots } from './plots.ts';
import { summarize } from './summary.ts';

/**
 * The files of one run, brought up to date after every call: `turns.jsonl` (every turn, appended), `results.json`
 * (the run, the summaries, every turn), `report.md` and the plots.
 */
export class Results {
  readonly #folder: string;
  readonly #run: RunDescription;
  readonly #turns: MeasuredTurn[] = [];
  readonly #failures: string[] = [];

  private constructor(folder: string, run: RunDescription) {
    this.#folder = folder;
    this.#run = run;
  }

  static async create(folder: string, run: RunDescription): Promise<Results> {
    await mkdir(folder, { recursive: true });
    return new Results(folder, run);
  }

  /**
   * Adds the turns of a call, and why it failed if it did.
   *
   * @returns the report so far.
   */
  async add(turns: readonly MeasuredTurn[], failure?: string): Promise<string> {
    this.#turns.push(...turns);
    if (failure !== undefined) this.#failures.push(failure);
    const lines = turns.map((turn) => `${JSON.stringify(turn)}\n`).join('');
    await appendFile(join(this.#folder, 'turns.jsonl'), lines);
    const arms = summarize(this.#turns);
    const plots = await drawPlots(this.#turns, arms);
    for (const { file, svg } of plots) await writeFile(join(this.#folder, file), svg);
    const files = plots.map(({ file }) => file);
    const report = formatReport(this.#run, arms, files, this.#failures);
    await writeFile(join(this.#folder, 'report.md'), report);
    const results = { run: this.#run, arms, failures: this.#failures, turns: this.#turns };
    await writeFile(join(this.#folder, 'results.json'), JSON.stringify(results, null, 2));
    return report;
  }
}
