import { classNames } from './class-names.ts';
import styles from './status-glyph.module.css';

/** How something is: well, resting until a known time, waiting for the person, or switched off. */
export type Tone = 'fine' | 'resting' | 'action' | 'off';

/** A sign that differs in shape as well as in colour; the word for it stands beside it. */
export function StatusGlyph({ tone }: { readonly tone: Tone }) {
  return (
    <svg
      className={classNames(styles.glyph, styles[tone])}
      width="10"
      height="10"
      viewBox="0 0 10 10"
      aria-hidden="true"
    >
      {SHAPES[tone]}
    </svg>
  );
}

const SHAPES = {
  fine: <circle cx="5" cy="5" r="4.5" fill="currentColor" />,
  resting: (
    <>
      <circle cx="5" cy="5" r="3.9" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="M5 1.1a3.9 3.9 0 0 1 0 7.8z" fill="currentColor" />
    </>
  ),
  action: <path d="M5 .4 9.8 9.3H.2z" fill="currentColor" />,
  off: <circle cx="5" cy="5" r="3.9" fill="none" stroke="currentColor" strokeWidth="1.2" />,
} as const satisfies Record<Tone, unknown>;
