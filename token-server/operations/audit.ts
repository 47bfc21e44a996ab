import { pino } from 'pino';

/** What an audit line says beside its event: which key, by what kind of credential, which room, which agent. */
export interface AuditFields {
  client: string;
  kind: string;
  room: string;
  agent?: string;
}

/** Writes one line about who was let into what. Names of rooms are random and keys are not people: nothing personal. */
export type Audit = (event: 'call granted' | 'call ended', fields: AuditFields) => void;

/** Audit lines as JSON on the standard output, where whatever a field holds stays within its line. */
export function createAudit(): Audit {
  const log = pino({ name: 'audit', base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return (event, fields) => log.info(fields, event);
}
