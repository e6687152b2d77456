import { ResultsPanel } from './results/ResultsPanel.js';
import { TakeAlong } from './TakeAlong.js';
import { Teach } from './teach/Teach.js';

/** All that lies below the first screen. */
export function Rest() {
  return (
    <>
      <Teach />
      <ResultsPanel />
      <TakeAlong />
    </>
  );
}
