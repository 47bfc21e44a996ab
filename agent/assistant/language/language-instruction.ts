import type { llm } from '@livekit/agents';
import { addToInstructions } from '../instructions.ts';

/**
 * Tells the language model which language to answer in.
 *
 * @param getLanguage - ISO 639-1; undefined where the instructions need no such word.
 */
export function instructLanguage(getLanguage: () => string | undefined) {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  return (context: llm.ChatContext): llm.ChatContext => {
    const language = getLanguage();
    return language ? addToInstructions(context, `Answer in ${names.of(language)}.`) : context;
  };
}
