import { voice } from '@livekit/agents';

/**
 * Has the conversation remember of an interrupted sentence what was heard of it. The framework does so for answers of
 * the language model, not for sentences such as the greeting (1.9.0), not for an answer whose playout ends with the call,
 * and not for one whose speech failed. What was heard is known to about a word.
 *
 * @param audio - the voice of a session that has been started.
 */
export function rememberHeard(
  session: Pick<voice.AgentSession, 'on'>,
  audio: Pick<voice.AudioOutput, 'on'>,
): void {
  let heard = '';
  let isBroken = false;
  audio.on(
    voice.AudioOutput.EVENT_PLAYBACK_FINISHED,
    ({ synchronizedTranscript = '', interrupted }: voice.PlaybackFinishedEvent) => {
      heard += synchronizedTranscript;
      isBroken ||= interrupted;
    },
  );
  session.on(voice.AgentSessionEventTypes.ConversationItemAdded, ({ item }) => {
    if (item.type !== 'message' || item.role !== 'assistant') return;
    const [said] = item.content;
    // An end that comes late belongs to something else.
    if ((item.interrupted || isBroken) && typeof said === 'string' && said.startsWith(heard))
      item.content = [heard];
    heard = '';
    isBroken = false;
  });
}
