import { DrawPanel } from '../draw/DrawPanel.js';
import { NetworkPicture } from './picture/NetworkPicture.js';

/** The first screen: a pad, and the network that reads what is drawn on it. */
export function Stage() {
  return (
    <section class="stage" aria-labelledby="stage-title">
      <div class="stage-words">
        <h1 id="stage-title">Draw a digit. Watch a network read it.</h1>
      </div>
      <DrawPanel />
      <div class="stage-network">
        <NetworkPicture />
      </div>
      <p class="stage-more">
        <a class="button primary" href="#teach-title">
          Now teach one yourself
        </a>
      </p>
    </section>
  );
}
