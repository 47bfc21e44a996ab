import { voice } from '@livekit/agents';
import { countSpokenLetters, LETTER_MS } from './speech-length.ts';

/** Replies that are known at a time: the one that is heard, and those that are being prepared. */
const KEPT_REPLIES = 8;

/** Letters by which a transcript is known to be one of a reply. */
const KNOWN_BY_LETTERS = 16;

/** The last frame of a reply may be lost in the playout without a letter of it. */
const TOLERANCE_MS = 100;

/** How long the audio of a reply takes to come to each of its words. */
export class SpokenReply {
  readonly #pieces: { text: string; audioMs: number }[] = [];
  #isWhole = false;

  /** Audio that follows says `text`. */
  begin(text: string): void {
    if (this.#pieces.at(-1)?.audioMs === 0) this.#pieces.pop(); // It is tried again.
    this.#pieces.push({ text, audioMs: 0 });
  }

  count(audioMs: number): void {
    const piece = this.#pieces.at(-1);
    if (piece) piece.audioMs += audioMs;
  }

  /** All of it has been made. */
  end(): void {
    this.#isWhole = true;
  }

  /** Whether a transcript is of this reply; written otherwise than it is said, it may still be. */
  says(transcript: string): boolean {
    const written = listLetters(transcript).slice(0, KNOWN_BY_LETTERS);
    return written !== '' && listLetters(this.#pieces.map(({ text }) => text).join(' ')).startsWith(written);
  }

  /**
   * The words of a transcript that were over after so much audio, to about a word: of a piece that was broken off, its
   * letters are taken to be of the same length.
   */
  cut(transcript: string, playedMs: number): string {
    const madeMs = this.#pieces.reduce((sum, { audioMs }) => sum + audioMs, 0);
    if (this.#isWhole && playedMs >= madeMs - TOLERANCE_MS) return transcript;
    const heard = this.#countHeardLetters(Math.min(playedMs, madeMs));
    let end = 0;
    for (const { 0: word, index } of transcript.matchAll(/\S+/g)) {
      const half = countSpokenLetters(word) / 2;
      if (countSpokenLetters(transcript.slice(0, index)) + half > heard) break;
      end = index + word.length;
    }
    return transcript.slice(0, end);
  }

  #countHeardLetters(playedMs: number): number {
    let letters = 0;
    let restMs = playedMs;
    for (const [index, { text, audioMs }] of this.#pieces.entries()) {
      const own = countSpokenLetters(text) + 1; // And the space behind it.
      const isMade = this.#isWhole || index < this.#pieces.length - 1;
      const lengthMs = isMade ? audioMs : Math.max(audioMs, own * LETTER_MS);
      letters += own * Math.min(1, restMs / Math.max(1, lengthMs));
      restMs -= audioMs;
      if (restMs <= 0) break;
    }
    return letters;
  }
}

/** What the replies of a call say, and when. */
export class SpokenReplies {
  readonly #replies: SpokenReply[] = [];

  begin(): SpokenReply {
    const reply = new SpokenReply();
    this.#replies.push(reply);
    if (this.#replies.length > KEPT_REPLIES) this.#replies.shift();
    return reply;
  }

  /** What was heard of what a transcript says, after so much of its audio; of all there was, with `Infinity`. */
  cut(transcript: string, playedMs: number): string {
    const reply = this.#replies.findLast((one) => one.says(transcript));
    return reply?.cut(transcript, playedMs) ?? transcript;
  }
}

/**
 * Makes the transcripts of what was played true to the audio, for whoever is told of them from here on: the framework
 * (1.9.0) writes by the clock, ahead of a voice that has had to wait for its server, and all of what a server has failed to
 * say.
 *
 * @param audio - the voice of a session that has been started.
 */
export function cutTranscripts(audio: Pick<voice.AudioOutput, 'on'>, replies: SpokenReplies): void {
  audio.on(voice.AudioOutput.EVENT_PLAYBACK_FINISHED, (event: voice.PlaybackFinishedEvent) => {
    const written = event.synchronizedTranscript ?? '';
    const heard = replies.cut(written, event.interrupted ? event.playbackPosition * 1000 : Infinity);
    if (heard === written) return;
    event.synchronizedTranscript = heard;
    event.interrupted = true;
  });
}

function listLetters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
