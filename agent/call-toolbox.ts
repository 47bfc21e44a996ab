import { randomUUID } from 'node:crypto';
import { voice } from '@livekit/agents';
import type { llm } from '@livekit/agents';
import { ParticipantKind } from '@livekit/rtc-node';
import type { RemoteParticipant } from '@livekit/rtc-node';
import { SipClient } from 'livekit-server-sdk';
import type { Assistant } from './assistant/assistant-file.ts';
import type { CallKnowledge } from './assistant/knowledge/call-knowledge.ts';
import { McpServers } from './assistant/mcp/mcp-servers.ts';
import { createEndCall } from './assistant/tools/built-in/end-call.ts';
import { createGetTime } from './assistant/tools/built-in/get-time.ts';
import type { BuiltInName } from './assistant/tools/built-in/names.ts';
import { createSearchKnowledge } from './assistant/tools/built-in/search-knowledge.ts';
import { createSendToPage } from './assistant/tools/built-in/send-to-page.ts';
import type { PageNote } from './assistant/tools/built-in/send-to-page.ts';
import { createStopTools } from './assistant/tools/built-in/stop-tools.ts';
import { createTransferCall } from './assistant/tools/built-in/transfer-call.ts';
import { CallTools } from './assistant/tools/call-tools.ts';
import type { Tool } from './assistant/tools/tool.ts';
import type { CallEnding } from './call-ending.ts';
import type { CallParts } from './call-models.ts';
import { logger } from './telemetry/logger.ts';
import { sendToRoom } from './telemetry/room-message.ts';
import { reportTool } from './telemetry/tool-report.ts';

/** Data messages with this topic put a {@link PageNote} on the caller's page. */
const NOTE_TOPIC = 'parley.note';

/** What the assistants of one call can do beside talking. */
export interface Toolbox {
  tools: CallTools;
  mcp: McpServers;
  builtIn: Record<BuiltInName | 'stop_tools', Tool>;
}

interface Parts extends CallParts {
  session: voice.AgentSession;
  ending: CallEnding;
  caller: RemoteParticipant;
  knowledge: CallKnowledge;
}

/** Opens the toolbox of a call; connections come up by themselves, and end with the call. */
export function openToolbox(parts: Parts): Toolbox {
  const { ctx, session, speaker, prepared } = parts;
  const tools = new CallTools({
    session,
    speaker,
    whenCommitted: () => prepared.whenCommitted(),
    maxCallsPerTurn: () => speaker.assistant.limits.maxToolCallsPerTurn,
    maxResultCharacters: () => speaker.assistant.limits.maxResultCharacters,
    report: (news) => reportTool(ctx.room.localParticipant, news),
  });
  session.on(voice.AgentSessionEventTypes.ConversationItemAdded, ({ item }) => {
    if (item.type === 'message' && item.role === 'user') tools.hear(item.textContent ?? '');
  });
  session.on(voice.AgentSessionEventTypes.Close, () => tools.cancel());
  const mcp = new McpServers((level, line) => logger[level](line));
  mcp.open(speaker.assistant);
  ctx.addShutdownCallback(() => mcp.close());
  return { tools, mcp, builtIn: createBuiltIns(parts, tools) };
}

/** An assistant's tools, all of them behind the gate: what its file names, what comes with it, and its servers'. */
export function listTools(
  { tools, mcp, builtIn }: Toolbox,
  assistant: Assistant,
  others: readonly Tool[],
): llm.ToolContextEntry[] {
  const names = new Set<keyof Toolbox['builtIn']>(assistant.tools);
  if (assistant.transferTo) names.add('transfer_call');
  const hasServers = Object.keys(assistant.mcpServers).length > 0;
  if (hasServers) names.add('stop_tools');
  const own = [...[...names].map((name) => builtIn[name]), ...others];
  const entries = own.map((tool) => tools.create(tool));
  if (!hasServers) return entries;
  return [
    ...entries,
    mcp.createToolset(
      assistant,
      (tool) => tools.create(tool),
      own.map(({ name }) => name),
    ),
  ];
}

function createBuiltIns(parts: Parts, tools: CallTools): Toolbox['builtIn'] {
  const { ctx, session, speaker, ending, caller, knowledge } = parts;
  const isPhone = caller.info.kind === ParticipantKind.SIP;
  const show = (note: PageNote) => {
    sendToRoom(ctx.room.localParticipant, NOTE_TOPIC, { version: 1, id: randomUUID(), ...note });
  };
  const transfer = {
    get to() {
      return speaker.assistant.transferTo;
    },
    isPhone,
    show: (link: string) => show({ text: link.replace(/^\w+:/, ''), url: link }),
    waitForIdle: () => session.waitForIdle(),
    transfer: (to: string) => transferCaller(parts, to),
  };
  return {
    get_time: createGetTime(),
    end_call: createEndCall(
      () => ending.hangUp('goodbye', speaker.sentences.goodbye),
      () => speaker.sentences.mayIHangUp,
    ),
    transfer_call: createTransferCall(transfer, () => speaker.sentences.mayITransfer),
    send_to_page: createSendToPage(isPhone ? undefined : show, () => speaker.sentences.mayISend),
    search_knowledge: createSearchKnowledge((question) => {
      const folder = speaker.assistant.knowledge?.folder;
      return folder ? knowledge.look(folder, question) : undefined;
    }),
    stop_tools: createStopTools(() => tools.cancel()),
  };
}

/** Moves a phone call out of the room. */
async function transferCaller({ ctx, config, ending, caller }: Parts, to: string): Promise<void> {
  const { url, apiKey, apiSecret } = config.livekit;
  await new SipClient(url, apiKey, apiSecret).transferSipParticipant(
    ctx.room.name ?? '',
    caller.identity,
    to,
  );
  ending.note('transfer');
}
