import { strings } from '../strings.ts';
import { type TimingBar, type TurnTiming, layOutTurn } from './turn-timing.ts';
import { useTurnTimings } from './use-turn-timings.ts';

const { timing } = strings;

/** Where the milliseconds went, turn by turn; nothing before the first answer. */
export function TimingPanel() {
  const turns = useTurnTimings();
  const newest = turns[0];
  if (!newest) return null;
  return (
    <details className="timing">
      <summary>
        <span>{timing.heading}</span> <span className="total">{describeTotal(newest)}</span>
      </summary>
      <ol tabIndex={0} aria-label={timing.heading}>
        {turns.map((turn) => (
          <Turn key={turn.turn} turn={turn} />
        ))}
      </ol>
    </details>
  );
}

function Turn({ turn }: { turn: TurnTiming }) {
  return (
    <li>
      <h3>
        {timing.turn(turn.turn)} <span className="total">{describeTotal(turn)}</span>
      </h3>
      <ul className="waterfall">
        {layOutTurn(turn.stagesMs).map((bar) => (
          <Bar key={bar.part} bar={bar} />
        ))}
      </ul>
      <p>{describeSpeculation(turn)}</p>
    </li>
  );
}

function Bar({ bar }: { bar: TimingBar }) {
  return (
    <li title={timing.explanations[bar.part]}>
      <span>{timing.parts[bar.part]}</span>
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
