import 'uplot/dist/uPlot.min.css';
import { render } from 'preact';
import { App } from './App.js';

const root = document.getElementById('app');
root?.replaceChildren();
if (root) render(<App />, root);
