import { llm } from '@livekit/agents';

/**
 * Tells the language model which servers are out of reach, so that it says so when asked for what they do. It is added to
 * the instructions, which is where every model takes it.
 */
export function tellUnreachable(list: () => string[]) {
  return (context: llm.ChatContext): llm.ChatContext => {
    const names = list();
    if (names.length === 0) return context;
    const at = context.items.findIndex((item) => item.type === 'message' && item.role === 'system');
    const instructions = context.items[at];
    const said = instructions?.type === 'message' ? (instructions.textContent ?? '') : '';
    const sentence = `Out of reach at the moment, with all they could do: ${names.join(', ')}. Say so when asked for it.`;
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
