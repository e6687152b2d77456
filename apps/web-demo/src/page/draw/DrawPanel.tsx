import './draw.css';
import { drawing, isReading, look, prediction } from '../state/drawing.js';
import { hasNetwork } from '../state/network.js';
import { answerTo } from './answer.js';
import { DrawPad } from './DrawPad.js';

export function DrawPanel() {
  return (
    <div class="draw-panel">
      <h2 id="draw-title" class="visually-hidden">
        Draw a digit
      </h2>
      <DrawPad onChange={look} hint={drawing.value === undefined ? 'Draw a digit here' : undefined} />
      {hasNetwork.value && <Answer />}
    </div>
  );
}

function Answer() {
  return (
    <p role="status" data-testid="prediction" aria-busy={isReading.value}>
      {prediction.value && answerTo(prediction.value)}
    </p>
  );
}
