import type { Page } from '@playwright/test';
import { accountLooks } from './account-looks.ts';
import {
  answerAccountCommands,
  answerClaudeCodeStatus,
  answerLogins,
  answerShell,
  answerTerms,
} from './core-answers.ts';
import type { FixtureServer } from './fixture-server.ts';
import { answerPages, pageLooks } from './page-looks.ts';
import type { snapshot } from './scenes.ts';
import { trayLooks } from './tray-looks.ts';

/** Something that the page can look like: a scene, and what is done before it is looked at. */
export interface Look {
  readonly scene: Parameters<typeof snapshot>;
  /** Page to open; `tray` for the small window, which has one size only. */
  readonly at?: string;
  /** What this browser remembers of earlier. */
  readonly remembered?: Readonly<Record<string, string>>;
  /** Prepares answers that only this look needs. */
  readonly answer?: (core: FixtureServer) => void;
  readonly act?: (page: Page) => Promise<void>;
}

/** Everything that is looked at: in both themes and both languages, wide and narrow. */
export const LOOKS: Readonly<Record<string, Look>> = { ...accountLooks, ...trayLooks, ...pageLooks };

/** The sizes that a look is looked at in. */
export function sizesOf({ at }: Look): readonly { readonly width: number; readonly height: number }[] {
  if (at === 'tray') return [{ width: 380, height: 560 }];
  return [
    { width: 960, height: 680 },
    { width: 420, height: 680 },
  ];
}

/** Answers all that a look needs. */
export function playCore(core: FixtureServer, look: Look): void {
  answerAccountCommands(core);
  answerTerms(core, false);
  answerLogins(core);
  answerShell(core, 'headless');
  answerClaudeCodeStatus(core, 'not-connected');
  answerPages(core);
  look.answer?.(core);
}
