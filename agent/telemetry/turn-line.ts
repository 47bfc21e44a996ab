import type { llm } from '@livekit/agents';

const toMs = (seconds: number | undefined) =>
  seconds === undefined ? '–' : `${Math.round(seconds * 1000)} ms`;

/**
 * One readable line about a turn, from the framework's metrics of the caller's message and of the answer.
 *
 * - EOU: end of speech → the turn is committed (end-of-utterance delay)
 * - STT: end of speech → final transcript
 * - TTFT: LLM request → first token; TTFB: TTS request → first audio
 * - total: end of speech → first audio leaves the worker; the network to the caller comes on top
 *
 * Stages that speculation has overlapped make the parts add up to more than the total.
 */
export function formatTurnLine(turn: number, user: llm.MetricsReport, answer: llm.MetricsReport): string {
  return [
    `turn ${turn}: EOU ${toMs(user.endOfTurnDelay)}`,
    `STT ${toMs(user.transcriptionDelay)}`,
    `TTFT ${toMs(answer.llmNodeTtft)}`,
    `TTFB ${toMs(answer.ttsNodeTtfb)}`,
    `total ${toMs(answer.e2eLatency)}`,
  ].join(' · ');
}
