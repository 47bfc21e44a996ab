import type { PartHealth } from './operator-data.ts';
import { strings } from './strings.ts';

/** Everything that a call needs, and what to do about what does not answer. */
export function HealthList({ parts }: { parts: PartHealth[] }) {
  const { health } = strings;
  return (
    <section aria-labelledby="health-heading">
      <h2 id="health-heading">{health.heading}</h2>
      <ul className="health">
        {parts.map(({ part, ok, message, models }) => (
          <li key={part} data-ok={ok}>
            <span className="part">{health.parts[part]}</span>
            <span className="state">{ok ? health.ok : health.failing}</span>
            {models.length > 0 && <span className="models">{models.join(', ')}</span>}
            {message !== null && (
              <span className="message" lang="en">
                {message}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
