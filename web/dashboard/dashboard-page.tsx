import { useCredential } from '../call/credential.ts';
import { SignInForm } from '../call/sign-in-form.tsx';
import { CallTable } from './call-table.tsx';
import { ErrorList } from './error-list.tsx';
import { FigureList } from './figure-list.tsx';
import { HealthList } from './health-list.tsx';
import { LatencySection } from './latency-section.tsx';
import type { OperatorData } from './operator-data.ts';
import { strings } from './strings.ts';
import { isRefusal, useOperatorData } from './use-operator-data.ts';

const time = new Intl.DateTimeFormat(strings.tag, { timeStyle: 'medium' });

/** How this installation does, for its operator: it shows, and changes nothing. */
export function DashboardPage() {
  const { data, problem } = useOperatorData();
  const wasRefused = useCredential() === 'refused';
  const isAsked = problem === 'unauthorized' && !wasRefused;
  const sentence = problem ? !isAsked && strings.problems[problem] : !data && strings.loading;
  return (
    <div className="dashboard">
      <header>
        <h1>
          <img src="/icon.svg" alt="" width="28" height="28" />
          Parley
          <span>{strings.title}</span>
        </h1>
        {data && <p className="updated">{strings.updated(time.format(new Date(data.at)))}</p>}
        <a href="/">{strings.back}</a>
      </header>
      <main>
        <p role="status" className={sentence && problem ? 'notice problem' : undefined}>
          {sentence}
        </p>
        {problem && isRefusal(problem) ? <SignInForm /> : data && <Sections data={data} />}
      </main>
    </div>
  );
}

function Sections({ data }: { data: OperatorData }) {
  return (
    <>
      <FigureList data={data} />
      <LatencySection data={data} />
      <HealthList parts={data.parts} />
      <ErrorList data={data} />
      <CallTable
        heading={strings.calls.live}
        empty={strings.calls.noneLive}
        calls={data.openCalls}
        now={data.at}
      />
      <CallTable
        heading={strings.calls.last}
        empty={strings.calls.noneLast}
        calls={data.endedCalls}
        now={data.at}
      />
    </>
  );
}
