import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ManagementClient } from '../../src-shared/contract/client.ts';
import { CoreContext } from '../client/client-context.tsx';
import { ClockContext } from '../client/clock-context.tsx';
import { CoreClock } from '../client/core-clock.ts';
import { localeOf, usePreferences } from '../client/preferences.ts';
import type { Session } from '../client/session.ts';
import { SnapshotStore } from '../client/snapshot-store.ts';
import { Announcer } from '../components/announcer.tsx';
import { Toaster } from '../components/toaster.tsx';
import { TrayPage } from '../features/tray/tray-page.tsx';
import { UnlockPage } from '../features/unlock/unlock-page.tsx';
import type { Catalogue } from '../language/catalogue.ts';
import { LanguageProvider } from '../language/language.tsx';
import { useCatalogue } from '../language/use-catalogue.ts';
import { Frame } from './frame.tsx';
import { placeOf, useHash } from './pages.ts';
import { StartingPage } from './starting-page.tsx';

interface AppProps {
  readonly session: Session;
  /** The words to begin with. */
  readonly catalogue: Catalogue;
}

/** The whole page in the person's language and theme. */
export function App({ session, catalogue: first }: AppProps) {
  const preferences = usePreferences();
  const catalogue = useCatalogue(localeOf(preferences), first);

  useEffect(() => {
    document.documentElement.dataset.theme = preferences.theme;
  }, [preferences.theme]);
  useEffect(() => session.tellLanguage(catalogue.locale), [session, catalogue.locale]);

  return (
    <LanguageProvider catalogue={catalogue}>
      <Announcer>
        <Gate session={session} />
      </Announcer>
    </LanguageProvider>
  );
}

/** Lets nobody past without the admin token. */
function Gate({ session }: { readonly session: Session }) {
  const access = useSyncExternalStore(session.subscribe, session.access);
  switch (access.kind) {
    case 'checking':
      return <StartingPage />;
    case 'locked':
      return <UnlockPage because={access.because} onToken={(token) => session.unlock(token)} />;
    case 'open':
      return <Connected client={session.client} />;
  }
}

/** Listens to the core for as long as it is on the page, and gives everything below it what the core says. */
function Connected({ client }: { readonly client: ManagementClient }) {
  const [clock] = useState(() => new CoreClock());
  const [store] = useState(() => new SnapshotStore(client, clock));
  const feed = useSyncExternalStore(store.subscribe, store.feed);
  const place = placeOf(useHash());

  useEffect(() => {
    const stream = store.start();
    return () => stream[Symbol.dispose]();
  }, [store]);

  if (feed.kind === 'starting' || feed.snapshot === null)
    return <StartingPage unreachable={feed.kind === 'offline'} />;
  return (
    <ClockContext value={clock}>
      <CoreContext value={{ client, snapshot: feed.snapshot, connected: feed.kind === 'live' }}>
        <Toaster>{place.kind === 'tray' ? <TrayPage /> : <Frame page={place.page} />}</Toaster>
      </CoreContext>
    </ClockContext>
  );
}
