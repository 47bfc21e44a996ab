/** What callers of the benchmark ask, one sentence each, in voices that take turns. */
export const questions = [
  { voice: 'am_michael', text: 'What are your opening hours?' },
  { voice: 'bf_emma', text: 'Is there parking near the café?' },
  { voice: 'af_bella', text: 'How do I book a table?' },
  { voice: 'bm_george', text: 'How can I connect a language model?' },
  { voice: 'am_puck', text: 'Does anything leave my machine?' },
] as const;
