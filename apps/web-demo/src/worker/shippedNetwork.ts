import { predictedBy, type Trained } from './predictDrawing.js';
import { networkFromFile } from './weights/weightFile.js';

/**
 * The entropy of its answer, in nats, from which on it sees no digit; ten digits of the same probability have 2.3. Of MNIST's
 * training digits, with which it was not trained, 1.6 % lie above; of scribbles, letters and dots nine of ten.
 */
const TOO_OPEN = 1.9;

/**
 * The network that comes with the page. It was trained to give all digits the same probability where it sees none, so that it
 * can say, whichever network reads a drawing, whether there is a digit to read at all.
 */
export class ShippedNetwork {
  readonly trained: Trained;
  readonly #file: Uint8Array;

  private constructor(trained: Trained, file: Uint8Array) {
    this.trained = trained;
    this.#file = file;
  }

  static async open(file: Uint8Array): Promise<ShippedNetwork> {
    return new ShippedNetwork(await networkFromFile(file), file);
  }

  /** One to train on: this one stays as it is. */
  copy(): Promise<Trained> {
    return networkFromFile(this.#file);
  }

  /** Whether an image of 784 pixels from 0 to 255 is one of a digit. */
  async isDigit(image: Uint8Array): Promise<boolean> {
    return entropy(await predictedBy(this.trained, image)) < TOO_OPEN;
  }
}

function entropy(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, each) => (each > 0 ? sum - each * Math.log(each) : sum), 0);
}
