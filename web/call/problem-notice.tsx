import { strings } from '../strings.ts';
import type { CallProblem } from './call-problem.ts';

/** What went wrong and what the caller can do about it. */
export function ProblemNotice({ problem }: { problem: CallProblem }) {
  const { title, advice } = strings.problems[problem];
  return (
    <div className="notice problem" role="alert">
      <strong>{title}</strong>
      <p>{advice}</p>
    </div>
  );
}
