import type { Activity } from '../../../shared/activity.js';

/** What a column shows at this moment: from −1 to 1, of the largest in the column. */
export interface MovingColumn {
  readonly values: Float32Array;
  readonly goal: Float32Array;
  /** How much each raises the answer, from −1 to 1. */
  readonly effects: Float32Array;
  readonly effectGoal: Float32Array;
  isMoving: boolean;
}

/** A line between two columns; its strength is from −1 to 1, of the strongest there. */
export interface MovingLine {
  readonly from: number;
  readonly to: number;
  readonly source: number;
  readonly target: number;
  strength: number;
  goal: number;
}

/** Milliseconds until most of a change is seen in the first column, and how much longer it takes in each one behind. */
const QUICK = 45;
const LATER = 28;
const STILL = 0.004;

/** The picture between one state of the network and the next: light runs through it from left to right. */
export class Motion {
  columns: readonly MovingColumn[] = [];
  readonly lines = new Map<number, MovingLine>();
  #depths: readonly number[] = [];

  /** The picture goes there from where it is; at once where it `jumps`, or where the network is another one. */
  aim({ columns, links }: Activity, jumps: boolean): void {
    const isOther =
      columns.length !== this.columns.length ||
      columns.some(({ values }, index) => values.length !== this.columns[index]?.values.length);
    if (isOther) this.lines.clear();
    this.#depths = columns.map(({ depth }) => depth);
    this.columns = columns.map(({ values, effects }, index) => {
      const [goal, effectGoal] = [scaled(values), scaled(effects)];
      const before = this.columns[index];
      if (isOther || jumps || !before) {
        return { values: goal.slice(), goal, effects: effectGoal.slice(), effectGoal, isMoving: true };
      }
      return { values: before.values, goal, effects: before.effects, effectGoal, isMoving: true };
    });
    for (const line of this.lines.values()) line.goal = 0;
    for (const { from, to, sources, targets, strengths } of links) {
      scaled(strengths).forEach((goal, index) => {
        const [source, target] = [sources[index] as number, targets[index] as number];
        const key = ((from * 64 + to) * 1024 + source) * 1024 + target;
        const line = this.lines.get(key) ?? { from, to, source, target, strength: 0, goal };
        line.goal = goal;
        this.lines.set(key, line);
      });
    }
    if (jumps) this.move(Number.POSITIVE_INFINITY);
  }

  /** Some milliseconds later. Returns whether anything moves still. */
  move(milliseconds: number): boolean {
    let isMoving = false;
    this.columns.forEach((column, index) => {
      if (!column.isMoving) return;
      const share = this.#share(milliseconds, index);
      const moves = approach(column.values, column.goal, share);
      column.isMoving = approach(column.effects, column.effectGoal, share) || moves;
      isMoving ||= column.isMoving;
    });
    for (const [key, line] of this.lines) {
      const difference = line.goal - line.strength;
      const isThere = Math.abs(difference) < STILL;
      line.strength = isThere ? line.goal : line.strength + difference * this.#share(milliseconds, line.to);
      if (isThere && line.goal === 0) this.lines.delete(key);
      isMoving ||= !isThere;
    }
    return isMoving;
  }

  #share(milliseconds: number, column: number): number {
    return 1 - Math.exp(-milliseconds / (QUICK + LATER * (this.#depths[column] ?? 0)));
  }
}

function approach(values: Float32Array, goal: Float32Array, share: number): boolean {
  let isMoving = false;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    const difference = (goal[index] as number) - value;
    if (Math.abs(difference) < STILL) values[index] = goal[index] as number;
    else {
      values[index] = value + difference * share;
      isMoving = true;
    }
  }
  return isMoving;
}

function scaled(values: Float32Array): Float32Array {
  let largest = 1e-9;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return values.map((value) => value / largest);
}
