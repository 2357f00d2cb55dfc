import { uiActivityZhCn } from './ui-activity-zh-cn.ts';
import { uiConnectZhCn } from './ui-connect-zh-cn.ts';
import type { uiPagesEn } from './ui-pages-en.ts';
import { uiRoutingZhCn } from './ui-routing-zh-cn.ts';
import { uiSettingsZhCn } from './ui-settings-zh-cn.ts';
import { uiUsageZhCn } from './ui-usage-zh-cn.ts';

/** Routing, activity, usage, connecting and settings in Simplified Chinese. */
export const uiPagesZhCn: Readonly<Record<keyof typeof uiPagesEn, string>> = {
  ...uiRoutingZhCn,
  ...uiActivityZhCn,
  ...uiUsageZhCn,
  ...uiConnectZhCn,
  ...uiSettingsZhCn,
};
