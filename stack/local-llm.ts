import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import type { LlmChoice } from './llm-choice.ts';
import { report } from './progress.ts';

/** Whether a model is run here when none was found: asked on a terminal, or decided before; or only one that is here. */
export type Consent = 'ask' | 'yes' | 'if here' | 'no';

/** A GGUF file that llama.cpp can run on this machine. */
export interface LocalModel {
  file: string;
  /** Its name in the API. */
  alias: string;
  /** For the log and the page. */
  label: string;
}

/** The pinned model, as models/assets.json has it. */
interface OfferedModel extends LocalModel {
  licence: string;
  sizeBytes: number;
  url: string;
}

export interface LocalLlmOptions {
  root: string;
  cacheDir: string;
  consent: Consent;
  /** LLM_GGUF: a file of the user's own. */
  ownFile?: string | undefined;
  /** Brings what is missing onto this machine: llama.cpp, and the pinned model unless the file is the user's own. */
  install: (options: { withModel: boolean }) => Promise<void>;
  /** Asks the user; undefined where nobody can be asked. */
  ask: ((question: string) => Promise<boolean>) | undefined;
}

const REACH_TIMEOUT_MS = 4000;

const manifest = z.object({
  models: z.array(
    z.looseObject({
      part: z.string(),
      name: z.string(),
      licence: z.string(),
      folder: z.string(),
      sources: z.array(z.looseObject({ url: z.string().optional() })),
      files: z.array(z.object({ name: z.string(), size: z.number(), sha256: z.string() })),
    }),
  ),
});

/**
 * The model that llama.cpp runs here, installed: the user's own file, the pinned one if it was fetched before, or the
 * pinned one if the user agrees to fetch it now.
 *
 * @returns undefined where there is none, after saying how to get one.
 * @throws Error when LLM_GGUF names no file, or llama.cpp can't be installed for it.
 */
export async function prepareLocalLlm(options: LocalLlmOptions): Promise<LocalModel | undefined> {
  const { root, cacheDir, consent, ownFile, install } = options;
  if (ownFile) {
    const model = describeOwn(resolve(root, ownFile));
    await install({ withModel: false });
    return model;
  }
  if (consent === 'no') return undefined;
  const offer = readOffer(root, cacheDir);
  if (!existsSync(offer.file) && !(await isAgreed(offer, options))) return undefined;
  try {
    await install({ withModel: consent !== 'if here' }); // It would fetch one anew that is not as it was.
    return offer;
  } catch (error) {
    report(`no language model: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** How the choice of a language model reads once a local one is there. */
export function chooseLocal(model: LocalModel, baseUrl: string): LlmChoice {
  const { alias, label, file } = model;
  return { kind: 'local', baseUrl, model: alias, label: `${label} on llama.cpp, on this machine`, file };
}

/** Puts a yes-or-no question to the user; undefined without a terminal. */
export function createQuestion(): ((question: string) => Promise<boolean>) | undefined {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return /^\s*y(es)?\s*$/i.test(await terminal.question(`${question} [y/N] `));
    } finally {
      terminal.close();
    }
  };
}

async function isAgreed(offer: OfferedModel, { consent, ask }: LocalLlmOptions): Promise<boolean> {
  if (consent === 'if here') return false;
  const what = `${offer.label} (${offer.licence}, ${formatGb(offer.sizeBytes)})`;
  if (consent === 'ask' && !ask) {
    report(`no language model was found; npm start -- --yes fetches ${what} and runs it here`);
    return false;
  }
  const host = new URL(offer.url).host;
  if (!(await isInReach(offer.url))) {
    report(`no language model was found, and ${what} can't be fetched: ${host} is not in reach`);
    return false;
  }
  if (consent === 'yes') return true;
  return (await ask?.(`No language model was found. Fetch ${what} from ${host} and run it here?`)) ?? false;
}

async function isInReach(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(REACH_TIMEOUT_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

function describeOwn(file: string): LocalModel {
  if (!existsSync(file))
    throw new Error(`LLM_GGUF=${file} does not exist: name a GGUF file, or remove LLM_GGUF.`);
  const alias = file.replace(/^.*\//, '').replace(/\.gguf$/i, '');
  return { file, alias, label: alias };
}

/** @throws ZodError when models/assets.json is not what this code was written for. */
export function readOffer(root: string, cacheDir: string): OfferedModel {
  const { models } = manifest.parse(JSON.parse(readFileSync(join(root, 'models', 'assets.json'), 'utf8')));
  const model = models.find(({ part }) => part === 'llama');
  const file = model?.files[0];
  const url = model?.sources[0]?.url;
  if (!model || !file || !url) throw new Error('models/assets.json lists no model for llama.cpp.');
  return {
    file: join(cacheDir, 'models', model.folder, file.name),
    alias: model.folder,
    label: model.name.replace(/,.*$/, ''),
    licence: model.licence,
    sizeBytes: file.size,
    url: url.replace('{name}', file.name),
  };
}

function formatGb(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
