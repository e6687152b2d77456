import { type LivePlot, livePlot } from '@neutype/plots/live';
import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { curve, epochs } from '../state/state.js';
import { lossPlot } from './lossPlot.js';

/** The loss of every update and of every epoch, as they come. */
export function LossChart() {
  const elementRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = elementRef.current;
    if (!element) return;
    let live: LivePlot | undefined;
    const stop = effect(() => {
      const { losses } = curve.value;
      if (losses.updates === 0) return;
      const plot = lossPlot(losses, epochs.value);
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
