/** Floods the token server with one key while others ask for calls: `npm run load`. */
import '../production.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { getPercentile } from '../statistics.ts';
import { type Door, openDoor, sumMetric } from './door.ts';

const DURATION_S = 30;
const FLOOD_PER_S = 200;
const GOOD_CLIENTS = 6;
/** 90 requests in half a minute, within the limit of 120 a minute. */
const GOOD_PER_S = 3;

/** A running server looks for new keys once a second. */
const KEYS_READ_MS = 1500;

const door = await openDoor({
  TRUSTED_PROXIES: 'loopback', // Each client comes from an address of its own.
  MAX_CALLS_PER_KEY: '1000', // Nobody joins: each call waits until its empty room is closed.
});
try {
  const goodKeys: string[] = [];
  for (let index = 0; index < GOOD_CLIENTS; index += 1) goodKeys.push(await door.addKey(`good-${index}`));
  const floodKey = await door.addKey('flood');
  await sleep(KEYS_READ_MS);
  // The first calls of a new process compile it: those of a server that has served for a second are measured.
  await ask(door, floodKey, '203.0.113.1', 1, 10, 1);
  const [flood, ...good] = await Promise.all([
    ask(door, floodKey, '198.51.100.1', 20, FLOOD_PER_S),
    ...goodKeys.map((key, index) => ask(door, key, `192.0.2.${index}`, 1, GOOD_PER_S)),
  ]);
  report('flood', [flood]);
  report('good clients', good);
  const metrics = await door.readMetrics();
  console.log(
    `memory of the token server: ${(sumMetric(metrics, 'process_resident_memory_bytes') / 1e6).toFixed(0)} MB`,
  );
} finally {
  await door.stop();
}

/** What one client was answered, and how long each answer took, in ms. */
interface Answers {
  result: autocannon.Result;
  latenciesMs: number[];
}

function ask(
  { url }: Door,
  key: string,
  address: string,
  connections: number,
  overallRate: number,
  duration = DURATION_S,
): Promise<Answers> {
  const latenciesMs: number[] = [];
  const options: autocannon.Options = {
    url: `${url}/token`,
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      'X-Forwarded-For': address,
    },
    body: '{}',
    connections,
    overallRate,
    duration,
  };
  return new Promise((resolve, reject) => {
    const run = autocannon(options, (error: Error | null, result) => {
      if (error) reject(error);
      else resolve({ result, latenciesMs });
    });
    run.on('response', (_client, _status, _bytes, responseTimeMs) => latenciesMs.push(responseTimeMs));
  });
}

/** Of all clients together; latencies in ms. */
function report(who: string, answers: Answers[]): void {
  const sum = (pick: (result: autocannon.Result) => number) =>
    answers.reduce((total, { result }) => total + pick(result), 0);
  const latenciesMs = answers.flatMap((answer) => answer.latenciesMs);
  const p = (share: number) => Math.round(getPercentile(latenciesMs, share));
  console.log(
    JSON.stringify({
      who,
      clients: answers.length,
      requests: sum((result) => result.requests.total),
      granted: sum((result) => result['2xx']),
      refused: sum((result) => result['4xx']),
      failed: sum((result) => result['5xx'] + result.errors + result.timeouts),
      p50Ms: p(0.5),
      p99Ms: p(0.99),
      maxMs: p(1),
    }),
  );
}
