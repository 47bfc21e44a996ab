/** The room configuration that asks for an assistant by name; without one the server chooses. */
export function askFor(assistant: string | null | undefined): { agentMetadata?: string } {
  return assistant ? { agentMetadata: JSON.stringify({ assistant }) } : {};
}

/** The assistant that the page's address asks for: `?assistant=cafe`. */
export function readAssistant(): string | null {
  return new URLSearchParams(location.search).get('assistant');
}
