import type { CallProblem } from '../call/call-problem.ts';
import { type Shown, createView, showCall } from './call-view.ts';
import { EmbeddedCall } from './embedded-call.ts';
import styles from './parley-call.css?inline';
import { scriptOrigin } from './script-tag.ts';
import type { Credential } from './ticket.ts';

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

const NOTHING: Shown = {
  state: undefined,
  words: undefined,
  problem: undefined,
  isMuted: false,
  hasEnded: false,
};

/**
 * `<parley-call server="https://voice.example.com" credential="invite_…">`: a button that calls the agent, on any site
 * that the server's CORS_ORIGINS lists. Without `server` it calls where the script came from, and without `assistant`
 * the server chooses who answers. Sites style it by `::part(button)` and `::part(panel)`.
 */
export class ParleyCall extends HTMLElement {
  /** What is shown to the server, in place of the attribute. A function is asked for one at each call. */
  declare credential?: Credential;
  readonly #view = createView();
  #shown = NOTHING;
  #call: EmbeddedCall | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#view.section);
    this.#view.start.addEventListener('click', () => {
      this.#start();
    });
    this.#view.mute.addEventListener('click', () => {
      this.#toggleMicrophone();
    });
    this.#view.hangUp.addEventListener('click', () => this.#call?.hangUp());
    this.#show({});
  }

  /** The browser calls it: a button that is taken away hangs up. */
  disconnectedCallback(): void {
    this.#call?.hangUp();
  }

  #start(): void {
    const server = this.getAttribute('server') ?? scriptOrigin;
    const credential = this.credential ?? this.getAttribute('credential') ?? undefined;
    if (!server || !URL.canParse(server)) {
      console.error(
        '<parley-call> does not know whom to call: write server="https://voice.example.com" in it.',
      );
      this.#show({ problem: 'tokenServerUnreachable' });
      return;
    }
    this.#show({ ...NOTHING, state: 'calling' });
    this.#view.hangUp.focus(); // The button that had the focus is gone.
    this.#call = new EmbeddedCall(
      { server, credential, assistant: this.getAttribute('assistant'), audio: this.#view.audio },
      {
        noticeState: (state) => this.#show({ state }),
        noticeWords: (words) => this.#show({ words }),
        noticeEnd: (problem) => this.#noticeEnd(problem),
      },
    );
  }

  #toggleMicrophone(): void {
    const isMuted = !this.#shown.isMuted;
    this.#show({ isMuted });
    this.#call?.setMuted(isMuted).catch((error: unknown) => {
      console.warn('<parley-call>:', error);
      this.#show({ isMuted: !isMuted });
    });
  }

  #noticeEnd(problem: CallProblem | undefined): void {
    const hadFocus = this.shadowRoot?.activeElement;
    this.#call = undefined;
    this.#show({ state: undefined, problem, hasEnded: true });
    if (hadFocus) this.#view.start.focus();
  }

  #show(change: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...change };
    showCall(this.#view, this.#shown);
  }
}
