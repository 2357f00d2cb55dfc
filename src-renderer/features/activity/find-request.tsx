import { Search } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { useText } from '../../language/language.tsx';
import styles from './find-request.module.css';
import { RequestHeads, RequestLine } from './request-line.tsx';
import type { RequestSearch } from './use-request-search.ts';

/** Asks for a request's id; an answer carries it, and so does the log. */
export function FindRequest({ search }: { readonly search: RequestSearch }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  return (
    <search className={styles.search}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!search.busy) search.find(typed);
        }}
      >
        <Field
          compact
          label={t('find.label')}
          placeholder={t('find.placeholder')}
          value={typed}
          error={search.problem}
          onChange={(event) => {
            setTyped(event.target.value);
            if (search.problem !== null) search.clear();
          }}
          beside={
            <Button type="submit" busy={search.busy} icon={<Search size={14} aria-hidden="true" />}>
              {t('find.find')}
            </Button>
          }
        />
      </form>
    </search>
  );
}

interface FoundRequestProps {
  readonly search: RequestSearch;
  /** Names of accounts by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** The request that was found, with its story, in the place of the latest ones. */
export function FoundRequest({ search, names }: FoundRequestProps) {
  const t = useText();
  const [open, setOpen] = useState(true);
  if (search.found === null) return null;
  return (
    <>
      <div className={styles.found}>
        <p>{t('find.found')}</p>
        <Button onClick={search.clear}>{t('find.back')}</Button>
      </div>
      <RequestHeads />
      <ol aria-label={t('activity.list')}>
        <RequestLine
          request={search.found}
          names={names}
          open={open}
          onToggle={() => setOpen((before) => !before)}
        />
      </ol>
    </>
  );
}
