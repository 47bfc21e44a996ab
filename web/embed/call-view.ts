import type { CallProblem } from '../call/call-problem.ts';
import { strings } from '../strings.ts';
import type { EmbeddedState, LastWords } from './embedded-call.ts';

/** What there is to show. */
export interface Shown {
  /** Undefined while there is no call. */
  state: EmbeddedState | undefined;
  words: LastWords | undefined;
  /** Why the last call ended, when nobody meant it to. */
  problem: CallProblem | undefined;
  isMuted: boolean;
  hasEnded: boolean;
}

/** The elements of a call button. */
export type CallView = ReturnType<typeof createView>;

/** Element by element: what a site's content security policy says about markup and styles does not matter. */
export function createView() {
  const start = create('button', { type: 'button', part: 'button' });
  const state = create('p', { class: 'state' });
  const words = create('span', {});
  const mute = create('button', { type: 'button', part: 'button', class: 'quiet' });
  const hangUp = create('button', { type: 'button', part: 'button', class: 'danger' });
  const controls = create('div', { class: 'controls' }, mute, hangUp);
  const lastLines = create('p', { class: 'words' }, words);
  const panel = create('div', { class: 'panel', part: 'panel' }, state, lastLines, controls);
  const problem = create('p', { class: 'problem', role: 'alert' });
  const announcement = create('p', { class: 'visually-hidden', role: 'status' });
  const audio = create('audio', {});
  const language = { lang: strings.tag, 'aria-label': strings.embed.label };
  const section = create('section', language, panel, problem, start, announcement, audio);
  return { section, start, panel, state, words, mute, hangUp, problem, announcement, audio };
}

export function showCall(view: CallView, shown: Shown): void {
  const { start, panel, state, words, mute, hangUp, problem, announcement } = view;
  const { buttons } = strings;
  const isCalling = shown.state === 'calling';
  start.hidden = shown.state !== undefined;
  start.textContent = shown.problem ? buttons.retry : shown.hasEnded ? buttons.again : buttons.start;
  panel.hidden = shown.state === undefined;
  state.textContent = describeState(shown);
  words.replaceChildren(...describeWords(shown.words));
  mute.hidden = isCalling;
  mute.textContent = shown.isMuted ? buttons.unmute : buttons.mute;
  hangUp.textContent = isCalling ? buttons.cancel : buttons.end;
  problem.hidden = !shown.problem;
  problem.replaceChildren(...describeProblem(shown.problem));
  const announced = describeStage(shown);
  // Written again, it would be read out again.
  if (announcement.textContent !== announced) announcement.textContent = announced;
}

function describeState({ state, isMuted }: Shown): string {
  if (!state) return '';
  return state === 'listening' && isMuted ? strings.state.muted : strings.state[state];
}

function describeWords(words: LastWords | undefined): Node[] {
  if (!words) return [];
  const speaker = create('strong', {});
  speaker.textContent = strings.history.speakers[words.speaker];
  return [speaker, new Text(` ${words.text}`)];
}

function describeProblem(problem: CallProblem | undefined): Node[] {
  if (!problem) return [];
  const title = create('strong', {});
  title.textContent = strings.problems[problem].title;
  // Visitors of a site have no key to enter.
  const advice = problem === 'credentialRefused' ? strings.embed.refused : strings.problems[problem].advice;
  return [title, new Text(` ${advice}`)];
}

/** For screen readers, which would not want to hear of every listening and thinking. */
function describeStage({ state, hasEnded, problem }: Shown): string {
  const { announcements } = strings;
  if (!state) return hasEnded && !problem ? announcements.ended : '';
  if (state === 'reconnecting') return strings.hints.reconnecting.title;
  return state === 'calling' || state === 'recovering' ? announcements[state] : announcements.live;
}

function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: Node[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}
