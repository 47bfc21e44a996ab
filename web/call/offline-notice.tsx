import { strings } from '../strings.ts';
import { type AgentAttributes, isOffline } from './agent-attributes.ts';

/** Says plainly that what answers is not a language model. */
export function OfflineNotice({ attributes }: { attributes: AgentAttributes }) {
  if (!isOffline(attributes)) return null;
  return (
    <div className="notice" role="note">
      <strong>{strings.models.offlineTitle}</strong>
      <p>{strings.models.offlineText}</p>
    </div>
  );
}
