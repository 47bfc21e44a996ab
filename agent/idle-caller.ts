import type { voice } from '@livekit/agents';
import { IdleClock, waitLonger } from './assistant/habits/idle-clock.ts';
import type { Call } from './call-models.ts';

const TICK_MS = 250;

/** Asks a caller who has fallen silent whether they are there, once, and hangs up on one who is not. */
export function watchIdleCaller(call: Call, callerIdentity: string): void {
  const { ctx, session, speaker, habits, ending, toolbox } = call;
  let question: voice.SpeechHandle | undefined;
  const clock = new IdleClock(() => {
    const { idle } = speaker.assistant;
    return habits.isToldToWait ? waitLonger(idle) : idle;
  });
  const timer = setInterval(() => {
    const due = clock.tick(performance.now(), readActivity());
    if (due === 'ask') question = session.say(speaker.sentences.stillThere, { addToChatCtx: false });
    if (due === 'hangUp') void ending.hangUp('idle', speaker.sentences.goodbye);
  }, TICK_MS);
  ctx.addShutdownCallback(() => {
    clearInterval(timer);
    return Promise.resolve();
  });

  function readActivity() {
    if (ending.isHangingUp) return 'agent';
    if (!ctx.room.remoteParticipants.has(callerIdentity)) return 'away';
    if (session.userState === 'speaking') return 'caller';
    if (question && !question.done()) return 'aside';
    if (toolbox.tools.isWorking) return 'tool';
    return session.agentState === 'speaking' || session.agentState === 'thinking' ? 'agent' : 'none';
  }
}
