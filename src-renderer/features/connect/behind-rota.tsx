import { claudeCodeWordsEn } from '../../../src-shared/i18n/claude-code-words-en.ts';
import { claudeCodeWordsZhCn } from '../../../src-shared/i18n/claude-code-words-zh-cn.ts';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { CLAUDE_CODE_LIMITS, type ClaudeCodeLimit } from '../../../src-shared/model/claude-code-limits.ts';
import { Section } from '../../components/page.tsx';
import { StatusGlyph, type Tone } from '../../components/status-glyph.tsx';
import { useLanguage, useText } from '../../language/language.tsx';
import styles from './behind-rota.module.css';

type Words = Readonly<Record<keyof typeof claudeCodeWordsEn, string>>;

const WORDS: Readonly<Record<Locale, Words>> = { en: claudeCodeWordsEn, 'zh-CN': claudeCodeWordsZhCn };
const TONES: Readonly<Record<ClaudeCodeLimit['effect'], Tone>> = {
  works: 'fine',
  differs: 'resting',
  off: 'off',
};
const EFFECTS = ['works', 'differs', 'off'] as const;

/**
 * What works in Claude Code behind a base URL of one's own, and what its vendor switches off there. `keepSignIn` says
 * how Claude Code is connected, null where it is not: then both ways are told.
 */
export function BehindRota({ keepSignIn }: { readonly keepSignIn: boolean | null }) {
  const t = useText();
  const { locale } = useLanguage();
  const words = WORDS[locale];
  const other = keepSignIn === null ? null : keepSignIn ? 'with-key' : 'with-own-sign-in';
  const limits = CLAUDE_CODE_LIMITS.filter(({ applies }) => applies !== other);

  return (
    <Section title={t('behind.title')} sentence={t('behind.sentence')}>
      <dl className={styles.effects}>
        {EFFECTS.map((effect) => (
          <div key={effect} className={styles.effect}>
            <dt>
              <StatusGlyph tone={TONES[effect]} />
              {words[`effect.${effect}`]}
            </dt>
            <dd>
              <ul className={styles.limits}>
                {limits
                  .filter((limit) => limit.effect === effect)
                  .map(({ id, applies }) => (
                    <li key={id}>
                      {words[`limit.${id}`]}
                      {keepSignIn === null && applies !== 'always' && (
                        <span className={styles.applies}> {t(`behind.${applies}`)}</span>
                      )}
                    </li>
                  ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
