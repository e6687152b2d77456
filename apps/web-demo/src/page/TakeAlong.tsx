import './styles/take.css';
import { CodePanel } from './code/CodePanel.js';
import { WeightsPanel } from './weights/WeightsPanel.js';

/** The network and its program, for elsewhere. */
export function TakeAlong() {
  return (
    <section class="take-along" aria-labelledby="take-title">
      <h2 id="take-title">Take it along</h2>
      <CodePanel />
      <WeightsPanel />
    </section>
  );
}
