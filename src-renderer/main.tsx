import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { openSession } from './client/open-session.ts';
import './styles/tokens.css';
import './styles/base.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

const session = openSession(() => document.documentElement.lang);
createRoot(root).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
);
