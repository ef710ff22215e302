import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { pageLanguage } from './words/language.js';
import { words } from './words/words.js';
import './styles/colours.css';
import './styles/page.css';
import './styles/workspace.css';
import './styles/message.css';
import './styles/block.css';
import './styles/library-block.css';
import './styles/element.css';
import './styles/dialog.css';
import './styles/panel.css';
import './styles/tour.css';

document.documentElement.lang = pageLanguage;
document.title = words.workspace.brand;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
