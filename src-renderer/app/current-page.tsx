import { lazy } from 'react';
import { useCore } from '../client/client-context.tsx';
import { AccountsPage } from '../features/accounts/accounts-page.tsx';
import type { PageName } from './pages.ts';

// The page of accounts is what a window opens with; the others come when they are asked for.
const RoutingPage = lazy(async () => ({
  default: (await import('../features/routing/routing-page.tsx')).RoutingPage,
}));
const ActivityPage = lazy(async () => ({
  default: (await import('../features/activity/activity-page.tsx')).ActivityPage,
}));
const UsagePage = lazy(async () => ({
  default: (await import('../features/usage/usage-page.tsx')).UsagePage,
}));
const ConnectPage = lazy(async () => ({
  default: (await import('../features/connect/connect-page.tsx')).ConnectPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('../features/settings/settings-page.tsx')).SettingsPage,
}));

/** Draws the page that the address names. */
export function CurrentPage({ page }: { readonly page: PageName }) {
  const { snapshot } = useCore();
  switch (page) {
    case 'accounts':
      return <AccountsPage />;
    case 'routing':
      return <RoutingPage />;
    case 'activity':
      return <ActivityPage />;
    case 'usage':
      return <UsagePage />;
    case 'connect':
      return <ConnectPage baseUrl={snapshot.baseUrl} />;
    case 'settings':
      return <SettingsPage />;
  }
}
