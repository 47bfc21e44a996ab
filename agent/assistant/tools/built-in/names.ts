/** The tools that an assistant's file may name under `tools`. */
export const builtInNames = [
  'get_time',
  'end_call',
  'transfer_call',
  'send_to_page',
  'search_knowledge',
] as const;

export type BuiltInName = (typeof builtInNames)[number];
