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

/** Sliders: settings. */
export function SlidersIcon() {
  return (
    <svg {...stroke}>
      <path d="M4 7h9M19 7h1M4 17h1M11 17h9" />
      <circle cx="16" cy="7" r="2.5" />
      <circle cx="8" cy="17" r="2.5" />
    </svg>
  );
}

/** Bars of a network signal, 0 to 3 of them filled. */
export function SignalIcon({ bars }: { bars: number }) {
  return (
    <svg {...stroke} strokeWidth={3}>
      {['M5 18v-3', 'M12 18v-7', 'M19 18V6'].map((path, index) => (
        <path key={path} d={path} opacity={index < bars ? 1 : 0.25} />
      ))}
    </svg>
  );
}

/** Two sheets: copy. */
export function CopyIcon() {
  return (
    <svg {...stroke} width={16} height={16}>
      <rect x="9" y="9" width="11" height="11" rx="2.5" />
      <path d="M15 5.5A2.5 2.5 0 0 0 12.5 4H6.5A2.5 2.5 0 0 0 4 6.5v6A2.5 2.5 0 0 0 5.5 15" />
    </svg>
  );
}

/** An arrow onto a tray: download. */
export function DownloadIcon() {
  return (
    <svg {...stroke} width={16} height={16}>
      <path d="M12 4v11M7.5 10.5 12 15l4.5-4.5M5 20h14" />
    </svg>
  );
}

/** An arrow upwards: send. */
export function SendIcon() {
  return (
    <svg {...stroke}>
      <path d="M12 19V5.5M6 11.5l6-6 6 6" />
    </svg>
  );
}

/** A spanner: a tool of the agent. */
export function ToolIcon() {
  return (
    <svg {...stroke} width={16} height={16}>
      <path d="M14.7 6.3a4.5 4.5 0 0 0-6 5.7L3.5 17.2a2 2 0 0 0 2.8 2.8L11.5 15a4.5 4.5 0 0 0 5.8-6l-2.8 2.8-2.6-.7-.7-2.6Z" />
    </svg>
  );
}
