import { describe, expect, it } from '@jest/globals';
import { networkFromFile } from '../src/worker/weights/weightFile.js';
import { Page, small, stroke } from './support/session.js';

async function trained(architecture = small): Promise<Page> {
  const page = new Page();
  await page.train({ architecture });
  expect(page.failures).toEqual([]);
  return page;
}

function activities(page: Page) {
  return page.told('activity').map(({ activity }) => activity);
}

describe('the network at work', () => {
  it('is shown while it learns, with some other digit while nothing lies on the pad', async () => {
    const page = await trained();
    const [first] = activities(page);
    expect(first).toMatchObject({ drawing: undefined });
    expect(first?.image.some((ink) => ink > 0)).toBe(true);
    expect(first?.columns.map(({ kind }) => kind)).toEqual(['image', 'units', 'answers']);
  });

  it('reads what lies on the pad, and says the same as the answer', async () => {
    const page = await trained();
    await page.draw(stroke(5));
    const activity = activities(page).at(-1);
    expect(activity).toMatchObject({ drawing: 5, image: stroke(5).image });
    expect([...(activity?.probabilities ?? [])]).toEqual(page.last('prediction')?.prediction.probabilities);
  });

  it('goes to another digit when asked, but not from a drawing', async () => {
    const page = await trained();
    const before = activities(page).at(-1);
    await page.ask({ type: 'wander' });
    expect(activities(page).at(-1)?.image).not.toEqual(before?.image);
    await page.draw(stroke(1));
    const count = activities(page).length;
    await page.ask({ type: 'wander' });
    expect(activities(page)).toHaveLength(count);
  });

  it('shows as many units as there is room for, and nothing where it cannot be seen', async () => {
    const page = await trained();
    await page.ask({ type: 'room', room: { units: 4, maps: 1 } });
    expect(activities(page).at(-1)?.columns[1]?.shown).toHaveLength(4);
    await page.ask({ type: 'room', room: { units: 0, maps: 0 } });
    const count = activities(page).length;
    await page.draw(stroke(1));
    expect(activities(page)).toHaveLength(count);
    expect(page.last('prediction')?.drawing).toBe(1);
  });

  it('is shown with all that there was room for, though it goes out of sight meanwhile', async () => {
    const page = await trained();
    const comes = page.ask({ type: 'room', room: { units: 4, maps: 1 } });
    const goes = page.ask({ type: 'room', room: { units: 0, maps: 0 } });
    await Promise.all([comes, goes]);
    expect(
      activities(page)
        .at(-1)
        ?.columns.map(({ shown }) => shown.length),
    ).toEqual([1, 4, 10]);
    expect(page.failures).toEqual([]);
  });

  it('is read between updates, when something is drawn during training', async () => {
    const page = new Page();
    const training = page.train({ epochs: 200 });
    await page.until(() => page.last('phase')?.phase === 'training');
    await page.draw(stroke(3));
    await page.until(() => activities(page).at(-1)?.drawing === 3);
    expect(page.last('phase')?.phase).toBe('training');
    await page.ask({ type: 'stop' });
    await training;
    expect(page.failures).toEqual([]);
  });
});

describe('what excites a unit', () => {
  it('is its weights on the pixels, and the digits with the largest activations', async () => {
    const page = await trained();
    await page.ask({ type: 'exportWeights', format: 'safetensors', purpose: 'download' });
    const { network } = await networkFromFile(page.last('weights')?.files[0]?.bytes as Uint8Array);
    const weight = (await network.read())['relu-1.weight'];
    const stories = [];
    for (let unit = 0; unit < 16; unit++) {
      await page.ask({ type: 'unit', name: { layer: 'relu-1', unit } });
      stories.push(page.last('unit')?.story);
    }
    const alive = stories.filter((story) => story?.digits.length === 9);
    expect(alive.length).toBeGreaterThan(4);
    for (const story of alive) {
      const values = story?.digits.map(({ value }) => value) ?? [];
      expect(values).toEqual([...values].sort((a, b) => b - a));
      expect(values.every((value) => value > 0)).toBe(true);
      story?.weights.forEach((slope, pixel) => {
        expect(slope).toBeCloseTo(weight?.data[pixel * 16 + (story?.unit ?? 0)] as number, 4);
      });
    }
    expect(page.failures).toEqual([]);
  });

  it('is its filter where a convolution looks at the pixels, and a gradient further on', async () => {
    const page = await trained(
      'input([28, 28, 1]).to(conv2d(3, [4, 5]), relu(), maxPool2d(4), conv2d(2, 3), flatten(), softmax(10))',
    );
    await page.ask({ type: 'unit', name: { layer: 'conv2d-1', unit: 2 } });
    expect(page.last('unit')?.story).toMatchObject({ picture: 'filter', rows: 4, columns: 5, unit: 2 });
    await page.ask({ type: 'unit', name: { layer: 'conv2d-2', unit: 1 } });
    expect(page.last('unit')?.story).toMatchObject({ picture: 'gradient', rows: 28, columns: 28 });
    await page.ask({ type: 'unit', name: { layer: 'softmax-1', unit: 7 } });
    const answer = page.last('unit')?.story;
    expect(answer?.digits.every(({ value }) => value <= 1)).toBe(true);
    expect(answer?.weights.some((weight) => weight !== 0)).toBe(true);
  });

  it('is nothing for a unit that there is not', async () => {
    const page = await trained();
    await page.ask({ type: 'unit', name: { layer: 'relu-1', unit: 16 } });
    await page.ask({ type: 'unit', name: { layer: 'conv2d-9', unit: 0 } });
    await new Page().ask({ type: 'unit', name: { layer: 'relu-1', unit: 0 } });
    expect(page.told('unit')).toEqual([]);
    expect(page.failures).toEqual([]);
  });
});
