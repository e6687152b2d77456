import { CLASSES } from '../../shared/recipe.js';
import { drawing, hasNetwork, isReading, look, prediction } from '../state/state.js';
import { DrawPad } from './DrawPad.js';
import { Heat } from './Heat.js';
import { Pixels } from './Pixels.js';

export function DrawPanel() {
  return (
    <section aria-labelledby="draw-title">
      <h2 id="draw-title">Draw a digit</h2>
      <div class="draw">
        <DrawPad onChange={look} />
        <div>
          <p>What the network sees</p>
          <Pixels image={drawing.value?.image} label="The drawing as 28 by 28 pixels" />
          {prediction.value && <Heat values={prediction.value.saliency} label="Which pixels decide" />}
        </div>
      </div>
      {hasNetwork.value ? <Probabilities /> : <p>Train a network, or load weights, first.</p>}
    </section>
  );
}

function Probabilities() {
  const probabilities = prediction.value?.probabilities;
  const best = probabilities?.indexOf(Math.max(...probabilities));
  return (
    <>
      <p role="status" data-testid="prediction" aria-busy={isReading.value}>
        {probabilities && best !== undefined && answerOf(best, probabilities[best])}
      </p>
      <ul class="bars" aria-label="Probability of each digit">
        {Array.from({ length: CLASSES }, (_, digit) => {
          const percent = 100 * (probabilities?.[digit] ?? 0);
          return (
            <li
              key={digit}
              class={digit === best ? 'best' : ''}
              aria-label={`${digit}: ${percent.toFixed(1)} percent`}
            >
              <span class="bar" style={{ height: `${percent}%` }} />
              <span class="digit">{digit}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function answerOf(digit: number, probability: number | undefined): string {
  if (probability === undefined) return 'The network gives no numbers any more.';
  return `That is ${digit === 8 ? 'an' : 'a'} ${digit} (${(100 * probability).toFixed(1)} %).`;
}
