import 'uplot/dist/uPlot.min.css';
import { render } from 'preact';
import { opened, showInAddress } from './app/address.js';
import { Breakdown } from './app/Breakdown.js';

const root = document.getElementById('app');
if (root) void start(root);

async function start(root: HTMLElement): Promise<void> {
  // TensorFlow.js takes flags from the address and fails over what others write there: it must find ours only, and so
  // it is loaded after the address was put in order.
  showInAddress(opened.settings);
  try {
    const { App } = await import('./app/App.js');
    root.replaceChildren();
    render(<App />, root);
  } catch (error) {
    root.replaceChildren();
    render(<Breakdown error={error} />, root);
  }
}
