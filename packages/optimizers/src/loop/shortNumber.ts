/** A number with as many digits as a message needs: `0.123457`, `17000.5`, `4e+36`. */
export function shortNumber(value: number): string {
  const rounded = Number(value.toPrecision(6));
  return Math.abs(rounded) < 1e9 ? String(rounded) : rounded.toExponential();
}
