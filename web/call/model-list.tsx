import { strings } from '../strings.ts';
import { type AgentAttributes, isOffline } from './agent-attributes.ts';

const parts = ['assistant', 'language', 'llm', 'stt', 'tts', 'voice'] as const;

/** Names who answers, and the models that hear, think and speak in this call; that none thinks is said by OfflineNotice. */
export function ModelList({ attributes }: { attributes: AgentAttributes }) {
  const known = parts.filter(
    (part) => attributes[`parley.${part}`] && !(part === 'llm' && isOffline(attributes)),
  );
  if (known.length === 0) return null;
  return (
    <dl className="models" aria-label={strings.models.heading}>
      {known.map((part) => (
        <div key={part}>
          <dt>{strings.models[part]}</dt>
          <dd>{part === 'language' ? nameLanguage(attributes) : attributes[`parley.${part}`]}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The language of the call at the moment, in that of the page; and whether no other can be heard. */
function nameLanguage({ 'parley.language': language = '', 'parley.hears': hears }: AgentAttributes): string {
  const name =
    new Intl.DisplayNames([...navigator.languages, 'en'], { type: 'language' }).of(language) ?? language;
  return hears === language ? strings.models.noOther(name) : name;
}
