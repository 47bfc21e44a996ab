import { History } from '../history/history.tsx';
import { strings } from '../strings.ts';
import { AgentStage } from './agent-stage.tsx';
import { CallControls } from './call-controls.tsx';
import { CallHint } from './call-hint.tsx';
import { ModelList } from './model-list.tsx';
import { NetworkQuality } from './network-quality.tsx';
import { OfflineNotice } from './offline-notice.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { TimingPanel } from './timing-panel.tsx';
import { useAdmission } from './use-admission.ts';
import { useCall } from './use-call.ts';

/** The whole page: an agent to look at, the controls below it, and beside it what was said. */
export function CallScreen() {
  const call = useCall();
  const { stage, problem } = call;
  const admission = useAdmission();
  const isOver = stage === 'idle' || stage === 'ended';
  const needsCredential = isOver && (admission === 'needed' || admission === 'refused');
  const attributes = call.agent.agentAttributes ?? {};
  return (
    <div className="screen" data-stage={stage}>
      <header className="masthead">
        <h1>
          <img src="/icon.svg" alt="" width="28" height="28" />
          {strings.title}
        </h1>
      </header>
      <main>
        <section className="panel">
          <AgentStage call={call} />
          {stage === 'live' && <NetworkQuality participant={call.session.room.localParticipant} />}
          {problem && <ProblemNotice problem={problem} />}
          <CallHint call={call} />
          {needsCredential ? <SignInForm /> : <CallControls call={call} />}
          {admission === 'open' && <p className="development-mode">{strings.signIn.development}</p>}
        </section>
        {stage !== 'idle' && (
          <section className="conversation">
            <OfflineNotice attributes={attributes} />
            <History isFresh={stage === 'calling'} canType={stage === 'live'} />
            <TimingPanel attributes={attributes} />
            <ModelList attributes={attributes} />
          </section>
        )}
      </main>
      <p className="visually-hidden" role="status">
        {stage !== 'idle' && strings.announcements[stage]}
      </p>
    </div>
  );
}
