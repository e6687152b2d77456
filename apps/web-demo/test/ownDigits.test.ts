import { describe, expect, it } from '@jest/globals';
import { syntheticDigits } from '@neutype/datasets';
import { digitOn } from '../src/page/digits/digitOn.js';
import { sayTaken } from '../src/page/digits/sayTaken.js';
import { digitIn, sortFiles } from '../src/page/digits/sortFiles.js';
import { normalizeDrawing } from '../src/page/draw/normalizeDrawing.js';

/** Files whose content is their path. */
function files(...paths: string[]) {
  return paths.map((path) => ({ path, file: path }));
}

function problemOf(...paths: string[]): string {
  const sorted = sortFiles(files(...paths));
  return sorted.kind === 'nothing' ? sorted.problem : `taken for ${sorted.kind}`;
}

describe('the digit of an image', () => {
  it.each([
    ['digits/3/a.png', 3],
    ['7/whatever.jpeg', 7],
    ['train/4/photos/8.png', 4],
    ['3/5/x.png', 5],
    ['digits/6.png', 6],
    ['0-first.webp', 0],
    ['9 (2).png', 9],
    ['digits/007.png', undefined],
    ['2024/12.png', undefined],
    ['digits/three.png', undefined],
  ])('in %s is %s', (path, digit) => {
    expect(digitIn(path)).toBe(digit);
  });
});

describe('files that are dropped', () => {
  it('are images with their digits, in the order of their paths', () => {
    expect(
      sortFiles(files('d/1/b.PNG', 'd/.DS_Store', 'd/0/z.jpg', 'd/about.txt', 'd/x.gif', 'd/1/a.png')),
    ).toEqual({
      kind: 'images',
      images: [
        { path: 'd/0/z.jpg', file: 'd/0/z.jpg', digit: 0 },
        { path: 'd/1/a.png', file: 'd/1/a.png', digit: 1 },
        { path: 'd/1/b.PNG', file: 'd/1/b.PNG', digit: 1 },
      ],
      unlabeled: ['d/x.gif'],
      others: ['d/about.txt'],
    });
  });

  it('are MNIST, by the names that its files have', () => {
    const names = ['train-images-idx3-ubyte.gz', 'train-labels.idx1', 't10k-images-idx3-ubyte', 'labels.gz'];
    expect(sortFiles(files(...names))).toEqual({ kind: 'mnist', files: files(...names) });
  });

  it('are weights, also where something else lies beside them', () => {
    expect(sortFiles(files('w/digits.safetensors', 'w/README.md'))).toEqual({
      kind: 'weights',
      file: 'w/digits.safetensors',
    });
  });

  it('that go together in no way are refused with what was found and what was expected', () => {
    expect(problemOf('a.safetensors', 'b.safetensors')).toBe(
      'One network at a time: there are a.safetensors and b.safetensors.',
    );
    expect(problemOf('a.safetensors', '1.png', '2.png')).toMatch(
      /^One kind at a time: these are 1 file of weights and 2 images\. This page takes images of digits/,
    );
    expect(problemOf('a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt')).toMatch(
      /^Nothing here is of use: a\.txt, b\.txt, c\.txt and 2 more\. This page takes/,
    );
    expect(problemOf('.hidden')).toMatch(/^There is no file in it/);
    expect(problemOf('digits.zip')).toBe('Unpack digits.zip first, then drop the folder.');
    expect(problemOf('mnist.tar.gz')).toBe('Unpack mnist.tar.gz first, then drop the folder.');
  });
});

describe('what is said of images', () => {
  const nothing = { unlabeled: [], others: [], unreadable: [], empty: [] };

  it('is how many there are of how many digits', () => {
    const labels = Uint8Array.from({ length: 1200 }, (_, index) => index % 10);
    expect(sayTaken({ ...nothing, labels })).toEqual({
      isEnough: true,
      text: '1,200 images of 10 digits are there. Press Train to learn from them.',
      details: [],
    });
  });

  it('names digits that are missing and files that were left out', () => {
    const { isEnough, details } = sayTaken({
      labels: Uint8Array.from({ length: 24 }, (_, index) => index % 8),
      unlabeled: ['a.png'],
      others: ['x.txt', 'y.txt'],
      unreadable: ['1/b.png'],
      empty: ['1/c.png', '2/d.png'],
    });
    expect(isEnough).toBe(true);
    expect(details).toEqual([
      '8 and 9 are missing: the network cannot learn what it never sees.',
      'Left out: a.png says no digit. A folder called 0 to 9 would, or a name that begins with the digit.',
      'Left out: 1/b.png cannot be read as an image.',
      'Left out: 1/c.png and 2/d.png are empty.',
      'Left out: x.txt and y.txt are no images.',
    ]);
  });

  it('is that there are too few of them, or of one digit only', () => {
    expect(sayTaken({ ...nothing, labels: Uint8Array.of(1, 2) })).toMatchObject({
      isEnough: false,
      text: 'Too little to learn from: 2 images of 2 digits. It takes 20 images, of two digits at least.',
    });
    expect(sayTaken({ ...nothing, labels: new Uint8Array(0) }).text).toMatch(
      /^No image here can be used\. It takes 20/,
    );
    expect(sayTaken({ ...nothing, labels: new Uint8Array(50) }).isEnough).toBe(false);
  });
});

describe('a picture of a digit', () => {
  const { images } = syntheticDigits({ samples: 20, seed: 2 });
  const digits = Array.from({ length: 20 }, (_, index) => images.row(index).data);

  /** A digit of 28×28 pixels in colours, each pixel `scale` wide, with a margin. */
  function picture(
    ink: ArrayLike<number>,
    colour: (ink: number) => readonly number[],
    { scale = 1, margin = 0 } = {},
  ) {
    const side = 28 * scale + 2 * margin;
    const data = new Uint8ClampedArray(side * side * 4);
    for (let pixel = 0; pixel < side * side; pixel++) {
      const x = Math.floor(((pixel % side) - margin) / scale);
      const y = Math.floor((Math.floor(pixel / side) - margin) / scale);
      const isInside = x >= 0 && y >= 0 && x < 28 && y < 28;
      data.set(colour(isInside ? (ink[y * 28 + x] as number) : 0), pixel * 4);
    }
    return { data, width: side, height: side };
  }

  const WAYS: readonly [string, (ink: number) => readonly number[]][] = [
    ['light on dark', (ink) => [ink, ink, ink, 255]],
    ['dark on light', (ink) => [255 - ink, 255 - ink, 255 - ink, 255]],
    ['on nothing, in black', (ink) => [0, 0, 0, ink]],
    ['on nothing, in white', (ink) => [255, 255, 255, ink]],
  ];

  it.each(WAYS)('of 28 by 28 pixels keeps each of them, %s', (_, colour) => {
    for (const digit of digits) expect(digitOn(picture(digit, colour))).toEqual(Uint8Array.from(digit));
  });

  it.each(WAYS)('of another size is what a drawing of it is, %s', (_, colour) => {
    for (const digit of digits) {
      const seen = digitOn(picture(digit, colour, { scale: 3, margin: 17 }));
      const drawn = normalizeDrawing({
        // Faint ink counts as paper in pictures.
        ink: digit.map((ink) => (ink < 0.15 * 255 ? 0 : ink)),
        width: 28,
        height: 28,
      });
      const distance = seen!.reduce((sum, each, pixel) => sum + Math.abs(each - drawn![pixel]!), 0);
      expect(distance / 784).toBeLessThan(6);
    }
  });

  it('in blue on yellowish paper with specks is cleaned of them', () => {
    const [digit] = digits;
    const blue = (ink: number) => {
      const share = ink / 255;
      const speck = ink % 7;
      return [240 - 220 * share + speck, 232 - 180 * share - speck, 205 - 60 * share, 255];
    };
    const seen = digitOn(picture(digit!, blue, { scale: 2, margin: 30 }));
    const [corner, strongest] = [seen?.[0], Math.max(...(seen ?? []))];
    expect(corner).toBe(0);
    expect(strongest).toBeGreaterThan(200);
    expect(seen?.filter((ink) => ink > 0).length).toBeLessThan(400);
  });

  it('on which nothing is written is none', () => {
    const grey = () => [200, 200, 200, 255];
    expect(digitOn(picture(digits[0]!, grey, { scale: 2 }))).toBeUndefined();
    expect(digitOn(picture(digits[0]!, () => [0, 0, 0, 0]))).toBeUndefined();
  });
});
