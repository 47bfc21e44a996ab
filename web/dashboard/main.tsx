import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { takeCredentialFromAddress } from '../call/credential.ts';
import { DashboardPage } from './dashboard-page.tsx';
import { strings } from './strings.ts';
import '../styles/base.css';
import '../styles/sign-in.css';
import './dashboard.css';

takeCredentialFromAddress();
document.documentElement.lang = strings.tag;
document.title = `Parley · ${strings.title}`;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <DashboardPage />
  </StrictMode>,
);
