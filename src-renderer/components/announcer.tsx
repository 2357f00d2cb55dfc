import { createContext, type ReactNode, use, useMemo, useState } from 'react';

const AnnouncerContext = createContext<(sentence: string) => void>(() => {});

/** Has a sentence read out by a screen reader once it is free to speak; nothing is shown. */
export function useAnnounce(): (sentence: string) => void {
  return use(AnnouncerContext);
}

/** Holds the page's one polite live region. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState({ sentence: '', count: 0 });
  const announce = useMemo(
    () => (sentence: string) => setSaid((before) => ({ sentence, count: before.count + 1 })),
    [],
  );
  return (
    <AnnouncerContext value={announce}>
      {children}
      <div role="status" aria-live="polite" className="visually-hidden">
        {/* A new element each time, so that the same sentence is read twice when it is said twice. */}
        <span key={said.count}>{said.sentence}</span>
      </div>
    </AnnouncerContext>
  );
}
