import type { CloudReport } from '../../shared/cloud.js';
import type { PreparedDigits } from '../cloud/cloudDigits.js';
import type { CloudNetwork } from '../cloud/cloudNetwork.js';
import type { Trained } from '../predictDrawing.js';
import { trainingTools } from '../trainingTools.js';
import { Pace, type Pacing } from './pace.js';
import type { Occasion, Shown, View } from './view.js';

/** The eye follows a cloud that moves once a second. */
export const CLOUD_PACING: Pacing = { share: 1 / 40, shortestPause: 1000, longestPause: 6000 };

/** Some digits, placed by what the last hidden layer makes of them. */
export class CloudView implements View {
  /** Whether the page shows it. */
  isWanted = false;
  readonly #report: (report: CloudReport) => void;
  readonly #pace = new Pace(CLOUD_PACING);
  #network: CloudNetwork | undefined;
  #digits: PreparedDigits | undefined;
  /** Where the digits came from: validation digits, or a network's mean image that others were drawn for. */
  #origin: object | undefined;
  #points: Float32Array | undefined;

  constructor(report: (report: CloudReport) => void) {
    this.#report = report;
  }

  async show(shown: Shown, occasion: Occasion): Promise<void> {
    if (!this.isWanted) return;
    const { trained } = shown;
    const isAnother = occasion === 'network' || this.#network?.network !== trained.network;
    if (!isAnother && !this.#pace.isTime(occasion)) return;
    const network = await this.#networkFor(trained);
    const { digits, areNew } = await this.#digitsFor(shown);
    const images = digits.rows.reshape(-1, ...trained.network.inputShape);
    const cloud = await this.#pace.spend(() => network.cloudOf(images, this.#points));
    this.#points = cloud.points;
    this.#report({ type: 'cloud', cloud, ...(areNew && { digits: digits.shown }) });
  }

  async #networkFor({ network }: Trained): Promise<CloudNetwork> {
    if (this.#network?.network === network) return this.#network;
    const { CloudNetwork } = await trainingTools();
    this.#network?.dispose();
    this.#network = new CloudNetwork(network);
    return this.#network;
  }

  async #digitsFor({ trained, digits }: Shown): Promise<{ digits: PreparedDigits; areNew: boolean }> {
    const origin = digits ?? trained.mean;
    if (this.#digits && this.#origin === origin) return { digits: this.#digits, areNew: false };
    const { drawnDigits, validationDigits } = await trainingTools();
    this.#digits = digits ? validationDigits(digits) : drawnDigits(trained.mean);
    this.#origin = origin;
    this.#points = undefined;
    return { digits: this.#digits, areNew: true };
  }
}
