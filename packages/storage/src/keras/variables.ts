import { DataError } from '@neutype/errors';
import type { PlacedLayer } from '@neutype/layers';

/** A variable of a layer of Keras, and the parameters of ours that it holds. */
export interface KerasVariable {
  /** Where it lies within its layer in a file of weights: `vars/0`, `cell/vars/1`. */
  readonly path: string;
  /** In Keras. */
  readonly shape: readonly number[];
  /** Full names of parameters of the network; none for a variable that Keras has and ours has not. */
  readonly parameters: readonly string[];
  /** Keras' values from those of the parameters. */
  pack(values: readonly Float32Array[]): Float32Array;
  /** Values of the parameters from Keras'. */
  unpack(values: Float32Array): readonly Float32Array[];
}

/** A variable that is a parameter as it lies, perhaps in another shape. */
export function plainVariable(
  { parameters }: PlacedLayer,
  path: string,
  key: string,
  shape?: readonly number[],
): KerasVariable {
  const parameter = parameters[key] as PlacedLayer['parameters'][string];
  return {
    path,
    shape: shape ?? parameter.shape,
    parameters: [parameter.name],
    pack: ([values]) => values as Float32Array,
    unpack: (values) => [values],
  };
}

/** Those parameters of a layer that it has, one variable each. */
export function plainVariables(
  layer: PlacedLayer,
  keys: readonly string[],
  folder = 'vars',
): readonly KerasVariable[] {
  return keys
    .filter((key) => layer.parameters[key] !== undefined)
    .map((key, index) => plainVariable(layer, `${folder}/${index}`, key));
}

/** Vectors of an embedding, whose padding is 0 whatever the parameter holds. */
export function embeddingVariable(layer: PlacedLayer, padding: number | undefined): KerasVariable {
  const plain = plainVariable(layer, 'vars/0', 'weight');
  const [, size = 0] = plain.shape;
  if (padding === undefined) return plain;
  return {
    ...plain,
    pack: ([weight]) => (weight as Float32Array).slice().fill(0, padding * size, (padding + 1) * size),
  };
}

/**
 * Variables of a GRU. Keras' update gate stands first, and keeps the state: for one that replaces it, what goes into the
 * gate is negated, since σ(−z) = 1 − σ(z).
 */
export function gruVariables(layer: PlacedLayer, folder: string): readonly KerasVariable[] {
  const { parameters, settings } = layer;
  const { inputWeight, hiddenWeight, bias, hiddenBias } = parameters;
  const units = settings['units'] as number;
  const sign = settings['updateGate'] === 'keeps' ? 1 : -1;
  const toKeras = (values: Float32Array): Float32Array => gatesExchanged(values, units, [sign, 1]);
  const fromKeras = (values: Float32Array): Float32Array => gatesExchanged(values, units, [1, sign]);
  const weights = [inputWeight, hiddenWeight].map((weight, index): KerasVariable => {
    const parameter = weight as NonNullable<typeof weight>;
    return {
      path: `${folder}/${index}`,
      shape: parameter.shape,
      parameters: [parameter.name],
      pack: ([values]) => toKeras(values as Float32Array),
      unpack: (values) => [fromKeras(values)],
    };
  });
  const given = [bias, hiddenBias].flatMap((parameter) => parameter ?? []);
  if (given.length === 0) return weights;
  const path = `${folder}/2`;
  const size = 3 * units;
  if (settings['resetGate'] === 'before') {
    const only: KerasVariable = {
      path,
      shape: [size],
      parameters: given.map(({ name }) => name),
      pack: ([values]) => toKeras(values as Float32Array),
      unpack: (values) => [fromKeras(values)],
    };
    return [...weights, only];
  }
  const biases: KerasVariable = {
    path,
    shape: [2, size],
    parameters: given.map(({ name }) => name),
    pack: (values) => {
      const rows = new Float32Array(2 * size);
      const at = bias === undefined ? 1 : 0;
      for (const [index, row] of values.entries()) rows.set(toKeras(row), (at + index) * size);
      return rows;
    },
    unpack: (values) => {
      const rows = [values.slice(0, size), values.slice(size)].map(fromKeras);
      if (given.length === 2) return rows;
      const [own, other] = bias === undefined ? [1, 0] : [0, 1];
      checkZero(rows[other] as Float32Array, layer.name, bias === undefined ? 'bias' : 'hiddenBias');
      return [rows[own] as Float32Array];
    },
  };
  return [...weights, biases];
}

/** Refuses values for a bias that the layer goes without. */
function checkZero(values: Float32Array, layer: string, bias: string): void {
  if (values.every((value) => value === 0)) return;
  throw new DataError({
    where: `layer ${layer}`,
    expected: `a ${bias} for values that are not 0`,
    received: 'a layer without one',
    remedy: `Make it with { ${bias}: 0 }.`,
  });
}

/** Blocks along the last axis with the first two exchanged, and what comes to stand first and second multiplied. */
function gatesExchanged(
  values: Float32Array,
  units: number,
  [first, second]: readonly [number, number],
): Float32Array {
  const exchanged = values.slice();
  for (let row = 0; row < values.length; row += 3 * units) {
    for (let unit = row; unit < row + units; unit++) {
      exchanged[unit] = first * (values[unit + units] as number);
      exchanged[unit + units] = second * (values[unit] as number);
    }
  }
  return exchanged;
}

const ROLES = ['query', 'key', 'value', 'output'] as const;

/** Variables of an attention, which Keras keeps for each head. */
export function attentionVariables(layer: PlacedLayer): readonly KerasVariable[] {
  const heads = layer.settings['heads'] as number;
  return ROLES.flatMap((role) => {
    const folder = `${role}_dense/vars`;
    const [rows = 0, columns = 0] = layer.parameters[`${role}Weight`]?.shape ?? [];
    const isOutput = role === 'output';
    const shape = isOutput ? [heads, rows / heads, columns] : [rows, heads, columns / heads];
    const weight = plainVariable(layer, `${folder}/0`, `${role}Weight`, shape);
    if (layer.parameters[`${role}Bias`] === undefined) return [weight];
    const biasShape = isOutput ? [columns] : [heads, columns / heads];
    return [weight, plainVariable(layer, `${folder}/1`, `${role}Bias`, biasShape)];
  });
}

/** A learned slope, which Keras keeps in as many axes as a sample has. */
export function slopeVariable(layer: PlacedLayer, axes: readonly number[]): KerasVariable {
  const shape = layer.outputShape.map((size, at) => (axes.includes(at + 1) ? size : 1));
  return plainVariable(layer, 'vars/0', 'alpha', shape);
}
