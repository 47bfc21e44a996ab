import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readDockerfile } from './dockerfile.ts';

/** What a container of an image would run, in a folder of this machine. */
export interface StagedImage {
  folder: string;
  command: string[];
  env: Record<string, string>;
  /** The port it listens on, and the variable that moves it. */
  port: number;
  portVariable: string;
}

/**
 * Lays out in `folder` what an image has under /app: the files its Dockerfile copies, and links to what its install
 * script brings, as setup has brought it here. It listens on loopback.
 */
export function stageImage(root: string, cacheDir: string, dockerfile: string, folder: string): StagedImage {
  const { copies, command, env, port } = readDockerfile(join(root, dockerfile));
  const isIgnored = readDockerignore(join(root, '.dockerignore'));
  for (const { sources, target, stage } of copies)
    for (const source of sources) {
      const from = stage ? source.replace(/^\/app\//, '') : source;
      const isFile = target.endsWith('/');
      const to = join(folder, target, isFile ? basename(source) : '');
      mkdirSync(dirname(to), { recursive: true });
      cpSync(join(root, from), to, {
        recursive: true,
        filter: (path) => stage !== undefined || !isIgnored(path),
      });
    }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(cacheDir, join(folder, '.cache'));
  const host = Object.keys(env).find((name) => name.endsWith('_HOST')) ?? '';
  const portVariable = host.replace(/HOST$/, 'PORT');
  return { folder, command, env: { ...env, [host]: '127.0.0.1' }, port, portVariable };
}

/** Whether a path's last part matches a line of .dockerignore; ours name files and folders at any depth. */
function readDockerignore(file: string): (path: string) => boolean {
  const lines = readFileSync(file, 'utf8').split('\n');
  const patterns = lines
    .filter((line) => line && !line.startsWith('#'))
    .map((line) =>
      line
        .replace(/^\*\*\//, '')
        .replaceAll('.', '\\.')
        .replaceAll('*', '.*'),
    );
  const ignored = new RegExp(`^(${patterns.join('|')})$`);
  return (path) => ignored.test(basename(path));
}
