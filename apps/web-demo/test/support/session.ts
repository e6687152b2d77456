import { syntheticDigits } from '@neutype/datasets';
import type { Drawing, Report, Request } from '../../src/shared/protocol.js';
import { defaultSettings, type Settings } from '../../src/shared/settings.js';
import { DigitStore, type FindDigits } from '../../src/worker/digits/digitStore.js';
import { TrainingSession } from '../../src/worker/trainingSession.js';

type Of<Type extends Report['type']> = Extract<Report, { readonly type: Type }>;

/** Few digits, at once. */
export const fewDigits: FindDigits = async () => syntheticDigits({ samples: 700, seed: 0 });

/** A session as a page has it, and all that it told. */
export class Page {
  readonly reports: Report[] = [];
  readonly #session: TrainingSession;
  readonly #waiting = new Set<() => void>();

  constructor(find: FindDigits = fewDigits) {
    this.#session = new TrainingSession((report) => {
      this.reports.push(report);
      for (const look of this.#waiting) look();
    }, new DigitStore(find));
  }

  ask(request: Request): Promise<void> {
    return this.#session.handle(request);
  }

  train(settings: Partial<Settings> = {}, keepWeights = false): Promise<void> {
    const all: Settings = { ...defaultSettings, architecture: small, epochs: 1, ...settings };
    return this.ask({ type: 'start', settings: all, site: 'http://localhost/', keepWeights });
  }

  load(file: Uint8Array): Promise<void> {
    return this.ask({ type: 'importWeights', file, settings: defaultSettings, site: 'http://localhost/' });
  }

  draw(drawing: Drawing | undefined): Promise<void> {
    return this.ask({ type: 'look', drawing });
  }

  told<Type extends Report['type']>(type: Type): Of<Type>[] {
    return this.reports.filter((report): report is Of<Type> => report.type === type);
  }

  last<Type extends Report['type']>(type: Type): Of<Type> | undefined {
    return this.told(type).at(-1);
  }

  get failures(): string[] {
    return this.told('failure').map(({ message }) => message);
  }

  /** Waits until something is so, looking after each report; for what is told from now on. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isSo()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}

export const small = 'input(784).to(relu(16), softmax(10))';

/** A stroke down the middle. */
export function stroke(id: number): Drawing {
  return {
    id,
    image: Uint8Array.from({ length: 784 }, (_, pixel) => (pixel % 28 > 12 && pixel % 28 < 16 ? 255 : 0)),
  };
}
