import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Room } from '@livekit/rtc-node';
import type { LocalParticipant } from '@livekit/rtc-node';
import { AccessToken } from 'livekit-server-sdk';
import type { VideoGrant } from 'livekit-server-sdk';
import type { Page } from 'playwright-core';

const CALLER = 'caller';

/**
 * An agent that says and does what it is told, in a real room: for what no agent can be brought to say or do in a test,
 * such as using a tool that fails, writing HTML, or talking for a day.
 */
export class ScriptedAgent {
  readonly #room = new Room();
  readonly #roomName: string;
  #segments = 0;

  private constructor(roomName: string) {
    this.#roomName = roomName;
  }

  /** Makes the page's next call one to this agent. It does not pick up before {@link pickUp}. */
  static async expectCall(page: Page, livekitUrl: string): Promise<ScriptedAgent> {
    const agent = new ScriptedAgent(`scripted-${Date.now()}`);
    const participantToken = await agent.#createToken(CALLER, {});
    await page.route('**/token', (route) =>
      route.fulfill({ status: 201, json: { server_url: livekitUrl, participant_token: participantToken } }),
    );
    return agent;
  }

  async pickUp(livekitUrl: string): Promise<void> {
    const token = await this.#createToken('agent-scripted', { agent: true, canUpdateOwnMetadata: true });
    await this.#room.connect(livekitUrl, token, { autoSubscribe: false, dynacast: false });
    await this.setState('listening');
  }

  async hangUp(): Promise<void> {
    await this.#room.disconnect();
  }

  async setState(state: 'listening' | 'thinking' | 'speaking'): Promise<void> {
    await this.#me.setAttributes({
      'lk.agent.state': state,
      'parley.llm': 'scripted-model',
      'parley.stt': 'tiny.en',
    });
  }

  /** Writes what one side said. @returns id of the segment, for more words of it. */
  async write(speaker: 'agent' | 'caller', text: string, options: { id?: string; final?: boolean } = {}) {
    const { id = `S${this.#segments++}`, final = true } = options;
    const writer = await this.#me.streamText({
      topic: 'lk.transcription',
      ...(speaker === 'caller' && { senderIdentity: CALLER }),
      attributes: { 'lk.segment_id': id, 'lk.transcription_final': String(final) },
    });
    await writer.write(text);
    await writer.close();
    return id;
  }

  endReply(heard: string, interrupted: boolean): Promise<void> {
    return this.#send('parley.reply', { version: 1, heard, interrupted });
  }

  useTool(id: string, name: string, state: string, durationMs?: number): Promise<void> {
    return this.#send('parley.tool', { version: 1, id, name, state, durationMs });
  }

  #send(topic: string, message: object): Promise<void> {
    return this.#me.publishData(new TextEncoder().encode(JSON.stringify(message)), { reliable: true, topic });
  }

  get #me(): LocalParticipant {
    if (!this.#room.localParticipant) throw new Error('The scripted agent has not picked up.');
    return this.#room.localParticipant;
  }

  async #createToken(identity: string, grant: VideoGrant): Promise<string> {
    const file = join(import.meta.dirname, '..', '.cache', 'dev-keys.json');
    const { apiKey, apiSecret } = JSON.parse(await readFile(file, 'utf8')) as Record<
      'apiKey' | 'apiSecret',
      string
    >;
    const token = new AccessToken(apiKey, apiSecret, { identity });
    token.addGrant({ room: this.#roomName, roomJoin: true, ...grant });
    if (grant.agent) token.kind = 'agent';
    return token.toJwt();
  }
}
