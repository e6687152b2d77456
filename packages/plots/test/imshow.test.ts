import { describe, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
import { imshow, PlotError, type TilesPanel } from '../src/index.js';
import { sevenImage } from './support/runs.js';
import { parseSvg } from './support/svg.js';

function levels(plot: ReturnType<typeof imshow>): readonly number[] {
  return (plot.description.panels[0] as TilesPanel).tiles[0]!.levels;
}

describe('imshow', () => {
  it('takes a matrix, a shaped array and a flat square picture alike', () => {
    const seven = sevenImage();
    const expected = imshow(seven).description;
    expect(imshow(ndarray(seven)).description).toEqual(expected);
    expect(imshow(Float32Array.from(seven.flat())).description).toEqual(expected);
    expect(imshow({ data: seven.flat(), shape: [1, 784] }).description).toEqual(expected);
    expect(imshow({ data: seven.flat(), shape: [28, 28, 1] }).description).toEqual(expected);
  });

  it('spreads the values of the picture over black to white', () => {
    expect(
      levels(
        imshow([
          [-1, 0],
          [0.5, 1],
        ]),
      ),
    ).toEqual([0, 128, 191, 255]);
    expect(
      levels(
        imshow(
          [
            [0, 50],
            [100, 255],
          ],
          { range: [0, 255] },
        ),
      ),
    ).toEqual([0, 50, 100, 255]);
  });

  it('draws a constant picture and pixels that are not finite as black', () => {
    expect(levels(imshow([[3, 3]]))).toEqual([0, 0]);
    expect(levels(imshow([[Number.NaN, 0, 1]]))).toEqual([0, 0, 255]);
  });

  it('rejects anything that is not a picture', () => {
    expect(() => imshow([1, 2, 3])).toThrow(
      'imshow: expected a square picture, or the shape of another one, got 3 values.',
    );
    expect(() => imshow([])).toThrow(PlotError);
    expect(() => imshow([[1, 2], [3]])).toThrow(
      'imshow: expected rows of equal length, 2 as the first, got 1 at [1].',
    );
    expect(() => imshow({ data: [1, 2, 3], shape: [2, 2] })).toThrow(
      'imshow: expected 4 elements for the shape [2, 2], got 3.',
    );
    expect(() => imshow({ data: new Float32Array(28 * 28 * 3), shape: [28, 28, 3] })).toThrow(
      'expected a gray picture of the shape [rows, columns], got [28, 28, 3]',
    );
  });

  it('draws a digit as text and as SVG', () => {
    const digit = imshow(sevenImage(), { title: 'A seven' });
    expect(digit.toText()).toMatchSnapshot('large text');
    expect(digit.toText({ width: 40 })).toMatchSnapshot('small text');
    expect(digit.toText({ width: 40, color: true })).toMatchSnapshot('colored text');
    expect(digit.toSvg()).toMatchSnapshot('svg');
    parseSvg(digit.toSvg());
  });
});
