import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

/** The reference parser of the Compose specification, the library inside `docker compose`; Go fetches and builds it. */
const PARSER = 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2';

/** A service as the parser hands it over: variables replaced, files merged, as far as the tests read it. */
export interface ComposeService {
  image: string;
  build?: { dockerfile: string; args?: Record<string, string> };
  command?: string[];
  user?: string;
  /** A null is passed on from the environment if it is set there. */
  environment: Record<string, string | null>;
  ports?: { host_ip?: string; published: string; target: number; protocol: string }[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  restart?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  deploy?: { resources: { reservations: { devices: { driver: string; capabilities: string[] }[] } } };
}

/** What `docker compose` would run. */
export type ComposeProject = Record<string, ComposeService>;

/**
 * Reads compose files, later ones over earlier ones, with the given variables in place of a .env file.
 *
 * @throws Error with the parser's words when the files are not valid or a required variable is missing.
 */
export async function readComposeProject(
  files: string[],
  variables: Record<string, string>,
): Promise<ComposeProject> {
  const folder = await mkdtemp(join(tmpdir(), 'compose-'));
  try {
    for (const file of files) await copyFile(file, join(folder, basename(file)));
    const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`);
    await writeFile(join(folder, 'variables.env'), lines.join(''));
    // The parser's command replaces variables in included files only.
    const include = [{ path: files.map((file) => basename(file)), env_file: 'variables.env' }];
    await writeFile(join(folder, 'project.yml'), JSON.stringify({ name: 'parley', include }));
    const output = await runParser(folder);
    const { services } = JSON.parse(output.replaceAll(folder, '.')) as { services: ComposeProject };
    for (const service of Object.values(services)) service.environment = toMapping(service.environment);
    return services;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function runParser(folder: string): Promise<string> {
  const args = ['run', PARSER, '-format', 'json', 'project.yml'];
  try {
    return (await promisify(execFile)('go', args, { cwd: folder })).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT')
      throw new Error('Compose files are checked with Go: install it from https://go.dev/dl.', {
        cause: error,
      });
    throw new Error(stderr ?? String(error), { cause: error });
  }
}

/** The parser writes an environment as `["NAME=value", "NAME"]` after merging files, and as a mapping otherwise. */
function toMapping(environment: unknown): Record<string, string | null> {
  if (!Array.isArray(environment)) return (environment ?? {}) as Record<string, string | null>;
  return Object.fromEntries(
    (environment as string[]).map((entry) => {
      const [name = '', ...value] = entry.split('=');
      return [name, value.length > 0 ? value.join('=') : null];
    }),
  );
}

/** Every variable that a compose file takes from the environment. */
export async function listComposeVariables(file: string): Promise<string[]> {
  const text = (await readFile(file, 'utf8')).replaceAll(/^\s*#.*$/gm, '');
  const replaced = [...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name = '']) => name);
  const passedOn = [...text.matchAll(/^\s+([A-Z][A-Z0-9_]+):$/gm)].map(([, name = '']) => name);
  return [...new Set([...replaced, ...passedOn])];
}
