/** A number with as many digits as a sentence needs. */
export function shortNumber(value: number | undefined): string {
  return value === undefined ? 'nothing' : String(Number(value.toPrecision(3)));
}
