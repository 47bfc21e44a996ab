/** What the agent tells about itself in its participant attributes. */
export type AgentAttributes = Readonly<Record<string, string>>;

/** The model id of the answers that come from documents, without any language model. */
const OFFLINE_MODEL = 'offline-answers';

/** True when no language model is connected. */
export function isOffline(attributes: AgentAttributes): boolean {
  return attributes['parley.llm'] === OFFLINE_MODEL;
}
