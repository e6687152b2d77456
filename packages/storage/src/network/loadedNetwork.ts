import { checkCount, checkOptions, OptionError } from '@neutype/errors';
import {
  type AnyNetwork,
  type NamedInputs,
  Network,
  type PlainValue,
  type PredictOptions,
} from '@neutype/layers';
import { type ArrayInput, isNdArray, type NdArray } from '@neutype/ndarray';
import { type Classification, checkProbabilities, classificationsOf, endOf } from './classes.js';
import type { PreparationByInput } from './preparation.js';
import { prepared } from './prepare.js';

/** What was saved with a network. */
export interface Belongings {
  /** The names of the classes, in the order of the outputs. */
  readonly classes?: readonly string[] | undefined;
  /** What is done to raw data, by the names of inputs. */
  readonly preparation: PreparationByInput;
  /** What else was saved with it. */
  readonly metadata: Readonly<Record<string, PlainValue>>;
  /** The seed that it was trained with. */
  readonly seed?: number | undefined;
}

/** Options of `classify`. */
export interface ClassifyOptions extends PredictOptions {
  /** How many classes a ranking has. 5, or as many as there are. */
  readonly top?: number;
}

/**
 * A network that was loaded, with what was saved beside it. It is a network like any other: it predicts, is trained, and
 * has layers put behind it. What is made of it, by `to` or `until`, is a network alone.
 *
 * @example
 * ```ts
 * const network = await load('digits.safetensors');
 * const [{ label, probability }] = await network.classify(pixels);
 * ```
 */
export class LoadedNetwork extends Network implements Belongings {
  readonly classes: readonly string[] | undefined;
  readonly preparation: PreparationByInput;
  readonly metadata: Readonly<Record<string, PlainValue>>;
  readonly seed: number | undefined;

  constructor({ graph }: AnyNetwork, { classes, metadata, preparation, seed }: Belongings) {
    super(graph);
    this.classes = classes;
    this.preparation = preparation;
    this.metadata = metadata;
    this.seed = seed;
  }

  /**
   * The network's output for raw data: what `preparation` says is done to a copy of it, then `predict`.
   *
   * @param x `[n, ...inputShape]`, or a single sample; arrays by the names of inputs where there are several
   * @returns as of `predict`
   * @throws ShapeError, DataError for samples that do not fit
   *
   * @example
   * ```ts
   * const network = await load('iris.safetensors');
   * const probabilities = await network.predictRaw([[5.1, 3.5, 1.4, 0.2]]);
   * ```
   */
  predictRaw(x: ArrayInput, options?: PredictOptions): Promise<NdArray>;
  predictRaw(x: NamedInputs, options?: PredictOptions): Promise<Record<string, NdArray>>;
  predictRaw(
    x: ArrayInput | NamedInputs,
    options?: PredictOptions,
  ): Promise<NdArray | Record<string, NdArray>> {
    return this.predict(this.#prepared(x) as NamedInputs, options);
  }

  /**
   * The classes that samples of raw data are taken for, with their probabilities. A network with a single output gives the
   * probability of the second of two classes.
   *
   * @param x `[n, ...inputShape]`, or a single sample; arrays by the names of inputs where there are several
   * @param options.top how many classes each ranking has; 5 by default
   * @param options.batchSize samples computed at a time; 128 by default
   * @returns one for each sample
   * @throws OptionError where no classes were saved
   * @throws DataError for a network that does not end in probabilities, and samples that do not fit
   *
   * @example
   * ```ts
   * const network = await load('digits.safetensors');
   * for (const { label, probability } of await network.classify(images)) console.log(label, probability);
   * ```
   */
  async classify(x: ArrayInput | NamedInputs, options: ClassifyOptions = {}): Promise<Classification[]> {
    checkOptions('network.classify', options, ['batchSize', 'top']);
    const { top = 5, ...others } = options;
    checkCount('network.classify, option top', top);
    if (this.classes === undefined) {
      throw new OptionError({
        where: 'network.classify',
        expected: 'the names of its classes',
        received: 'a file that was saved without',
        remedy: "Write save(network, file, { classes: ['cat', 'dog'] }).",
      });
    }
    checkProbabilities(this as AnyNetwork);
    const given: unknown = await this.predictRaw(x as NamedInputs, others);
    const outputs = (isNdArray(given) ? given : Object.values(given as object)[0]) as NdArray;
    return classificationsOf(outputs, this.classes, { kind: endOf(this as AnyNetwork).kind, top });
  }

  #prepared(x: ArrayInput | NamedInputs): ArrayInput | NamedInputs {
    const inputs = this.layers.filter(({ inputs }) => inputs.length === 0);
    const [first] = inputs;
    const prepare = (name: string, values: ArrayInput): ArrayInput => {
      const layer = inputs.find((input) => input.name === name);
      const steps = Object.hasOwn(this.preparation, name) ? this.preparation[name] : undefined;
      return prepared(values, steps ?? [], layer?.outputShape ?? [], `network.predictRaw, ${name}`);
    };
    if (!isNamedInputs(x)) return inputs.length === 1 ? prepare(first?.name as string, x) : x;
    return Object.fromEntries(
      Object.entries(x).map(([name, values]) => [name, prepare(name, values)]),
    ) as NamedInputs;
  }
}

/** Whether it is an object of arrays, rather than one. */
function isNamedInputs(x: ArrayInput | NamedInputs): x is NamedInputs {
  return Object.prototype.toString.call(x) === '[object Object]' && !('data' in (x as object));
}
