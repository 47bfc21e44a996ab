import type { ModelServers } from '../arms/arm.ts';

/** Model servers that run now. */
export interface RunningServers {
  servers: ModelServers;
  /**
   * Of calibrated servers: by how much they have overslept at worst since this was last asked, in ms. Real servers
   * take as long as they take.
   */
  takeSleepErrorMs?: () => Promise<number>;
  stop: () => Promise<void>;
}
