/** Vectors in double precision, on the host. */
export type Vector = Float64Array;

export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** `from + factor · direction` */
export function moved(from: Vector, factor: number, direction: Vector): Vector {
  const to = new Float64Array(from.length);
  for (let i = 0; i < to.length; i++) to[i] = (from[i] as number) + factor * (direction[i] as number);
  return to;
}

/** `target ← target + factor · direction` */
export function add(target: Vector, factor: number, direction: Vector): void {
  for (let i = 0; i < target.length; i++) {
    target[i] = (target[i] as number) + factor * (direction[i] as number);
  }
}

export function difference(a: Vector, b: Vector): Vector {
  return moved(a, -1, b);
}

export function scaled(factor: number, a: Vector): Vector {
  return a.map((value) => factor * value);
}

export function norm(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

/** The largest absolute value: NaN if there is one. */
export function largest(a: Vector): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const value = a[i] as number;
    if (value <= most && -value <= most) continue;
    if (Number.isNaN(value)) return value;
    most = Math.abs(value);
  }
  return most;
}

export function sumOfSizes(a: Vector): number {
  return a.reduce((sum, value) => sum + Math.abs(value), 0);
}
