import { RoomServiceClient } from 'livekit-server-sdk';

import type { TokenServerConfig } from '../config.ts';
import type { Audit } from '../operations/audit.ts';
import { CallDesk } from './call-desk.ts';
import { type GrantCall, createCallGranter } from './call-grant.ts';
import { CallLog } from './call-log.ts';
import { CallRecords, MAX_CALL_RECORDS } from './call-records.ts';
import { CallWatch } from './call-watch.ts';

/** livekit-server is near; a caller does not wait longer than this to learn that it is down. */
const LIVEKIT_TIMEOUT_S = 5;

/** Everything about calls, wired together. */
export interface Calls {
  records: CallRecords;
  watch: CallWatch;
  desk: CallDesk;
  grantCall: GrantCall;
  /** How many calls there are, as livekit-server has it. */
  count: () => Promise<Record<'waiting' | 'live', number>>;
}

export function createCalls(config: TokenServerConfig, audit: Audit): Calls {
  const rooms = new RoomServiceClient(config.livekitHttpUrl, config.apiKey, config.apiSecret, {
    requestTimeout: LIVEKIT_TIMEOUT_S,
    failover: false,
  });
  const records = new CallRecords(config.callLog ? new CallLog(config.callLog, MAX_CALL_RECORDS) : undefined);
  const watch = new CallWatch(records, rooms);
  const { maxCallsPerKey } = config.abuse;
  const desk = new CallDesk({ records, watch, rooms, audit, maxCallsPerKey });
  return {
    records,
    watch,
    desk,
    grantCall: createCallGranter(config, rooms, desk),
    count: async () => {
      await watch.refresh();
      const open = records.listOpen();
      const live = open.filter(({ state }) => state === 'live').length;
      return { waiting: open.length - live, live };
    },
  };
}
