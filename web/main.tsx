import { LogLevel, setLogLevel } from 'livekit-client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { CallPage } from './call/call-page.tsx';
import { takeCredentialFromAddress } from './call/credential.ts';
import { strings } from './strings.ts';
import './styles/base.css';
import './styles/history.css';
import './styles/layout.css';
import './styles/sign-in.css';
import './styles/sound.css';
import './styles/stage.css';
import './styles/timing.css';

setLogLevel(LogLevel.warn);
takeCredentialFromAddress();

document.documentElement.lang = strings.tag;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <CallPage />
  </StrictMode>,
);
