import { uiActivityEn } from './ui-activity-en.ts';
import { uiConnectEn } from './ui-connect-en.ts';
import { uiRoutingEn } from './ui-routing-en.ts';
import { uiSettingsEn } from './ui-settings-en.ts';
import { uiUsageEn } from './ui-usage-en.ts';

/** Routing, activity, usage, connecting and settings in English; merged into the page's catalogue by `ui-en.ts`. */
export const uiPagesEn = {
  ...uiRoutingEn,
  ...uiActivityEn,
  ...uiUsageEn,
  ...uiConnectEn,
  ...uiSettingsEn,
} as const;
