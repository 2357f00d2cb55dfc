import { type ReactNode, useEffect, useRef } from 'react';
import styles from './page.module.css';

interface PageProps {
  readonly title: string;
  /** One sentence that says what the page shows. */
  readonly sentence: ReactNode;
  /** The page's one main step. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** The head that all pages share. A page that opens takes the focus to its heading. */
export function Page({ title, sentence, action, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Rota`;
  }, [title]);
  useEffect(() => {
    if (document.activeElement !== document.body) heading.current?.focus();
  }, []);
  return (
    <>
      <header className={styles.header}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p className={styles.sentence}>{sentence}</p>
        {action && <div className={styles.action}>{action}</div>}
      </header>
      {children}
    </>
  );
}

/** A part of a page under a heading of its own, set off by a hairline. */
export function Section({
  title,
  sentence,
  children,
}: {
  readonly title: string;
  readonly sentence?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      <div>
        <h2>{title}</h2>
        {sentence && <p className={styles.sentence}>{sentence}</p>}
      </div>
      {children}
    </section>
  );
}
