import { createRequire } from 'node:module';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { decode } from 'fast-png';
import { imshow, plotMetrics, pngDataUrl } from '../src/index.js';
import { toPng } from '../src/png/index.js';

// The system may have no font at all.
const fontFiles = [createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')];

afterEach(() => {
  jest.resetModules();
});

function pixelAt({ data, width, channels }: ReturnType<typeof decode>, x: number, y: number): number[] {
  return Array.from(data.slice((y * width + x) * channels, (y * width + x) * channels + 3));
}

describe('toPng', () => {
  it('draws sharp pixels in the size asked for', async () => {
    const picture = imshow({ data: [0, 255, 128, 0], shape: [2, 2] });
    const png = decode(await toPng(picture, { scale: 1, fontFiles }));
    expect(png.width).toBe(224 + 32);
    expect(pixelAt(png, 100, 100)).toEqual([0, 0, 0]);
    expect(pixelAt(png, 16 + 113, 100)).toEqual([255, 255, 255]);
    expect(pixelAt(png, 100, 16 + 113)).toEqual([128, 128, 128]);
    const fine = decode(await toPng(picture, { fontFiles }));
    expect(fine.width).toBe(2 * png.width);
  });

  it('follows the theme', async () => {
    const plot = plotMetrics({ loss: [1, 2] });
    expect(pixelAt(decode(await toPng(plot.description, { theme: 'dark', fontFiles })), 2, 2)).toEqual([
      0x14, 0x17, 0x1c,
    ]);
    expect(pixelAt(decode(await toPng(plot, { fontFiles })), 2, 2)).toEqual([255, 255, 255]);
  });

  it('draws its texts', async () => {
    function dark(png: ReturnType<typeof decode>): number {
      let count = 0;
      for (let i = 0; i < png.data.length; i += png.channels) if (png.data[i]! < 100) count++;
      return count;
    }
    const titled = decode(
      await toPng(imshow([[255, 255]], { title: 'MMMMMMMM', range: [0, 1] }), { fontFiles }),
    );
    const bare = decode(await toPng(imshow([[255, 255]], { range: [0, 1] }), { fontFiles }));
    expect(dark(bare)).toBe(0);
    expect(dark(titled)).toBeGreaterThan(500);
  });

  it('says how to install the renderer where it is missing', async () => {
    jest.unstable_mockModule('@resvg/resvg-js', () => {
      throw new Error('Cannot find package');
    });
    const { toPng: without } = await import('../src/png/toPng.js');
    await expect(without(imshow([[1]]))).rejects.toThrow('npm install @resvg/resvg-js@2.6.2');
  });

  it('says so when there is no font, rather than leaving the texts out', async () => {
    jest.unstable_mockModule('@resvg/resvg-js', () => ({
      Resvg: class {
        innerBBox = (): undefined => undefined;
      },
    }));
    const { toPng: fontless } = await import('../src/png/toPng.js');
    await expect(fontless(imshow([[1]]))).rejects.toThrow('expected a font to write with, got none');
  });

  it('rejects a scale of 0', async () => {
    await expect(toPng(imshow([[1]]), { scale: 0 })).rejects.toThrow(
      'toPng, scale: expected a number above 0 and up to 100, got 0.',
    );
  });
});

describe('pngDataUrl', () => {
  it('has the pixels of the tile, row by row, in the colors of its map', () => {
    const url = pngDataUrl({ rows: 1, columns: 3, levels: [0, 128, 255], colormap: 'gray' });
    const [, base64] = url.split('data:image/png;base64,');
    const { width, height, data } = decode(Buffer.from(base64!, 'base64'));
    expect([width, height, [...data]]).toEqual([3, 1, [0, 0, 0, 128, 128, 128, 255, 255, 255]]);
  });
});
