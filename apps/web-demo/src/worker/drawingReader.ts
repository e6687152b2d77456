import type { Drawing, Prediction } from '../shared/protocol.js';

/**
 * Says what lies on the pad, again and again as the drawing and the network change: the latest drawing only, one
 * answer at a time.
 */
export class DrawingReader {
  readonly #predict: (image: Uint8Array) => Promise<Prediction | undefined>;
  readonly #tell: (drawing: Drawing, prediction: Prediction) => void;
  #drawing: Drawing | undefined;
  #isStale = false;
  #isReading = false;

  /** @param predict gives nothing where there is no network to ask */
  constructor(
    predict: (image: Uint8Array) => Promise<Prediction | undefined>,
    tell: (drawing: Drawing, prediction: Prediction) => void,
  ) {
    this.#predict = predict;
    this.#tell = tell;
  }

  /** The pad shows this now, or nothing. */
  show(drawing: Drawing | undefined): Promise<void> {
    this.#drawing = drawing;
    return this.readAgain();
  }

  /** The network has changed. */
  async readAgain(): Promise<void> {
    this.#isStale = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.#read(this.#drawing);
      }
    } finally {
      this.#isReading = false;
    }
  }

  async #read(drawing: Drawing | undefined): Promise<void> {
    const prediction = drawing && (await this.#predict(drawing.image));
    if (prediction && drawing === this.#drawing) this.#tell(drawing, prediction);
  }
}
