import { strings } from '../strings.ts';
import { type AgentAttributes, isOffline } from './agent-attributes.ts';

const parts = ['llm', 'stt', 'tts', 'voice'] as const;

/** Names the models that hear, think and speak in this call; that none thinks is said by OfflineNotice. */
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
          <dd>{attributes[`parley.${part}`]}</dd>
        </div>
      ))}
    </dl>
  );
}
