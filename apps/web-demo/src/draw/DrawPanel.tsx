import { useState } from 'preact/hooks';
import { hasNetwork, prediction, send } from '../app/state.js';
import { DrawPad } from './DrawPad.js';
import { Heat } from './Heat.js';
import { Pixels } from './Pixels.js';

export function DrawPanel() {
  const [image, setImage] = useState<Uint8Array | undefined>(undefined);

  function look(drawn: Uint8Array | undefined) {
    setImage(drawn);
    if (drawn) send({ type: 'predict', image: drawn });
    else prediction.value = undefined;
  }

  return (
    <section aria-labelledby="draw-title">
      <h2 id="draw-title">Draw a digit</h2>
      <div class="draw">
        <DrawPad onChange={look} />
        <div>
          <p>What the network sees</p>
          <Pixels image={image} label="The drawing as 28 by 28 pixels" />
          {prediction.value && <Heat values={prediction.value.saliency} label="Which pixels decide" />}
        </div>
      </div>
      {hasNetwork.value ? (
        <Probabilities drawn={image !== undefined} />
      ) : (
        <p>Train a network, or load weights, first.</p>
      )}
    </section>
  );
}

function Probabilities({ drawn }: { readonly drawn: boolean }) {
  const probabilities = prediction.value?.probabilities;
  const best = probabilities?.indexOf(Math.max(...probabilities));
  return (
    <>
      <p role="status" data-testid="prediction">
        {drawn && probabilities && best !== undefined
          ? `That is a ${best} (${(100 * (probabilities[best] ?? 0)).toFixed(1)} %).`
          : ''}
      </p>
      <ul class="bars" aria-label="Probability of each digit">
        {Array.from({ length: 10 }, (_, digit) => {
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
