import { useErrorBoundary } from 'preact/hooks';
import { Breakdown } from './Breakdown.js';
import { CodePanel } from './code/CodePanel.js';
import { DrawPanel } from './draw/DrawPanel.js';
import { ResultsPanel } from './results/ResultsPanel.js';
import { RunPanel } from './run/RunPanel.js';
import { Controls } from './settings/Controls.js';
import { WeightsPanel } from './weights/WeightsPanel.js';

export function App() {
  const [error] = useErrorBoundary();
  if (error !== undefined) return <Breakdown error={error} />;
  return (
    <>
      <header>
        <h1>Teach a network to read digits</h1>
        <p>
          NeuPy's MNIST tutorial, in your browser. Choose the data and the network, watch it learn, see what
          it gets wrong, and draw digits for it. Everything is computed here, and nothing of yours is sent
          anywhere; MNIST is fetched if you choose it.
        </p>
      </header>
      <main>
        <div class="column">
          <Controls />
          <DrawPanel />
          <WeightsPanel />
        </div>
        <div class="column wide">
          <RunPanel />
          <ResultsPanel />
          <CodePanel />
        </div>
      </main>
    </>
  );
}
