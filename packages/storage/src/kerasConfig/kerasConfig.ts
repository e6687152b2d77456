import { DataError, shown } from '@neutype/errors';
import { isRecord } from '../isRecord.js';
import type { Settings } from './reading.js';

/** Who wrote a config: the same words mean other things to them. */
export interface Dialect {
  /** tfjs-layers, Keras 1 and 2, or Keras 3. */
  readonly of: 'tfjs' | 'keras2' | 'keras3';
}

type Shape = readonly number[];

/** What is given of a layer of Keras. */
export interface KerasLayer {
  readonly name: string;
  readonly className: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly dialect: Dialect;
  /** Shapes of what comes in, the batch left out. */
  readonly inputShapes: readonly Shape[];
  /** The names of the layers that they come from. */
  readonly inputNames?: readonly string[];
  /** What it is called with beside its inputs. */
  readonly callOptions?: Readonly<Record<string, unknown>>;
}

/** The config of one layer of Keras, of which nothing is trusted. */
export class KerasConfig {
  readonly name: string;
  readonly className: string;
  readonly dialect: Dialect;
  readonly inputShapes: readonly Shape[];
  readonly inputNames: readonly string[];
  readonly callOptions: Readonly<Record<string, unknown>>;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor({
    name,
    className,
    values,
    dialect,
    inputShapes,
    inputNames = [],
    callOptions = {},
  }: KerasLayer) {
    this.name = name;
    this.className = className;
    this.dialect = dialect;
    this.inputShapes = inputShapes;
    this.inputNames = inputNames;
    this.callOptions = callOptions;
    this.#values = values;
  }

  /** The layer for messages: `dense_1 (Dense)`. */
  get where(): string {
    return `layer ${shown(this.name)} (${this.className})`;
  }

  get inputShape(): Shape {
    return this.inputShapes[0] ?? [];
  }

  /** The value of the first of these names that the config has; `undefined` for none and for null. */
  raw(...names: readonly string[]): unknown {
    for (const name of names) {
      const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  }

  count(name: string, usual?: number, least = 1): number {
    const value = this.raw(name) ?? usual;
    if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
    throw this.refused(`${name}: a whole number from ${least}`, value);
  }

  number(names: string | readonly string[], usual?: number): number {
    const [first, ...others] = typeof names === 'string' ? [names] : names;
    const value = this.raw(first as string, ...others) ?? usual;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.refused(`${first}: a number`, value);
  }

  flag(name: string, usual: boolean): boolean {
    const value = this.raw(name) ?? usual;
    if (typeof value === 'boolean') return value;
    throw this.refused(`${name}: true or false`, value);
  }

  /** One of some words, in any of Keras's and tfjs's ways to write them. */
  choice<Choice extends string>(name: string, choices: readonly Choice[], usual: Choice): Choice {
    const value = this.raw(name) ?? usual;
    const found = choices.find((choice) => typeof value === 'string' && snakeCase(value) === choice);
    if (found !== undefined) return found;
    throw this.refused(`${name}: ${choices.join(' or ')}`, value);
  }

  /** A number for each of some axes: `3` or `[3, 3]`. */
  counts(name: string, axes: number, usual?: number | readonly number[], least = 1): number[] {
    const value = this.raw(name) ?? usual;
    const list = Array.isArray(value) ? value : new Array<unknown>(axes).fill(value);
    const fits = (one: unknown) => Number.isSafeInteger(one) && (one as number) >= least;
    if (list.length === axes && list.every(fits)) return list as number[];
    throw this.refused(`${name}: ${axes === 1 ? 'a whole number' : `${axes} whole numbers`}`, value);
  }

  /** Refuses an option that is anything but this. */
  require(name: string, usual: unknown, remedy?: string): void {
    const value = this.raw(name) ?? usual;
    if (value === usual || (typeof value === 'string' && snakeCase(value) === usual)) return;
    throw this.refused(`${name}: ${String(usual)}`, value, remedy);
  }

  /** A layer's config within this one. */
  inner(name: string): KerasConfig {
    const value = this.raw(name);
    const config = isRecord(value) ? value['config'] : undefined;
    const className = isRecord(value) ? value['class_name'] : undefined;
    if (!isRecord(config) || typeof className !== 'string') {
      throw this.refused(`${name}: a layer`, value);
    }
    const own = config['name'];
    return new KerasConfig({
      name: typeof own === 'string' ? own : this.name,
      className,
      values: config,
      dialect: this.dialect,
      inputShapes: this.inputShapes,
    });
  }

  /** `{ bias: null }` for a layer without one. */
  get biasSettings(): Settings {
    return this.hasBias ? {} : { bias: null };
  }

  get hasBias(): boolean {
    return this.flag('use_bias', true);
  }

  refused(expected: string, received: unknown, remedy?: string): DataError {
    return new DataError({
      where: this.where,
      expected,
      received: typeof received === 'string' || Array.isArray(received) ? inFull(received) : shown(received),
      ...(remedy !== undefined && { remedy }),
    });
  }
}

/** Keras's way to write a word that tfjs writes as `hardSigmoid`. */
export function snakeCase(word: string): string {
  return word.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).toLowerCase();
}

function inFull(value: string | readonly unknown[]): string {
  if (typeof value === 'string') return shown(value);
  return value.length <= 6 && value.every((one) => typeof one === 'number')
    ? `[${value.join(', ')}]`
    : shown(value);
}
