import { Cloud } from '../cloud/Cloud.js';
import { RunPanel } from '../run/RunPanel.js';
import { Controls } from '../settings/Controls.js';
import { Timeline } from '../timeline/Timeline.js';
import { Presets } from './presets/Presets.js';

/** Where a network is designed, trained, and watched while it learns. */
export function Teach() {
  return (
    <section class="teach" aria-labelledby="teach-title">
      <header>
        <h2 id="teach-title">Teach one yourself</h2>
        <p>
          A network begins knowing nothing. Show it some thousand digits, again and again, and watch it find
          out what makes a seven a seven.
        </p>
        <Presets />
      </header>
      <div class="teach-design">
        <Controls />
      </div>
      <div class="teach-run">
        <RunPanel />
        <Timeline />
        <Cloud />
      </div>
    </section>
  );
}
