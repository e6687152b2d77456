import './run.css';
import { useRef } from 'preact/hooks';
import { WhyOthers } from '../digits/WhyOthers.js';
import { networkTable } from '../state/network.js';
import { message, phase, results } from '../state/run.js';
import { Comparison } from './Comparison.js';
import { EpochTable } from './EpochTable.js';
import { Failure } from './Failure.js';
import { Figures } from './Figures.js';
import { ProgressLine } from './ProgressLine.js';
import { RunBar } from './RunBar.js';
import { RunButtons } from './RunButtons.js';
import { RunCharts } from './RunCharts.js';

/** A training as it goes on: what happens in a sentence, figures, buttons, curves. */
export function RunPanel() {
  const headRef = useRef<HTMLDivElement>(null);
  return (
    <section aria-labelledby="run-title">
      <div ref={headRef} class="run-head">
        <h2 id="run-title">Training</h2>
        <p role="status" data-testid="status">
          {message.value}
        </p>
        <WhatNext />
        <WhyOthers />
        <Failure />
        <Figures />
        <ProgressLine />
        <RunButtons />
      </div>
      <RunCharts />
      <Comparison />
      <EpochTable />
      {networkTable.value && (
        <details>
          <summary>The network</summary>
          <pre class="scroll">{networkTable.value}</pre>
        </details>
      )}
      <RunBar headRef={headRef} />
    </section>
  );
}

/** Ten classes: who guesses is right as often as this. */
const GUESSING = 0.15;

function WhatNext() {
  if (phase.value !== 'finished' || !results.value) return null;
  if (results.value.accuracy < GUESSING) {
    return <p>That is no better than guessing. Try a smaller step, or another network, and train again.</p>;
  }
  return (
    <p>
      <a href="#draw-title">Draw a digit</a> for it, or <a href="#results-title">look at its mistakes</a>. Or
      change something and train again: the two runs are shown beside each other.
    </p>
  );
}
