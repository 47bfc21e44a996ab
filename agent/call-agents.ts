import { llm } from '@livekit/agents';
import { nameAssistant } from './assistant/assistant-choice.ts';
import { readAssistantFile } from './assistant/assistant-file.ts';
import type { Assistant } from './assistant/assistant-file.ts';
import { CallAgent } from './assistant/call-agent.ts';
import { drawVariant } from './assistant/experiment.ts';
import { instructLanguage } from './assistant/language/language-instruction.ts';
import { tellUnreachable } from './assistant/mcp/unreachable-servers.ts';
import { createHandOffTools } from './assistant/tools/hand-off.ts';
import type { Call } from './call-models.ts';
import { listTools } from './call-toolbox.ts';
import { changeMetadata } from './replacement.ts';
import { reportRunningCall } from './running-call.ts';
import { logger } from './telemetry/logger.ts';

/** An assistant as the agent of a call, with its tools and with what shapes its requests. */
export function createAgent(call: Call, assistant: Assistant, previous?: CallAgent): CallAgent {
  const agent: CallAgent = new CallAgent({
    assistant,
    tools: listTools(call.toolbox, assistant, [
      ...createHandOffTools(assistant, (name) => handOver(call, agent, name)),
      ...call.recollection.createTools(assistant, () => call.speaker.sentences.mayIForget),
    ]),
    // In this order: context window, tools in the background, passages, language.
    shapers: [
      call.recollection.createShaper(assistant),
      (context) => call.toolbox.tools.describeJobs(context),
      tellUnreachable(() => call.toolbox.mcp.listUnreachable(assistant)),
      call.knowledge.createShaper(assistant),
      instructLanguage(() => (call.speaker.isAtHome ? undefined : call.speaker.language)),
    ],
    habits: call.habits,
    ...(previous && { previous, onEnter: () => introduce(call, assistant) }),
  });
  return agent;
}

/** Another assistant goes on with what was said so far: another voice, other instructions, tools and turn-taking. */
async function handOver(call: Call, from: CallAgent, name: string): Promise<llm.AgentHandoff> {
  try {
    const keys = { call: call.ctx.job.room?.sid, caller: call.callerId };
    const next = drawVariant(readAssistantFile(call.config.assistants.dir, name), keys);
    await call.recollection.recall(next);
    return llm.handoff({ agent: createAgent(call, next, from) });
  } catch (error) {
    logger.error(`the call could not be handed to ${name}: ${String(error)}`);
    throw new llm.ToolError(`${name} can't take the call now. Say so, and go on yourself.`);
  }
}

/** The next assistant has the floor, says so, and waits for the caller. */
function introduce({ ctx, session, speaker, meter }: Call, assistant: Assistant): void {
  speaker.assistant = assistant;
  const metadata = changeMetadata(ctx.job.metadata, (said) => nameAssistant(said, assistant.name));
  reportRunningCall(ctx, metadata); // Should this process die, it is this assistant that takes the call over.
  const introduction = session.say(speaker.sentences.introduction);
  void introduction.waitForPlayout().then(() => meter.finish({ interrupted: introduction.interrupted }));
}
