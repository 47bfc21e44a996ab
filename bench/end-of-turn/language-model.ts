/**
 * Adds to the evidence what a language model makes of the words: the chance that the turn ends with them.
 *
 *     npx tsx bench/end-of-turn/language-model.ts EVIDENCE.jsonl http://127.0.0.1:8080/v1 MODEL
 *
 * Asked is as a call asks, but without a limit of time. Each model's opinion is kept under its name; what is there is
 * not asked again.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { askTurnEndChance } from '../../agent/llm/turn-end-chance.ts';

interface Moment {
  text: string;
  language_model?: Record<string, number>;
}

const [file, baseUrl, model] = process.argv.slice(2);
if (!file || !baseUrl || !model)
  throw new Error('Usage: npx tsx bench/end-of-turn/language-model.ts EVIDENCE.jsonl BASE_URL MODEL');
const server = { baseUrl, apiKey: 'not-needed', model };
const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
const moments = lines.map((line) => JSON.parse(line) as Moment);
try {
  for (const moment of moments) {
    if (!moment.text || moment.language_model?.[model] !== undefined) continue;
    const chance = await askTurnEndChance(server, moment.text);
    if (chance === undefined) throw new Error(`${baseUrl} gives no log-probabilities for POST /completions.`);
    moment.language_model = { ...moment.language_model, [model]: chance };
  }
} finally {
  await writeFile(file, moments.map((moment) => `${JSON.stringify(moment)}\n`).join(''));
}
