/**
 * Fuzzes the token server from its own description: `npm run fuzz -- --requests 10000`, in rounds of some examples for
 * each operation.
 */
import '../production.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePythonEnvironment } from '../python-environment.ts';
import { type Door, cacheDir, openDoor, sumMetric } from './door.ts';

/** More than this between the first round and the last is a leak, not the noise of a collected heap. */
const MAX_GROWTH_MB = 48;

/** No limit stands in the way of what comes after it. */
const unlimited = {
  RATE_LIMIT_PER_ADDRESS: '100000000',
  RATE_LIMIT_PER_KEY: '100000000',
  MAX_CALLS_PER_KEY: '100000000',
};

/** `not_a_server_error` and whatever the description promises about an answer. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'unsupported_method',
  'ignored_auth',
];

interface Round {
  requests: number;
  failures: number;
  heapMb: number;
}

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    examples: { type: 'string', default: '200' },
  },
});
const door = await openDoor(unlimited);
try {
  process.exitCode = await fuzz(door, Number(values.requests));
} finally {
  await door.stop();
}

async function fuzz({ url, addKey, readMetrics }: Door, wanted: number): Promise<number> {
  const python = await ensurePythonEnvironment({
    title: 'Schemathesis',
    folder: join(cacheDir, 'bench', 'schemathesis-venv'),
    lock: join(import.meta.dirname, 'requirements.txt'),
    size: '60 MB',
  });
  const key = await addKey('fuzzer', '--operate');
  const rounds: Round[] = [];
  let conforms = true;
  for (let seed = 1; (rounds.at(-1)?.requests ?? 0) < wanted; seed += 1) {
    conforms = (await runSchemathesis(python, url, key, seed)) && conforms;
    rounds.push(await measure(readMetrics));
    console.log(JSON.stringify(rounds.at(-1)));
  }
  const [first, last] = [rounds[0], rounds.at(-1)];
  const growthMb = (last?.heapMb ?? 0) - (first?.heapMb ?? 0);
  console.log(
    `${last?.requests} requests, ${last?.failures} answered 5xx, heap ${growthMb >= 0 ? '+' : ''}${growthMb.toFixed(1)} MB since round 1`,
  );
  if (conforms && last?.failures === 0 && growthMb <= MAX_GROWTH_MB) return 0;
  console.error('The token server failed under this: see above.');
  return 1;
}

/** False when an answer was not as the description says. */
async function runSchemathesis(python: string, url: string, key: string, seed: number): Promise<boolean> {
  const args = [
    ...['-m', 'schemathesis.cli', 'run', `${url}/openapi.json`],
    ...['--header', `Authorization:Bearer ${key}`, '--checks', CHECKS.join(',')],
    ...['--max-examples', values.examples, '--seed', String(seed), '--generation-database', 'none'],
    // Nobody answers calls here, so that this one rightly says 503.
    ...['--exclude-path', '/readyz', '--request-timeout', '10', '--no-color', '--continue-on-failure'],
  ];
  // It leaves a folder of its own where it runs.
  const child = spawn(python, args, { stdio: 'inherit', cwd: join(cacheDir, 'bench') });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

async function measure(readMetrics: Door['readMetrics']): Promise<Round> {
  const metrics = await readMetrics();
  const count = 'http_request_duration_seconds_count';
  const isFailure = (labels: string) => /status="5/.test(labels) && !labels.includes('/readyz');
  return {
    requests: sumMetric(metrics, count),
    failures: sumMetric(metrics, count, isFailure),
    heapMb: sumMetric(metrics, 'nodejs_heap_size_used_bytes') / 1e6,
  };
}
