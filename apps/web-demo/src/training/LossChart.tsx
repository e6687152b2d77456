import { plotErrors } from '@neutype/plots';
import { type LivePlot, livePlot } from '@neutype/plots/live';
import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { epochs, losses } from '../app/state.js';

/** The loss of every update and the validation loss of every epoch, as they come. */
export function LossChart() {
  const elementRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = elementRef.current;
    if (!element) return;
    let live: LivePlot | undefined;
    const stop = effect(() => {
      if (losses.value.length === 0) return;
      const plot = plotErrors(historySoFar());
      if (live) live.update(plot);
      else live = livePlot(element, plot);
    });
    return () => {
      stop();
      live?.destroy();
    };
  }, []);
  return <div ref={elementRef} class="chart" />;
}

const historySoFar = () => ({
  train: losses.value,
  valid: epochs.value.map(({ valid }) => valid),
  updatesPerEpoch: epochs.value.map(({ updates }) => updates),
});
