import { useEffect, useRef } from 'preact/hooks';
import { isBusy, phase } from '../state/run.js';
import { send } from '../state/worker.js';

/** Lets training pause, or go on where it pauses. */
export function pauseOrResume(): void {
  if (phase.value === 'paused') send({ type: 'resume' });
  else if (phase.value === 'training') send({ type: 'pause' });
}

/** Ends what is going on. */
export function stop(): void {
  if (isBusy.value) send({ type: 'stop' });
}

/** Buttons that do nothing for now keep the focus: who works with keys must not be thrown to the top of the page. */
export function RunButtons() {
  const pauseRef = useRef<HTMLButtonElement>(null);
  const isTraining = phase.value === 'training';
  const isPaused = phase.value === 'paused';
  const busy = isBusy.value;
  useEffect(() => {
    if (busy && pauseRef.current) takeFocus(pauseRef.current);
  }, [busy]);
  return (
    <div class="row">
      <button ref={pauseRef} type="button" aria-disabled={!isTraining && !isPaused} onClick={pauseOrResume}>
        {isPaused ? 'Resume' : 'Pause'}
      </button>
      <button type="button" aria-disabled={!isPaused} onClick={() => isPaused && send({ type: 'step' })}>
        One step
      </button>
      <button type="button" aria-disabled={!busy} onClick={stop}>
        Stop
      </button>
    </div>
  );
}

/** Below the buttons there is to be room for the curves: they are in the upper part of the window. */
const ROOM_ABOVE = 0.7;

/** Takes over from the button that was pressed, which is disabled now, and shows what it has begun. */
function takeFocus(button: HTMLButtonElement): void {
  const { activeElement } = document;
  if (activeElement === document.body || activeElement?.matches(':disabled')) {
    button.focus({ preventScroll: true });
  }
  const { top, bottom } = button.getBoundingClientRect();
  if (top >= 0 && bottom <= innerHeight * ROOM_ABOVE) return;
  const section = button.closest('section');
  if (section) keepInView(section);
}

/** What grows above or below must not push a section out of view, as browsers would have it, before the reader moves on. */
function keepInView(section: HTMLElement): void {
  section.scrollIntoView();
  const { offsetHeight } = document.body;
  const growth = new ResizeObserver(() => {
    if (document.body.offsetHeight !== offsetHeight) section.scrollIntoView({ behavior: 'instant' });
  });
  growth.observe(document.body);
  const moves = new AbortController();
  moves.signal.addEventListener('abort', () => growth.disconnect());
  for (const type of ['pointerdown', 'wheel', 'touchmove', 'keydown', 'focusin']) {
    addEventListener(type, () => moves.abort(), { passive: true, signal: moves.signal });
  }
}
