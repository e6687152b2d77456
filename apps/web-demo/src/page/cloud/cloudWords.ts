import type { Cloud } from '../../shared/cloud.js';
import { CLASSES } from '../../shared/recipe.js';
import { percentInWords } from '../draw/percent.js';

/** What is to be seen in a cloud, in a sentence. */
export function cloudInWords({ points, answers }: Cloud, labels: readonly number[]): string {
  const wrong = labels.filter((label, index) => answers[index] !== label).length;
  const mistakes = wrong === 0 ? 'all of them read rightly' : `${wrong} of them read wrongly`;
  const pair = nearestPair(points, labels);
  const overlap = pair ? `; ${pair[0]} and ${pair[1]} overlap most` : '';
  return `${labels.length} digits, ${mistakes}${overlap}.`;
}

interface Heap {
  readonly x: number;
  readonly y: number;
  /** How far its digits are from its middle, root mean square. */
  readonly spread: number;
}

/** The two classes whose heaps lie nearest to each other for their size. */
export function nearestPair(points: Float32Array, labels: readonly number[]): [number, number] | undefined {
  const heaps = Array.from({ length: CLASSES }, (_, digit) => heapOf(points, labels, digit));
  let nearest: [number, number] | undefined;
  let least = Number.POSITIVE_INFINITY;
  heaps.forEach((a, first) => {
    heaps.slice(0, first).forEach((b, second) => {
      if (!a || !b) return;
      const distance = Math.hypot(a.x - b.x, a.y - b.y) / (a.spread + b.spread);
      if (!(distance < least)) return;
      least = distance;
      nearest = [second, first];
    });
  });
  return nearest;
}

function heapOf(points: Float32Array, labels: readonly number[], digit: number): Heap | undefined {
  const places = labels.flatMap((label, index) =>
    label === digit ? [[points[2 * index] as number, points[2 * index + 1] as number] as const] : [],
  );
  if (places.length === 0) return undefined;
  const x = places.reduce((sum, place) => sum + place[0], 0) / places.length;
  const y = places.reduce((sum, place) => sum + place[1], 0) / places.length;
  const squares = places.reduce((sum, place) => sum + (place[0] - x) ** 2 + (place[1] - y) ** 2, 0);
  return { x, y, spread: Math.sqrt(squares / places.length) };
}

/** What a digit of the cloud is, and what the network says to it. */
export function digitInWords(label: number, answer: number, confidence: number): string {
  const sure = `${percentInWords(confidence)} sure`;
  return answer === label
    ? `This is ${named(label)}, and the network says so, ${sure}.`
    : `This is ${named(label)}. The network says ${answer}, ${sure}.`;
}

function named(digit: number): string {
  return `${digit === 8 ? 'an' : 'a'} ${digit}`;
}
