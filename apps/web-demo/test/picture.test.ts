import { describe, expect, it } from '@jest/globals';
import { type Box, layOut } from '../src/page/stage/picture/layout.js';
import { Motion } from '../src/page/stage/picture/motion.js';
import { sketchOf } from '../src/page/stage/picture/sketch.js';
import { pictureInWords, sketchInWords } from '../src/page/stage/picture/words.js';
import type { Activity, ColumnActivity } from '../src/shared/activity.js';

function column(
  kind: ColumnActivity['kind'],
  count: number,
  side: number,
  depth: number,
  sources = [depth - 1],
): ColumnActivity {
  return {
    kind,
    layer: `${kind}-${depth}`,
    made: kind,
    count,
    rows: side,
    columns: side,
    depth,
    sources: sources.filter((source) => source >= 0),
    shown: Uint16Array.from({ length: count }, (_, unit) => unit),
    values: Float32Array.from({ length: count * side * side }, (_, at) => at),
    effects: new Float32Array(count),
  };
}

const image = column('image', 1, 28, 0);
const convolutional = [
  image,
  column('maps', 8, 24, 1),
  column('maps', 12, 12, 2),
  column('units', 32, 1, 3),
  column('answers', 10, 1, 4),
];
const branched = [
  image,
  column('units', 12, 1, 1),
  column('units', 9, 1, 2, [1]),
  column('maps', 3, 9, 2, [1]),
  column('answers', 10, 1, 3, [2, 3]),
];
const deep = [
  image,
  ...Array.from({ length: 14 }, (_, depth) => column('maps', 6, 9, depth + 1)),
  column('answers', 10, 1, 15),
];

describe.each([
  ['a convolutional network', convolutional],
  ['branches', branched],
  ['a deep network', deep],
])('the places of %s', (_, columns) => {
  it.each([
    [1000, 400],
    [280, 300],
  ])('in %i by %i pixels lie apart, from left to right, inside', (width, height) => {
    const layout = layOut(columns, width, height);
    const boxes = layout.columns.flatMap(({ spots }) => spots);
    expect(boxes).toHaveLength(columns.reduce((sum, { shown }) => sum + shown.length, 0));
    for (const [index, box] of boxes.entries()) {
      expect(box.top).toBeGreaterThanOrEqual(-1e-9);
      expect(box.top + box.height).toBeLessThanOrEqual(height + 1e-9);
      expect(box.left + box.width).toBeLessThanOrEqual(layout.width + 1e-9);
      for (const other of boxes.slice(0, index)) expect(overlap(box, other)).toBe(false);
    }
    for (const [index, { sources }] of columns.entries()) {
      for (const source of sources) {
        const before = layout.columns[source]!.box;
        expect(layout.columns[index]!.box.left).toBeGreaterThan(before.left + before.width);
      }
    }
  });
});

function overlap(a: Box, b: Box): boolean {
  const apart =
    a.left + a.width <= b.left + 1e-9 ||
    b.left + b.width <= a.left + 1e-9 ||
    a.top + a.height <= b.top + 1e-9 ||
    b.top + b.height <= a.top + 1e-9;
  return !apart;
}

const at: Activity = {
  drawing: 1,
  image: new Uint8Array(784),
  probabilities: Float32Array.of(0.02, 0, 0, 0, 0, 0, 0, 0, 0.98, 0),
  answer: 8,
  saliency: new Float32Array(784),
  columns: convolutional,
  links: [
    {
      from: 3,
      to: 4,
      sources: Uint16Array.of(1),
      targets: Uint16Array.of(8),
      strengths: Float32Array.of(-3),
    },
  ],
};

describe('the picture in motion', () => {
  it('comes to where it goes, the image before the answers, and rests there', () => {
    const motion = new Motion();
    motion.aim(at, true);
    const columns = convolutional.map((each) => ({ ...each, values: each.values.map(() => 1) }));
    motion.aim({ ...at, columns, links: [] }, false);
    expect(motion.move(16)).toBe(true);
    expect(motion.columns[1]!.values[0]).toBeGreaterThan(motion.columns[4]!.values[0]!);
    let frames = 0;
    while (motion.move(16)) frames += 1;
    expect(frames).toBeLessThan(120);
    expect(motion.columns.flatMap(({ values }) => [...values]).every((value) => value === 1)).toBe(true);
    expect(motion.lines.size).toBe(0);
    expect(motion.move(16)).toBe(false);
  });

  it('is there at once where it must not move', () => {
    const motion = new Motion();
    motion.aim(at, true);
    expect([...motion.lines.values()].map(({ strength }) => strength)).toEqual([-1]);
    expect(motion.move(16)).toBe(false);
  });

  it('begins anew with another network', () => {
    const motion = new Motion();
    motion.aim(at, false);
    motion.aim({ ...at, columns: branched, links: [] }, false);
    expect(motion.columns.map(({ values }) => values.length)).toEqual(
      branched.map(({ values }) => values.length),
    );
    expect(motion.lines.size).toBe(0);
  });
});

describe('the picture of a network that is not trained', () => {
  const sketch = sketchOf(convolutional, { units: 16, maps: 6 });

  it('has as many of its units and maps as there is room for, all dark', () => {
    expect(sketch.columns.map(({ shown }) => shown.length)).toEqual([1, 6, 6, 16, 10]);
    expect([...sketch.columns[3]!.shown]).toEqual(Array.from({ length: 16 }, (_, unit) => unit));
    expect(sketch.columns[1]!.values).toEqual(new Float32Array(6 * 24 * 24));
  });

  it('says in words what a digit would go through', () => {
    expect(sketchInWords(sketch)).toBe(
      'A digit would go through 8 maps of 24 by 24, then 12 maps of 12 by 12, then 32 units: ' +
        'this network is not trained yet.',
    );
  });
});

describe('the picture in words', () => {
  it('says which way the image goes, and what it is taken for', () => {
    expect(pictureInWords(at)).toBe(
      'Your drawing goes through 8 maps of 24 by 24, then 12 maps of 12 by 12, then 32 units: ' +
        'the network is 98 % sure that it is an 8.',
    );
    expect(
      pictureInWords({ ...at, drawing: undefined, columns: [image, column('answers', 10, 1, 1)] }),
    ).toContain('A digit goes straight to the answers:');
    expect(pictureInWords({ ...at, answer: -1 })).toContain('gives no numbers any more');
  });
});
