import { pino } from 'pino';

/**
 * What the worker says to its operator. The framework has a logger of its own and is kept at warnings: one level
 * lower it repeats what callers said.
 */
export const logger = pino({ base: null });
