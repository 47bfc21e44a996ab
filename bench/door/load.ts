/** Floods the token server with one key while others ask for calls: `npm run load`. */
import '../production.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
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
  const [flood, ...goodResults] = await Promise.all([
    ask(door, floodKey, '198.51.100.1', 20, FLOOD_PER_S),
    ...goodKeys.map((key, index) => ask(door, key, `192.0.2.${index}`, 1, GOOD_PER_S)),
  ]);
  report('flood', [flood]);
  report('good clients', goodResults);
  const metrics = await door.readMetrics();
  console.log(
    `memory of the token server: ${(sumMetric(metrics, 'process_resident_memory_bytes') / 1e6).toFixed(0)} MB`,
  );
} finally {
  await door.stop();
}

function ask(
  { url }: Door,
  key: string,
  address: string,
  connections: number,
  overallRate: number,
): Promise<autocannon.Result> {
  return autocannon({
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
    duration: DURATION_S,
  });
}

/** Latencies in ms; of several clients the slowest of each. */
function report(who: string, results: autocannon.Result[]): void {
  const sum = (pick: (result: autocannon.Result) => number) =>
    results.reduce((total, result) => total + pick(result), 0);
  const slowest = (pick: (latency: autocannon.Histogram) => number) =>
    Math.max(...results.map(({ latency }) => pick(latency)));
  console.log(
    JSON.stringify({
      who,
      clients: results.length,
      requests: sum((result) => result.requests.total),
      granted: sum((result) => result['2xx']),
      refused: sum((result) => result['4xx']),
      failed: sum((result) => result['5xx'] + result.errors + result.timeouts),
      p50Ms: slowest(({ p50 }) => p50),
      p99Ms: slowest(({ p99 }) => p99),
      maxMs: slowest(({ max }) => max),
    }),
  );
}
