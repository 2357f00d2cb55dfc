import { useTimed } from '../client/clock-context.tsx';
import { useLanguage } from '../language/language.tsx';

/** How long until `until` (ms since the epoch), counting down; the full date stands behind it. */
export function Remaining({ until }: { readonly until: number }) {
  const { time } = useLanguage();
  const text = useTimed((now) => time.until(until, now));
  return <Time at={until} text={text} />;
}

/** The time or the day of a moment (ms since the epoch); the full date stands behind it. */
export function BriefMoment({ at }: { readonly at: number }) {
  const { time } = useLanguage();
  const text = useTimed((now) => time.brief(at, now));
  return <Time at={at} text={text} />;
}

function Time({ at, text }: { readonly at: number; readonly text: string }) {
  const { time } = useLanguage();
  return (
    <time dateTime={new Date(at).toISOString()} title={time.absolute(at)}>
      {text}
    </time>
  );
}
