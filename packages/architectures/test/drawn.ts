/** The values that tools/golden/architectures.py gives parameters, and the products that it takes of their gradients. */

const MODULUS = 2 ** 31 - 1;

/** Numbers from -0.5 to 0.5: the minimal standard generator of Park & Miller, begun with a name. */
export function uniform(name: string, count: number): number[] {
  let state = 7;
  for (const character of name) state = (state * 31 + character.charCodeAt(0)) % MODULUS;
  return Array.from({ length: count }, () => {
    state = (state * 16807) % MODULUS;
    return state / MODULUS - 0.5;
  });
}

/** What is drawn for a parameter, or other values, of PyTorch's shape. */
export function drawn(name: string, shape: readonly number[]): Float32Array {
  const kind = name.slice(name.lastIndexOf('.') + 1);
  const fanIn = Math.max(1, sizeOf(shape.slice(1)));
  const scale = { weight: Math.sqrt(24 / fanIn), gamma: 0.5, runningVariance: 0.5 }[kind] ?? 0.25;
  const offset = { gamma: 0.5, runningVariance: 1 }[kind] ?? 0;
  return Float32Array.from(uniform(name, sizeOf(shape)), (value) => value * scale + offset);
}

/** A value's product with what is drawn for a name, and its norm. */
export function digest(values: ArrayLike<number>, name: string): [product: number, norm: number] {
  const probe = uniform(`${name} probe`, values.length);
  const all = Array.from(values);
  return [
    all.reduce((sum, value, index) => sum + value * (probe[index] as number), 0),
    Math.sqrt(all.reduce((sum, value) => sum + value * value, 0)),
  ];
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
