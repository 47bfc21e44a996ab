import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Which folder may import from which; folders that are not named here meet at JWTs, URLs and the room. */
const parts = ['agent', 'token-server', 'models', 'documents', 'web', 'stack', 'bench', 'examples'];
/** @type {Record<string, string[]>} */
const mayImport = {
  agent: ['documents'],
  models: ['documents'],
  bench: ['agent', 'stack', 'documents'],
  stack: ['agent', 'documents'],
};
const boundaries = parts.map((part) => ({
  target: `./${part}/**/!(*.test).{ts,tsx,mjs}`,
  from: parts.filter((other) => other !== part && !mayImport[part]?.includes(other)).map((p) => `./${p}`),
  message: 'agent/, token-server/, models/ and web/ never import each other.',
}));

/** Inside the worker dependencies point one way: main → job → session → the parts. */
const agentParts = ['hearing', 'turn', 'stt', 'tts', 'llm', 'assistant', 'telemetry'];
const agentLayers = agentParts.map((part) => ({
  target: `./agent/${part}`,
  from: [
    './agent/main.ts',
    './agent/job.ts',
    './agent/session.ts',
    './agent/open-call.ts',
    ...agentParts.filter((p) => p !== part).map((p) => `./agent/${p}`),
  ],
  message: 'main → job → session → {hearing, turn, stt, tts, llm, assistant, telemetry} → config types.',
}));

/** The only files that read the environment; everything else receives validated configuration. */
const entryFiles = [
  '**/main.ts',
  'agent/job.ts',
  'stack/**',
  'bench/**',
  '**/*.test.ts',
  '**/testing.ts',
  '**/*.config.ts',
];

export default tseslint.config(
  // The packages of the React Native example are not installed here.
  { ignores: ['**/dist/', '.cache/', '**/node_modules/', 'examples/react-native/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js'] })],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: [...boundaries, ...agentLayers] }],
      'import-x/no-cycle': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in entry files only.' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines-per-function': ['warn', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-lines': ['warn', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: entryFiles, rules: { 'no-restricted-properties': 'off' } },
  { files: ['**/*.test.ts'], rules: { 'max-lines-per-function': 'off' } },
  // A list of sentences is as long as there is to say.
  { files: ['web/languages/*.ts'], rules: { 'max-lines': 'off' } },
  { files: ['web/**'], ...reactHooks.configs.flat.recommended },
  // The TypeScript compiler checks these files as well, and knows their globals.
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.disableTypeChecked], rules: { 'no-undef': 'off' } },
);
