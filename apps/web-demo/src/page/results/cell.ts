/** A cell of the confusion matrix: these digits, taken for those. */
export interface Cell {
  readonly actual: number;
  readonly predicted: number;
}
