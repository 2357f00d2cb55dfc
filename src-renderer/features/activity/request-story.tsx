import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import { Message, type Text, useLanguage, useText } from '../../language/language.tsx';
import { ATTEMPT_WORDS } from './attempt-words.ts';
import { toneOfAttempt } from './recent-requests.ts';
import { nameOf } from './request-line.tsx';
import styles from './request-story.module.css';

interface RequestStoryProps {
  readonly id: string;
  readonly request: RequestFacts;
  /** Names of accounts by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** What happened to a request, in sentences: how it ended, who was asked and why, who was not, and the bare facts. */
export function RequestStory({ id, request, names }: RequestStoryProps) {
  const t = useText();
  const { reason, amount } = useLanguage();
  // Times in the reasons are told as they were when the request ended.
  const then = request.startedAt + request.durationMs;
  const ending = endingText(request, names, t, amount.took);

  return (
    <div id={id} className={styles.story}>
      <p className={styles.ending}>
        {request.incomplete
          ? t('common.sentences', { first: ending, second: t('story.incomplete') })
          : ending}
      </p>
      {request.attempts.length > 0 && (
        <section>
          <h2 className={styles.head}>{t('story.asked')}</h2>
          <ol className={styles.steps}>
            {request.attempts.map((attempt, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the tries of a finished request never change
              <li key={index} className={styles.step}>
                <StatusGlyph tone={toneOfAttempt(attempt)} />
                <p>
                  <span className={styles.name}>{nameOf(attempt.accountId, names, t)}</span>{' '}
                  <Message
                    id="common.sentences"
                    values={{
                      first: <span className={styles.quiet}>{reason(attempt.reason, then).sentence}</span>,
                      second: t(ATTEMPT_WORDS[attempt.outcome] ?? 'attempt.other', {
                        outcome: attempt.outcome,
                      }),
                    }}
                  />
                </p>
                <p className={styles.quiet}>
                  {attempt.status !== null && `${t('story.status', { status: attempt.status })} · `}
                  {amount.took(attempt.durationMs)}
                </p>
              </li>
            ))}
          </ol>
        </section>
      )}
      {request.passedOver.length > 0 && (
        <section>
          <h2 className={styles.head}>{t('story.notAsked')}</h2>
          <ul className={styles.steps}>
            {request.passedOver.map((passed) => (
              <li key={passed.accountId} className={styles.step}>
                <StatusGlyph tone="off" />
                <p>
                  <span className={styles.name}>{nameOf(passed.accountId, names, t)}</span>{' '}
                  <span className={styles.quiet}>{reason(passed.reason, then).sentence}</span>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className={styles.head}>{t('story.details')}</h2>
        <dl className={styles.facts}>
          <dt>{t('fact.id')}</dt>
          <dd className={styles.id}>
            <code>{request.id}</code>
            <CopyButton text={request.id} label={t('fact.id')} />
          </dd>
          {request.model !== null && (
            <>
              <dt>{t('activity.model')}</dt>
              <dd>
                <code>{request.model}</code>
              </dd>
            </>
          )}
          <dt>{t('fact.path')}</dt>
          <dd>
            <code>
              {request.method} {request.path}
            </code>
          </dd>
          <dt>{t('fact.route')}</dt>
          <dd>{request.route === null ? t('fact.noRoute') : <code>{request.route}</code>}</dd>
          {request.modelServed !== null && request.modelServed !== request.model && (
            <>
              <dt>{t('fact.modelServed')}</dt>
              <dd>
                <code>{request.modelServed}</code>
              </dd>
            </>
          )}
          {request.keyName !== null && (
            <>
              <dt>{t('fact.key')}</dt>
              <dd>{request.keyName}</dd>
            </>
          )}
          <dt>{t('fact.session')}</dt>
          <dd>{request.sessionId === null ? t('fact.noSession') : <code>{request.sessionId}</code>}</dd>
          {request.usage !== null && (
            <>
              <dt>{t('fact.tokens')}</dt>
              <dd>
                {t('fact.tokenParts', {
                  input: amount.whole(request.usage.inputTokens),
                  output: amount.whole(request.usage.outputTokens),
                  cacheRead: amount.whole(request.usage.cacheReadInputTokens),
                  cacheWrite: amount.whole(request.usage.cacheCreationInputTokens),
                })}
              </dd>
            </>
          )}
          {request.addedMs !== null && (
            <>
              <dt>{t('fact.added')}</dt>
              <dd>{amount.took(Math.max(0, request.addedMs))}</dd>
            </>
          )}
        </dl>
      </section>
    </div>
  );
}

function endingText(
  request: RequestFacts,
  names: ReadonlyMap<string, string>,
  t: Text,
  took: (ms: number) => string,
): string {
  const { outcome, firstByteMs, durationMs, stream } = request;
  const values = {
    name: nameOf(request.accountId, names, t),
    status: request.status ?? '',
    first: took(firstByteMs ?? durationMs),
    took: took(durationMs),
  };
  const atOnce = outcome === 'succeeded' && (!stream || firstByteMs === null);
  return t(atOnce ? 'story.succeededAtOnce' : `story.${outcome}`, values);
}
