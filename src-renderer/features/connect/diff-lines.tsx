import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useText } from '../../language/language.tsx';
import styles from './diff-lines.module.css';

type DiffLine = ProcedureOutput<'claudeCode.preview'>['diff'][number];

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', removed: '−', added: '+' };

/** A change to a file, line by line; what is added and removed differs by sign as well as by colour. */
export function DiffLines({ lines }: { readonly lines: readonly DiffLine[] }) {
  const t = useText();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <pre className={styles.diff} tabIndex={0}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a diff is drawn anew as a whole
        <span key={index} className={styles[line.kind]}>
          <span aria-hidden="true">{SIGNS[line.kind]} </span>
          {line.kind !== 'same' && <span className="visually-hidden">{t(`change.${line.kind}`)} </span>}
          {line.text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
