import { llm } from '@livekit/agents';

/**
 * Adds a sentence to the instructions of a request, where every model takes one: many take a system message only there,
 * and what is sent first then stays the same from turn to turn.
 */
export function addToInstructions(context: llm.ChatContext, sentence: string): llm.ChatContext {
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
}
