import { useEffect, useRef } from 'preact/hooks';
import {
  change,
  failure,
  isBusy,
  message,
  networkTable,
  phase,
  results,
  send,
  startTraining,
} from '../state/state.js';
import { EpochTable } from './EpochTable.js';
import { LossChart } from './LossChart.js';
import { ProgressLine } from './ProgressLine.js';

export function RunPanel() {
  return (
    <section aria-labelledby="run-title">
      <h2 id="run-title">Training</h2>
      <p role="status" data-testid="status">
        {message.value}
      </p>
      {phase.value === 'finished' && results.value && (
        <p>
          <a href="#draw-title">Draw a digit</a>, or <a href="#results-title">look at the mistakes</a>.
        </p>
      )}
      <Failure />
      <Buttons />
      <ProgressLine />
      <LossChart />
      <EpochTable />
      {networkTable.value && (
        <details>
          <summary>The network</summary>
          <pre class="scroll">{networkTable.value}</pre>
        </details>
      )}
    </section>
  );
}

function Failure() {
  if (!failure.value) return null;
  return (
    <>
      <p role="alert" class="failure">
        {failure.value.message}
      </p>
      {failure.value.needsData && <OtherData />}
    </>
  );
}

function OtherData() {
  return (
    <div class="row">
      <button
        type="button"
        onClick={() => {
          change({ dataset: 'synthetic' });
          startTraining({ keepWeights: false });
        }}
      >
        Train on synthetic digits instead
      </button>
      <label class="file">
        Or choose MNIST's four files{' '}
        <input
          type="file"
          multiple
          onChange={async ({ currentTarget: { files } }) => {
            const contents = [...(files ?? [])].map(async (file) => new Uint8Array(await file.arrayBuffer()));
            send({ type: 'useMnist', files: await Promise.all(contents) });
          }}
        />
      </label>
    </div>
  );
}

/** Buttons that do nothing for now keep the focus: who works with keys must not be thrown to the top of the page. */
function Buttons() {
  const pauseRef = useRef<HTMLButtonElement>(null);
  const isTraining = phase.value === 'training';
  const isPaused = phase.value === 'paused';
  const busy = isBusy.value;
  useEffect(() => {
    if (busy && pauseRef.current) takeFocus(pauseRef.current);
  }, [busy]);
  return (
    <div class="row">
      <button
        ref={pauseRef}
        type="button"
        aria-disabled={!isTraining && !isPaused}
        onClick={() => {
          if (isPaused) send({ type: 'resume' });
          else if (isTraining) send({ type: 'pause' });
        }}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </button>
      <button type="button" aria-disabled={!isPaused} onClick={() => isPaused && send({ type: 'step' })}>
        One step
      </button>
      <button type="button" aria-disabled={!busy} onClick={() => busy && send({ type: 'stop' })}>
        Stop
      </button>
    </div>
  );
}

/** Takes over from the button that was pressed, which is disabled now, and shows what it has begun. */
function takeFocus(button: HTMLButtonElement): void {
  const { activeElement } = document;
  if (activeElement === document.body || activeElement?.matches(':disabled')) {
    button.focus({ preventScroll: true });
  }
  const { top, bottom } = button.getBoundingClientRect();
  if (top >= 0 && bottom <= innerHeight) return;
  button.closest('section')?.scrollIntoView();
  keepInView();
}

/** What grows must not push itself out of view, as browsers would have it, before the reader moves on. */
function keepInView(): void {
  const page = document.documentElement;
  page.style.overflowAnchor = 'none';
  for (const type of ['pointerdown', 'wheel', 'touchmove', 'keydown']) {
    addEventListener(type, () => page.style.removeProperty('overflow-anchor'), { once: true, passive: true });
  }
}
