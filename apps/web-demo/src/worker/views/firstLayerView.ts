import type { Report } from '../../shared/protocol.js';
import { firstLayerTiles } from './firstLayerTiles.js';
import type { Occasion, Shown, View } from './view.js';

/** Weights change slowly for the eye. */
const EVERY_MILLISECONDS = 1000;

/** The first layer's weights, as pictures. */
export class FirstLayerView implements View {
  readonly #report: (report: Report) => void;
  #shownAt = Number.NEGATIVE_INFINITY;

  constructor(report: (report: Report) => void) {
    this.#report = report;
  }

  async show({ trained }: Shown, occasion: Occasion): Promise<void> {
    const now = performance.now();
    if (occasion === 'update' && now - this.#shownAt < EVERY_MILLISECONDS) return;
    this.#shownAt = now;
    this.#report({ type: 'firstLayer', firstLayer: await firstLayerTiles(trained.network) });
  }
}
