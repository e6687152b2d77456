import { CodePanel } from '../code/CodePanel.js';
import { DrawPanel } from '../draw/DrawPanel.js';
import { ResultsPanel } from '../results/ResultsPanel.js';
import { Controls } from '../settings/Controls.js';
import { RunPanel } from '../training/RunPanel.js';
import { WeightsPanel } from '../weights/WeightsPanel.js';

export function App() {
  return (
    <>
      <header>
        <h1>Teach a network to read digits</h1>
        <p>
          NeuPy's MNIST tutorial, in your browser. Choose the data and the network, watch it learn, see what
          it gets wrong, and draw digits for it. Nothing leaves this page.
        </p>
      </header>
      <main>
        <div class="column">
          <Controls />
          <DrawPanel />
          <WeightsPanel />
          <CodePanel />
        </div>
        <div class="column wide">
          <RunPanel />
          <ResultsPanel />
        </div>
      </main>
    </>
  );
}
