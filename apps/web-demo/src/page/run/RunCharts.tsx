import 'uplot/dist/uPlot.min.css';
import type { PlotDescription } from '@neutype/plots';
import { type LivePlot, livePlot } from '@neutype/plots/live';
import { effect, type Signal, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { DownloadPicture } from '../pictures/DownloadPicture.js';
import { svgAsShown } from '../pictures/svgAsShown.js';
import { onceSeen } from '../state/frames.js';
import type { Run } from '../state/runRecord.js';
import { former, run, runNames } from '../state/runs.js';
import { runPlot } from './runPlot.js';

/** In pixels. */
const CURVES_WIDTH = 1100;

const logValues = signal(false);
const logEpochs = signal(false);

/** The losses of every update and the accuracy, as they come. There is no chart before there is something to see. */
export function RunCharts() {
  if (!run.value || run.value.losses.updates === 0) return null;
  return (
    <>
      <Charts />
      <div class="picture-foot">
        <fieldset class="row chart-axes">
          <legend class="visually-hidden">Axes of the charts</legend>
          <span>Logarithmic:</span>
          <AxisChoice isLogarithmic={logValues}>losses and mistakes</AxisChoice>
          <AxisChoice isLogarithmic={logEpochs}>epochs</AxisChoice>
        </fieldset>
        <DownloadPicture picture="the curves" file="neutype-curves.svg" make={curves} />
      </div>
    </>
  );
}

interface AxisChoiceProps {
  readonly isLogarithmic: Signal<boolean>;
  readonly children: string;
}

function AxisChoice({ isLogarithmic, children }: AxisChoiceProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isLogarithmic.value}
        onChange={({ currentTarget }) => {
          isLogarithmic.value = currentTarget.checked;
        }}
      />
      {children}
    </label>
  );
}

function Charts() {
  const elementRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = elementRef.current;
    if (!element) return;
    let live: LivePlot | undefined;
    let takeBack: (() => void) | undefined;
    const stop = effect(() => {
      if (!run.value) return;
      const plot = plotOf(run.value);
      if (live) takeBack = onceSeen(element, () => live?.update(plot));
      else live = livePlot(element, plot, { height: 230 });
    });
    return () => {
      stop();
      takeBack?.();
      live?.destroy();
    };
  }, []);
  return <div ref={elementRef} class="charts" />;
}

function plotOf(shown: Run): PlotDescription {
  return runPlot(shown, former.value, {
    logValues: logValues.value,
    logEpochs: logEpochs.value,
    names: runNames.value,
  });
}

/** Both charts side by side, as wide as two of them are in the page. */
function curves(): string {
  if (!run.value) throw new Error('nothing was trained yet.');
  return svgAsShown(
    { ...plotOf(run.value), title: run.value.settings.architecture, columns: 2 },
    CURVES_WIDTH,
  );
}
