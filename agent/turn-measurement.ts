import { voice } from '@livekit/agents';
import type { TurnMeter } from './telemetry/turn-meter.ts';
import type { PreparedReply } from './turn/prepared-reply.ts';
import type { TurnObserver } from './turn/turn-stream.ts';

/** Tells the meter what the caller's turn goes through, and holds long synthesis back until it is over. */
export function createObserver(meter: TurnMeter, prepared: PreparedReply): TurnObserver {
  return {
    asked: (silenceMs) => {
      const nowMs = performance.now();
      meter.mark('speechEnd', nowMs - silenceMs);
      meter.mark('hypothesis', nowMs);
    },
    speculated: () => {
      prepared.begin();
      meter.startAttempt();
    },
    speculationCancelled: () => {
      prepared.settle(false);
      meter.discard('resumed');
    },
    dropped: () => {
      prepared.settle(false);
      meter.discard('dropped');
    },
    committed: ({ probability, silenceMs }) => {
      prepared.settle(true);
      meter.note('endOfTurn', probability);
      meter.note('silenceMs', silenceMs);
      meter.commit();
    },
  };
}

/** Measures the speech of one reply, and tells when a prepared one could be heard. */
export function measureSpeech(meter: TurnMeter, prepared: PreparedReply) {
  const attempt = meter.currentAttempt;
  return {
    mark: (stage: 'firstClause' | 'ttsRequest' | 'firstAudio') => {
      attempt?.mark(stage);
      if (stage === 'firstAudio' && attempt === meter.currentAttempt) prepared.ready();
    },
    countAudio: (durationMs: number) => attempt?.countAudio(durationMs),
  };
}

/** The rest of a turn's measures: when its answer is first heard, and when it is over. */
export function measureReplies(session: voice.AgentSession, meter: TurnMeter): void {
  const { AgentStateChanged, ConversationItemAdded } = voice.AgentSessionEventTypes;
  session.on(AgentStateChanged, ({ newState }) => {
    if (newState === 'speaking') meter.markAudioOut();
  });
  session.on(ConversationItemAdded, ({ item }) => {
    const isAnswer =
      item.type === 'message' && item.role === 'assistant' && item.metrics.llmNodeTtft !== undefined;
    if (!isAnswer) return; // The greeting has no such measure.
    const startedAtMs = performance.now() - (Date.now() - item.createdAt);
    meter.finish({ interrupted: item.interrupted, startedAtMs });
  });
}
