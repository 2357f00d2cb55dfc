import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { openSession } from './client/open-session.ts';
import { localeOf, readPreferences } from './client/preferences.ts';
import { loadCatalogue } from './language/load-catalogue.ts';
import './styles/tokens.css';
import './styles/base.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

const session = openSession(() => document.documentElement.lang);
// Nothing is drawn before its words are there, so that no other language and no message id ever flashes up.
void loadCatalogue(localeOf(readPreferences())).then((catalogue) =>
  createRoot(root).render(
    <StrictMode>
      <App session={session} catalogue={catalogue} />
    </StrictMode>,
  ),
);
