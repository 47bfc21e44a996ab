import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';

const VARIABLE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;
const root = join(import.meta.dirname, '..');

/** Files that hold a schema of the environment: there every name in upper case is a variable that is read. */
const SCHEMA_FILE = /(^|\/)(config|main)\.ts$/;

/** The variables that TypeScript sources below these folders read: schemas of the environment, and `process.env.NAME`. */
export async function listTypeScriptVariables(folders: string[]): Promise<string[]> {
  const names = new Set<string>();
  for (const file of await listFiles(folders, /(?<!\.test)\.(ts|mjs)$/)) {
    const source = ts.createSourceFile(file, await readFile(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      const name = readEnvironmentAccess(node) ?? (SCHEMA_FILE.test(file) ? readSchemaName(node) : undefined);
      if (name !== undefined && VARIABLE.test(name)) names.add(name);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...names];
}

/** NAME of `process.env.NAME` and `process.env['NAME']`. */
function readEnvironmentAccess(node: ts.Node): string | undefined {
  const isAccess = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  if (!isAccess || node.expression.getText() !== 'process.env') return undefined;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isStringLiteral(node.argumentExpression) ? node.argumentExpression.text : undefined;
}

/** NAME of `{ NAME: schema }` and of `{ 'path.in.config': 'NAME' }`. */
function readSchemaName(node: ts.Node): string | undefined {
  if (!ts.isPropertyAssignment(node)) return undefined;
  if (ts.isStringLiteral(node.initializer)) return node.initializer.text;
  return ts.isIdentifier(node.name) ? node.name.text : undefined;
}

/** The variables that Python sources below models/ read beside the servers' settings. */
export async function listPythonVariables(): Promise<string[]> {
  const files = await listFiles(['models'], /(^|\/)(?!test_|conftest)[^/]*\.py$/);
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const reads = texts.flatMap((text) => [
    ...text.matchAll(/os\.(?:environ\.get\(|environ\[|getenv\()"(\w+)"/g),
  ]);
  return [...new Set(reads.map(([, name = '']) => name))].filter((name) => VARIABLE.test(name));
}

/** Prints what a server's settings are, by variable, as JSON. */
const PRINT_SETTINGS = `
import importlib, json, os, sys
Settings = importlib.import_module(f"models.{sys.argv[1]}.settings").Settings
prefix = Settings.model_config["env_prefix"]
values = Settings().model_dump(mode="json")
for name, field in Settings.model_fields.items():
    if str(values[name]).startswith(("/", ".")):
        values[name] = os.path.abspath(values[name])
    alias = field.validation_alias
    values[alias.choices[0] if alias else prefix.upper() + name.upper()] = values.pop(name)
print(json.dumps(values))
`;

/** What a model server's settings come to, under the names of their variables, in an environment of only these. */
export async function readModelSettings(
  server: 'stt' | 'tts',
  python: string,
  env: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(python, ['-c', PRINT_SETTINGS, server], { cwd: root, env });
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function listFiles(folders: string[], pattern: RegExp): Promise<string[]> {
  const entries = await Promise.all(
    folders.map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  return entries
    .flat()
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
