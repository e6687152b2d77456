/**
 * Functions of single numbers. `Math` and `Mathf` of AssemblyScript are musl's; the sine and its like in float64, for
 * `Mathf` loses digits of large angles.
 */

export function sinOf(x: f32): f32 { return <f32>Math.sin(<f64>x); }
export function cosOf(x: f32): f32 { return <f32>Math.cos(<f64>x); }
export function tanOf(x: f32): f32 { return <f32>Math.tan(<f64>x); }
export function atan2Of(y: f32, x: f32): f32 { return Mathf.atan2(y, x); }

/** As JavaScript has it: NaN for any base where the exponent is NaN, and for 1 and -1 where it is infinite. */
export function powOf(base: f32, exponent: f32): f32 {
  if (exponent == 2) return base * base;
  if (exponent != exponent || (abs(base) == 1 && abs(exponent) == Infinity)) return NaN;
  return Mathf.pow(base, exponent);
}

/** The remainder of a / b with the sign of b. */
export function moduloOf(a: f32, b: f32): f32 {
  const rest = <f64>a % <f64>b;
  if ((a < 0 && b < 0) || (a >= 0 && b >= 0)) return <f32>rest;
  return <f32>((rest + <f64>b) % <f64>b);
}

export function floorQuotientOf(a: f32, b: f32): i32 {
  return truncated(Math.floor(<f64>a / <f64>b));
}

/** The integer of 32 bits that JavaScript stores in an `Int32Array`: the lowest bits, 0 for NaN and infinity. */
export function truncated(x: f64): i32 {
  return Math.abs(x) < 9223372036854775808.0 ? <i32><i64>x : 0;
}
