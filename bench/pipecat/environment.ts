import { join } from 'node:path';
import { ensurePythonEnvironment } from '../python-environment.ts';

/** The Python that has Pipecat. @throws Error that says what is missing or failed. */
export function ensurePython(cacheDir: string): Promise<string> {
  return ensurePythonEnvironment({
    title: 'Pipecat',
    folder: join(cacheDir, 'bench', 'pipecat-venv'),
    lock: join(import.meta.dirname, 'requirements.txt'),
    size: '550 MB',
  });
}
