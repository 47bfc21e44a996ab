import { Suspense, lazy, useState } from 'react';

import { strings } from '../strings.ts';
import type { AgentAttributes } from './agent-attributes.ts';
import { explainSlowness } from './slow-turn.ts';
import { type TimingBar, type TimingPart, type TurnTiming, layOutTurn } from './turn-timing.ts';
import { useTurnTimings } from './use-turn-timings.ts';

const { timing } = strings;

/** Drawn only for those who look: it is as large as the rest of this folder. */
const TurnChart = lazy(() => import('./turn-chart.tsx'));

/** Turns that are told one by one. */
const LISTED_TURNS = 20;

/** Where the milliseconds went, turn by turn; nothing before the first answer. */
export function TimingPanel({ attributes }: { attributes: AgentAttributes }) {
  const turns = useTurnTimings();
  const [isOpen, setIsOpen] = useState(false);
  const newest = turns[0];
  if (!newest) return null;
  return (
    <details className="timing" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        <span>{timing.heading}</span> <span className="total">{describeTotal(newest)}</span>
      </summary>
      {isOpen && (
        <div className="timing-body" tabIndex={0} role="group" aria-label={timing.heading}>
          <Suspense>
            <TurnChart turns={turns} />
          </Suspense>
          <ol aria-label={timing.heading}>
            {turns.slice(0, LISTED_TURNS).map((turn) => (
              <Turn key={turn.turn} turn={turn} attributes={attributes} />
            ))}
          </ol>
        </div>
      )}
    </details>
  );
}

function Turn({ turn, attributes }: { turn: TurnTiming; attributes: AgentAttributes }) {
  const speculation = describeSpeculation(turn);
  return (
    <li>
      <h3>
        {timing.turn(turn.turn)} <span className="total">{describeTotal(turn)}</span>
      </h3>
      <ul className="waterfall">
        {layOutTurn(turn.stagesMs).map((bar) => (
          <Bar key={bar.part} bar={bar} model={findModel(bar.part, attributes)} />
        ))}
      </ul>
      <Reason turn={turn} />
      {speculation && <p>{speculation}</p>}
    </li>
  );
}

/** Why this answer was slow, when it was. */
function Reason({ turn }: { turn: TurnTiming }) {
  const slowness = explainSlowness(turn);
  if (!slowness) return null;
  return (
    <p className="reason">
      <strong>{timing.slow.heading}</strong> {timing.slow[slowness.cause](slowness.avoidableMs)}{' '}
      {slowness.isFirst && timing.slow.first}
    </p>
  );
}

function Bar({ bar, model }: { bar: TimingBar; model: string | undefined }) {
  return (
    <li title={timing.explanations[bar.part]}>
      <span>
        {timing.parts[bar.part]}
        {model && <span className="model">{model}</span>}
      </span>
      <span className="axis" aria-hidden="true">
        <span
          className="bar"
          data-part={bar.part}
          style={{ left: `${bar.leftPercent}%`, width: `${bar.widthPercent}%` }}
        />
      </span>
      <span className="span">{timing.span(bar.fromMs, bar.toMs)}</span>
    </li>
  );
}

/** The name of the model that a part of the turn waited for. */
function findModel(part: TimingPart, attributes: AgentAttributes): string | undefined {
  return part === 'stt' || part === 'llm' || part === 'tts' ? attributes[`parley.${part}`] : undefined;
}

function describeTotal({ totalMs, outcome }: TurnTiming): string {
  const note = outcome === 'interrupted' || outcome === 'lost' ? timing.outcomes[outcome] : undefined;
  const total = totalMs === undefined ? undefined : timing.total(totalMs);
  return [total, note].filter(Boolean).join(', ');
}

function describeSpeculation({ savedMs, discarded }: TurnTiming): string {
  const saved = savedMs === undefined ? undefined : timing.saved(savedMs);
  const { attempts, llmTokens, ttsAudioMs } = discarded;
  const cost = attempts > 0 ? timing.discarded(attempts, llmTokens, ttsAudioMs) : undefined;
  return [saved, cost].filter(Boolean).join(' ');
}
