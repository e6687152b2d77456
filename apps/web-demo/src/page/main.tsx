import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import { render } from 'preact';
import { App } from './App.js';
import { keepForOffline } from './offline.js';
import { bringBack } from './state/kept.js';
import { openShipped } from './state/shipped.js';

// Reports of the worker come before some of what shows them: all of the page's state is there from the beginning.
import.meta.glob('./state/*.ts', { eager: true });

const root = document.getElementById('app');
root?.replaceChildren();
if (root) render(<App />, root);

void openShipped();
void keepForOffline();
void bringBack();
