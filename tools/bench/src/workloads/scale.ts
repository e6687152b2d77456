/** Widths of input(w) > relu(w) > relu(w) > softmax(10), which have about 10³ to 5·10⁷ parameters. */
export const SCALE_WIDTHS: readonly number[] = [20, 70, 222, 705, 2233, 4995];

export function parametersOf(width: number): number {
  return 2 * (width * width + width) + 10 * (width + 1);
}

/** Rows of 64 numbers that an epoch has. */
export const SCALE_ROWS: readonly number[] = [1e3, 1e4, 1e5, 1e6];
export const SCALE_FEATURES = 64;
