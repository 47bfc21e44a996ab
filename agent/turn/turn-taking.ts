import type { Hypothesis } from '../hypothesis.ts';
import { isBackchannel, isListeningSound, isStopCommand } from './backchannel.ts';
import { readsComplete } from './end-of-turn.ts';
import type { EndpointingPreset } from './endpointing.ts';
import { isUnclear } from './intelligibility.ts';
import { PauseHabits } from './pause-habits.ts';
import { Pause } from './pause.ts';
import { FRAME_MS, SpeechDetector } from './speech-detection.ts';
import type { ListenedFrame } from './speech-detection.ts';

/** Speech of this length has begun: shorter sounds are clicks. */
const ONSET_MS = 2 * FRAME_MS;
/** Silence after which the STT server is asked what was said so far. */
const ASK_AFTER_MS = FRAME_MS;
/** Silences after which the end-of-turn model is asked; the mean of its answers is better than any one of them. */
const JUDGED_AFTER_MS = [3 * FRAME_MS, 5 * FRAME_MS, 8 * FRAME_MS];
/** Silence that counts as a pause of this caller; shorter ones lie inside words. */
const SHORTEST_PAUSE_MS = 200;
/** Speech that wins the floor back this soon after a turn was the rest of that turn: the silence was a pause. */
const LONGEST_PAUSE_MS = 2_000;
/** Silence after which a turn without words was noise. */
const NOISE_AFTER_MS = 700;
/** Speech that could not be made out is asked for again from this length on; what is shorter are coughs and doors. */
const SHORTEST_QUESTIONED_MS = 8 * FRAME_MS;
/** How long a decision waits for an answer that is being prepared: nothing is lost, and the caller may still go on. */
const LONGEST_PREPARATION_MS = 1_000;
/** While the caller speaks over the agent, the STT server is asked this often. */
const CONTEST_INTERVAL_MS = 10 * FRAME_MS;
/** Speech that goes on for this long after an answer was prepared makes that answer wrong. */
const STALE_AFTER_MS = 400;
/** Speech over the agent that goes on for this long is meant to interrupt, understood or not. */
const LONGEST_CONTEST_MS = 1_500;

/** What turn-taking decides; carried out by whoever owns the room and the models. */
export interface TurnActions {
  /** Ask what was said so far; the answer goes to {@link TurnTaking.understand}, or to {@link TurnTaking.giveUp}. */
  hypothesize(): void;
  /** Ask the end-of-turn model for its opinion of `pause`; the answer goes to {@link TurnTaking.listen}, with the pause. */
  judgeBySound(pause: Pause): void;
  /** Ask the language model whether the turn ends with `text`; the answer goes to {@link TurnTaking.read}. */
  judgeByWords(pause: Pause, text: string): void;
  /** Stop waiting for a hypothesis: the caller went on. */
  abandonHypothesis(): void;
  startTurn(): void;
  /** Prepare an answer to `text`, inaudibly. */
  speculate(text: string): void;
  cancelSpeculation(): void;
  /** The turn is over: answer it. */
  commit(turn: CommittedTurn): void;
  /** The turn held nothing to answer: no words, or a `command` to stop. */
  dropTurn(command?: string): void;
  /** The caller said something and nobody could make it out: ask for it again. */
  askAgain(): void;
  pauseAgent(): void;
  resumeAgent(): void;
  interruptAgent(): void;
}

/** A turn that is over, and why. */
export interface CommittedTurn {
  text: string;
  /** Silence since the caller's last word. */
  silenceMs: number;
  /** Probability that the turn was over, judged at the start of the pause. */
  probability: number;
}

interface Turn {
  /** Began over the agent's speech; whether it is an interruption is not known yet. */
  contested: boolean;
  /** Began over the end of a question that waits for a yes. */
  mayAnswer: boolean;
  startedMs: number;
  lastSpeechMs: number;
  /** How much of it was speech. */
  spokenMs: number;
  askedMs: number;
  pause: Pause | undefined;
  /** What the prepared answer belongs to, and whether its first sound is there. */
  speculation: { text: string; sinceMs: number; ready: boolean } | undefined;
}

/** How the caller's language is read and how long silence may last. */
export interface TurnTakingOptions {
  language: string;
  preset: EndpointingPreset;
  /** Whether the caller has heard a question that waits for their yes: it is said over the end of it, too. */
  isQuestionHeard?: () => boolean;
  /** False prepares nothing before the turn is over. */
  speculation: boolean;
  /** Replaces judgement by a fixed silence; for comparison in the benchmark. */
  fixedDelayMs?: number | undefined;
}

/**
 * Who has the floor: follows the caller frame by frame and decides when a turn begins, when an answer is prepared,
 * when it is given, and whether words over the agent's speech are meant to interrupt it. Time is counted in frames,
 * so that the same timeline always leads to the same decisions.
 */
export class TurnTaking {
  readonly #actions: TurnActions;
  readonly #options: TurnTakingOptions;
  readonly #detector = new SpeechDetector();
  readonly #habits = new PauseHabits();
  #clockMs = 0;
  /** Length of the sound that is heard right now. */
  #soundMs = 0;
  #turn: Turn | undefined;
  /** When the caller was last heard in the turn before. */
  #committedSpeechMs = -Infinity;

  constructor(options: TurnTakingOptions, actions: TurnActions) {
    this.#options = options;
    this.#actions = actions;
  }

  /** True from the caller's first sound until the turn is committed or dropped. */
  get isTurnOpen(): boolean {
    return this.#turn !== undefined;
  }

  /** Silence since the last speech of the open turn. */
  get silenceMs(): number {
    return this.#turn ? this.#clockMs - this.#turn.lastSpeechMs : 0;
  }

  /** @param agentBusy - the agent speaks, or is about to. */
  hear(frame: ListenedFrame, agentBusy: boolean): void {
    this.#clockMs += FRAME_MS;
    const speaking = this.#detector.isSpeech(frame);
    this.#soundMs = speaking ? this.#soundMs + FRAME_MS : 0;
    const turn = this.#turn;
    if (!turn) {
      if (this.#soundMs >= ONSET_MS) this.#open(agentBusy);
      return;
    }
    if (!agentBusy) turn.contested = false;
    if (speaking) this.#continue(turn);
    else this.#fallSilent(turn);
  }

  /** What the STT server makes of the turn so far, at a pause or while the caller speaks over the agent. */
  understand(heard: Hypothesis): void {
    const turn = this.#turn;
    if (!turn) return;
    turn.pause?.understand(heard);
    const words = isUnclear(heard) ? '' : heard.text;
    if (turn.contested) this.#settle(turn, words);
    if (this.#turn !== turn || turn.contested) return;
    if (turn.pause && words) {
      this.#prepare(turn, words);
      this.#actions.judgeByWords(turn.pause, words);
    }
    this.#decide(turn);
  }

  /** What was understood while the caller still speaks. */
  overhear(text: string): void {
    const turn = this.#turn;
    if (!turn || !text) return;
    if (turn.contested) this.#settle(turn, text);
    else if (!turn.pause && readsComplete(text, this.#options.language)) this.#prepare(turn, text);
  }

  /** The end-of-turn model's opinion of `pause`; one that comes when the caller has gone on says nothing of a later pause. */
  listen(pause: Pause, v1Mini: number): void {
    const turn = this.#turn;
    if (turn?.pause !== pause) return;
    pause.listen(v1Mini);
    this.#decide(turn);
  }

  /** The language model's opinion of what was heard before `pause`. */
  read(pause: Pause, probability: number): void {
    const turn = this.#turn;
    if (turn?.pause !== pause) return;
    pause.read(probability);
    this.#decide(turn);
  }

  /** The first sound of the prepared answer is there. */
  replyReady(): void {
    if (!this.#turn?.speculation) return;
    this.#turn.speculation.ready = true;
    this.#decide(this.#turn);
  }

  /** The STT server failed for good on the open turn. */
  giveUp(): void {
    if (this.#turn?.pause) this.#turn.pause.failed = true;
  }

  #open(agentBusy: boolean): void {
    const turn: Turn = {
      contested: agentBusy,
      mayAnswer: this.#options.isQuestionHeard?.() ?? false,
      startedMs: this.#clockMs - this.#soundMs,
      lastSpeechMs: this.#clockMs,
      spokenMs: this.#soundMs,
      askedMs: this.#clockMs,
      pause: undefined,
      speculation: undefined,
    };
    this.#turn = turn;
    if (turn.contested) this.#actions.pauseAgent();
    this.#actions.startTurn();
  }

  #continue(turn: Turn): void {
    if (turn.pause) {
      if (this.#soundMs < ONSET_MS) return; // A click does not end a pause.
      const pauseMs = this.#clockMs - this.#soundMs - turn.lastSpeechMs;
      if (pauseMs >= SHORTEST_PAUSE_MS) this.#habits.addPause(pauseMs);
      turn.pause = undefined;
      this.#actions.abandonHypothesis();
    }
    turn.lastSpeechMs = this.#clockMs;
    turn.spokenMs += FRAME_MS;
    if (
      turn.speculation &&
      this.#clockMs - Math.max(turn.speculation.sinceMs, this.#clockMs - this.#soundMs) >= STALE_AFTER_MS
    )
      this.#cancelSpeculation(turn);
    if (!turn.contested) return;
    if (this.#clockMs - turn.startedMs >= LONGEST_CONTEST_MS) this.#winFloor(turn);
    else if (this.#clockMs - turn.askedMs >= CONTEST_INTERVAL_MS) this.#ask(turn);
  }

  #fallSilent(turn: Turn): void {
    if (!turn.pause && this.silenceMs >= ASK_AFTER_MS) {
      turn.pause = new Pause(this.#options, this.#habits);
      this.#ask(turn);
    }
    if (turn.pause && JUDGED_AFTER_MS.includes(this.silenceMs) && !turn.contested)
      this.#actions.judgeBySound(turn.pause);
    this.#decide(turn);
  }

  #ask(turn: Turn): void {
    turn.askedMs = this.#clockMs;
    this.#actions.hypothesize();
  }

  /** Prepares an answer unless the one that is being prepared fits. */
  #prepare(turn: Turn, text: string): void {
    if (!this.#options.speculation || isSameText(text, turn.speculation?.text)) return;
    turn.speculation = { text, sinceMs: this.#clockMs, ready: false };
    this.#actions.speculate(text);
  }

  #cancelSpeculation(turn: Turn): void {
    if (!turn.speculation) return;
    turn.speculation = undefined;
    this.#actions.cancelSpeculation();
  }

  #decide(turn: Turn): void {
    const { pause } = turn;
    if (!pause) return;
    if (!pause.heard?.text) {
      if (this.silenceMs >= NOISE_AFTER_MS && (pause.heard || pause.failed)) this.#drop(turn);
      return;
    }
    if (turn.contested || this.#soundMs > 0 || !pause.verdict) return;
    const dueMs = this.#options.fixedDelayMs ?? pause.verdict.commitAfterMs;
    const preparing =
      turn.speculation?.ready === false && isSameText(pause.heard.text, turn.speculation.text);
    if (this.silenceMs < (preparing ? dueMs + LONGEST_PREPARATION_MS : dueMs)) return;
    if (isUnclear(pause.heard)) {
      if (this.silenceMs >= NOISE_AFTER_MS) this.#drop(turn);
      return;
    }
    this.#turn = undefined;
    this.#committedSpeechMs = turn.lastSpeechMs;
    this.#actions.commit({
      text: pause.heard.text,
      silenceMs: this.#clockMs - turn.lastSpeechMs,
      probability: pause.verdict.probability,
    });
  }

  #drop(turn: Turn): void {
    this.#turn = undefined;
    this.#cancelSpeculation(turn);
    this.#actions.dropTurn();
    if (turn.contested) this.#actions.resumeAgent();
    else if (turn.pause?.failed || wasUnclear(turn)) this.#actions.askAgain();
  }

  /** Decides about words over the agent's speech. */
  #settle(turn: Turn, text: string): void {
    const { language } = this.#options;
    const isListening = turn.mayAnswer ? isListeningSound : isBackchannel;
    if (isStopCommand(text, language)) {
      this.#turn = undefined;
      this.#actions.interruptAgent();
      this.#actions.dropTurn(text);
    } else if (text && !isListening(text, language)) this.#winFloor(turn);
    else if (turn.pause) this.#drop(turn); // Without a pause, more words may follow.
  }

  #winFloor(turn: Turn): void {
    turn.contested = false;
    const pauseMs = turn.startedMs - this.#committedSpeechMs;
    if (pauseMs <= LONGEST_PAUSE_MS) this.#habits.addPause(pauseMs); // The agent was too early.
    this.#actions.interruptAgent();
  }
}

/** Somebody said something, and nobody can tell what. */
function wasUnclear({ pause, spokenMs }: Turn): boolean {
  return Boolean(pause?.heard?.text) && spokenMs >= SHORTEST_QUESTIONED_MS;
}

/** Words decide; spelling and punctuation change from one hypothesis to the next. */
function isSameText(text: string, other: string | undefined): boolean {
  const normalize = (words: string) =>
    words
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return other !== undefined && normalize(text) === normalize(other);
}
