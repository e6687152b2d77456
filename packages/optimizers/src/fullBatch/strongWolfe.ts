import { cubicMinimum, type Sample } from './cubicMinimum.js';
import { isFinitePoint, type Landscape, type Point, roundingOf } from './landscape.js';
import { dot, largest, moved, type Vector } from './vectors.js';

/** When a line search is content. */
export interface WolfeOptions {
  /** How much of the decrease that the slope promises there must be. */
  readonly c1: number;
  /** How much of the slope may be left. */
  readonly c2: number;
  /** The most points that are tried. */
  readonly maxIterations: number;
}

/** What a line search starts with. */
export interface Line {
  readonly from: Point;
  readonly direction: Vector;
  /** How far to go at first, in multiples of the direction. */
  readonly first: number;
}

/** What a line search found: the best point that it tried. */
export interface Found {
  readonly t: number;
  readonly point: Point;
}

interface Trial extends Sample, Found {}

/** Brackets shorter than this, in the weight that moves most, are not divided any further. */
const SHORTEST_BRACKET = 1e-9;

/**
 * A line search for a point where the loss is lower by `c1` and the slope flatter by `c2` than at the start, the strong
 * Wolfe conditions. It follows PyTorch's, trial by trial, and does not stumble where the loss is not finite or where
 * its differences are lost in rounding.
 *
 * Nocedal and Wright, "Numerical optimization", 2nd edition, 2006, algorithms 3.5 and 3.6.
 *
 * @returns undefined where no point tried is better than the start
 */
export async function strongWolfe(
  landscape: Landscape,
  line: Line,
  options: WolfeOptions,
): Promise<Found | undefined> {
  const search = new LineSearch(landscape, line, options);
  const best = await search.run();
  return best.t > 0 ? best : undefined;
}

/** Two trials between which there must be a good point; the lower first. */
type Bracket = readonly [low: Trial, high: Trial];

class LineSearch {
  readonly #landscape: Landscape;
  readonly #line: Line;
  readonly #options: WolfeOptions;
  readonly #start: Trial;
  readonly #slack: number;
  #tried = 0;

  constructor(landscape: Landscape, line: Line, options: WolfeOptions) {
    const { from, direction } = line;
    this.#landscape = landscape;
    this.#line = line;
    this.#options = options;
    this.#start = { t: 0, point: from, value: from.value, slope: dot(from.gradient, direction) };
    this.#slack = roundingOf(landscape, from);
  }

  async run(): Promise<Trial> {
    const bracket = await this.#bracket();
    return 't' in bracket ? bracket : this.#zoom(bracket);
  }

  /** Goes on, further each time, until a good point is found or passed. */
  async #bracket(): Promise<Trial | Bracket> {
    let before = this.#start;
    let trial = await this.#try(this.#line.first);
    while (this.#tried <= this.#options.maxIterations) {
      const isPastFirst = this.#tried > 2;
      if (this.#isTooHigh(trial) || (isPastFirst && trial.value >= before.value)) return order(before, trial);
      if (this.#isFlat(trial)) return trial;
      if (trial.slope >= 0) return order(before, trial);
      const bounds = [trial.t + 0.01 * (trial.t - before.t), trial.t * 10] as const;
      const next = cubicMinimum(before, trial, bounds);
      before = trial;
      trial = await this.#try(next);
    }
    return order(this.#start, trial);
  }

  /** Divides a bracket until a good point is found. */
  async #zoom(bracket: Bracket): Promise<Trial> {
    let [low, high] = bracket;
    let wasNearEnd = false;
    const reach = largest(this.#line.direction);
    while (this.#tried <= this.#options.maxIterations) {
      if (Math.abs(high.t - low.t) * reach < SHORTEST_BRACKET) break;
      const [t, isNearEnd] = divide(low, high, wasNearEnd);
      wasNearEnd = isNearEnd;
      const trial = await this.#try(t);
      if (this.#isTooHigh(trial) || trial.value >= low.value + this.#slackOf(trial)) {
        [low, high] = order(low, trial);
        continue;
      }
      if (this.#isFlat(trial)) return trial;
      if (trial.slope * (high.t - low.t) >= 0) high = low;
      low = trial;
    }
    return low;
  }

  async #try(t: number): Promise<Trial> {
    const { from, direction } = this.#line;
    const point = await this.#landscape.at(moved(from.weights, t, direction));
    this.#tried++;
    if (!isFinitePoint(point)) return { t, point, value: Number.POSITIVE_INFINITY, slope: Number.NaN };
    return { t, point, value: point.value, slope: dot(point.gradient, direction) };
  }

  #isTooHigh({ t, value }: Trial): boolean {
    return value > this.#start.value + this.#options.c1 * t * this.#start.slope + this.#slack;
  }

  #isFlat({ slope }: Trial): boolean {
    return Math.abs(slope) <= -this.#options.c2 * this.#start.slope;
  }

  /** Among values that differ by rounding only, the flatter is the better one. */
  #slackOf(trial: Trial): number {
    return Math.abs(trial.slope) < Math.abs(this.#start.slope) ? this.#slack : 0;
  }
}

function order(a: Trial, b: Trial): Bracket {
  return a.value <= b.value ? [a, b] : [b, a];
}

/** Where to divide a bracket, and whether that is near one of its ends: not twice in a row. */
function divide(low: Trial, high: Trial, wasNearEnd: boolean): readonly [number, boolean] {
  const [left, right] = [Math.min(low.t, high.t), Math.max(low.t, high.t)];
  const t = cubicMinimum(low, high);
  const margin = 0.1 * (right - left);
  if (Math.min(right - t, t - left) >= margin) return [t, false];
  if (!wasNearEnd && t < right && t > left) return [t, true];
  return [Math.abs(t - right) < Math.abs(t - left) ? right - margin : left + margin, false];
}
