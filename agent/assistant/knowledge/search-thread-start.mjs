/** Threads of Node 20 do not inherit the loader of TypeScript; this brings it. */
import { register } from 'tsx/esm/api';

register();
await import('./search-thread.ts');
