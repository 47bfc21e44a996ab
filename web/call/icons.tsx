/** Line drawings for buttons; the button carries the name. */
const stroke = {
  width: 22,
  height: 22,
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.8,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  'aria-hidden': true,
} as const;

/** A microphone, struck through when off. */
export function MicrophoneIcon({ off }: { off: boolean }) {
  return (
    <svg {...stroke}>
      <rect x="9" y="3" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
      {off && <path d="M4 4l16 16" />}
    </svg>
  );
}

/** A receiver, laid down to hang up. */
export function PhoneIcon({ hangUp = false }: { hangUp?: boolean }) {
  return (
    <svg {...stroke} className={hangUp ? 'hang-up' : undefined}>
      <path d="M6.2 3.8h2.6l1.6 4.3-2 1.5a11.5 11.5 0 0 0 6 6l1.5-2 4.3 1.6v2.6a2 2 0 0 1-2.2 2A16 16 0 0 1 4.2 6a2 2 0 0 1 2-2.2Z" />
    </svg>
  );
}
