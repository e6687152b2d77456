import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isBusy, isUpdating, phase, progress } from '../state/run.js';
import { lastAccuracy } from '../state/runRecord.js';
import { run } from '../state/runs.js';
import { pauseOrResume, stop } from './RunButtons.js';

/** Training in a bar at the foot of the window, while its panel's head is scrolled out of sight. */
export function RunBar({ headRef }: { readonly headRef: RefObject<HTMLElement | null> }) {
  const isInSight = useIsInSight(headRef);
  const isShown = isUpdating.value && !isInSight;
  useEffect(() => {
    document.documentElement.classList.toggle('has-run-bar', isShown);
  }, [isShown]);
  const { value: news } = progress;
  if (!isShown || !news || !run.value) return null;
  const accuracy = lastAccuracy(run.value);
  return (
    <section class="run-bar" aria-label="Training goes on">
      <progress aria-label="Updates made" max={news.totalUpdates} value={news.update} />
      <a href="#run-title">
        Epoch {Math.min(run.value.epochs.length + 1, run.value.planned)} of {run.value.planned}
        {accuracy !== undefined && `, ${(100 * accuracy).toFixed(1)} % right`}
      </a>
      <button type="button" aria-label={`${pauseWord()} training`} onClick={pauseOrResume}>
        {pauseWord()}
      </button>
      <button type="button" aria-label="Stop training" aria-disabled={!isBusy.value} onClick={stop}>
        Stop
      </button>
    </section>
  );
}

function pauseWord(): string {
  return phase.value === 'paused' ? 'Resume' : 'Pause';
}

function useIsInSight(ref: RefObject<HTMLElement | null>): boolean {
  const [isInSight, setInSight] = useState(true);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver(([entry]) => setInSight(entry?.isIntersecting ?? true));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref]);
  return isInSight;
}
