import { llm } from '@livekit/agents';

/**
 * Tells the language model which language to answer in. It is added to the instructions, since many models take a system
 * message only there, and since what is sent first then stays the same from turn to turn.
 *
 * @param getLanguage - ISO 639-1; undefined where the instructions need no such word.
 */
export function instructLanguage(getLanguage: () => string | undefined) {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  return (context: llm.ChatContext): llm.ChatContext => {
    const language = getLanguage();
    if (!language) return context;
    const sentence = `Answer in ${names.of(language)}.`;
    const at = context.items.findIndex((item) => item.type === 'message' && item.role === 'system');
    const instructions = context.items[at];
    const said = instructions?.type === 'message' ? (instructions.textContent ?? '') : '';
    const message = llm.ChatMessage.create({
      role: 'system',
      content: `${said} ${sentence}`.trim(),
      ...(instructions && { id: instructions.id, createdAt: instructions.createdAt }),
    });
    if (at < 0) context.items.unshift(message);
    else context.items[at] = message;
    return context;
  };
}
