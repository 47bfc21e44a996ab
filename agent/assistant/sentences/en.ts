/** What is said without asking the language model. A file of another language has the same keys. */
export const en = {
  /** The first words, where the assistant's file has no `greeting`. */
  greeting: 'Hello. How can I help you?',
  /** Said to a caller who was gone for a moment: a page that was reloaded, a network that changed. */
  welcomeBack: "I'm still here. Go on.",
  /** Said in place of the greeting by an agent that takes over from one that has crashed. */
  takeover: "I'm sorry, I lost my thread and have to start over. What can I do for you?",
  /** Said by an assistant to which another has handed the call. */
  introduction: 'Hello, I have been told what this is about. Go on.',
  /** Said when the language model can't be reached or fails, so that the caller is never left in silence. */
  apology: "I'm sorry, I can't think of an answer right now. Please try again in a moment.",
  /** Said when the caller spoke and it could not be written down. */
  notUnderstood: "Sorry, I didn't catch that. Could you say it again?",
  /** Said when that happens twice in a row: there are other ways. */
  stillNotUnderstood:
    "I'm sorry, I still can't make it out. Could you come closer to the microphone, or type it?",
  /** Asked when the caller has said nothing for a while. */
  stillThere: 'Are you still there?',
  /** Said before the agent hangs up. */
  goodbye: 'Thank you for calling. Goodbye.',
  /** Said before a call ends because it has lasted as long as a call may. */
  timeIsUp: "I'm sorry, our time is up. Thank you for calling. Goodbye.",
  /** Said when the caller wants it to speak slower or faster. */
  slower: "Okay, I'll speak slower.",
  faster: "Okay, I'll speak faster.",
  /** Said when it speaks as slowly or as fast as it can already. */
  slowest: "I'm sorry, I can't speak any slower.",
  fastest: "I'm sorry, I can't speak any faster.",
  /** Said, one after the other, while a tool takes its time. */
  waiting: ['One moment, please.', "I'm still working on it."],
  /** Said of a tool that tells how far it is. */
  progress: 'That is {percent} percent done.',
  /** Asked before a tool is used that the caller has to allow. */
  mayI: 'May I go on with this: {tool}? Please say yes or no.',
  mayITransfer: 'Shall I transfer you to a person now?',
  mayIHangUp: 'Shall I hang up now?',
  mayISend: 'Shall I send that to your screen?',
  mayIForget: 'Shall I forget everything I know about you?',
};

/** Every sentence by its key. */
export type Sentences = typeof en;
