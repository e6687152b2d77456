import { beforeAll, describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import type { CloudReport } from '../src/shared/cloud.js';
import { buildNetwork } from '../src/worker/architecture/buildNetwork.js';
import { CloudNetwork } from '../src/worker/cloud/cloudNetwork.js';
import { splitAtHiddenLayer } from '../src/worker/cloud/hiddenLayer.js';
import { Page, stroke } from './support/session.js';

beforeAll(() => useBackend('cpu'));

function initialized(line: string) {
  const network = buildNetwork(line);
  network.initialize(random(1));
  return network;
}

describe('the last hidden layer', () => {
  it.each([
    ['input(784).to(relu(50), relu(30), softmax(10))', [30], true],
    ['input(784).to(relu(50), dropout(0.5), linear(10), softmax())', [50], true],
    ['input([28, 28, 1]).to(conv2d(4, 3), relu(), maxPool2d(2), flatten(), softmax(10))', [676], true],
  ])('of %s gives %p', (line, shape, hasHead) => {
    const split = splitAtHiddenLayer(buildNetwork(line));
    expect(split?.features.outputShape).toEqual(shape);
    expect(split?.head !== undefined).toBe(hasHead);
  });

  it.each(['input(784).to(softmax(10))', 'input([28, 28]).to(flatten(), softmax(10))'])(
    'does not exist in %s',
    (line) => {
      expect(splitAtHiddenLayer(buildNetwork(line))).toBeUndefined();
    },
  );
});

describe('a cloud', () => {
  it.each([
    'input(784).to(relu(20), relu(12), softmax(10))',
    'input([28, 28, 1]).to(conv2d(2, 5), relu(), flatten(), softmax(10))',
    'input(784).to(softmax(10))',
    'input(784).to(relu(1), softmax(10))',
  ])('has the answers of %s, and points of one size around 0', async (line) => {
    const network = initialized(line);
    const page = new Page();
    await page.train({ architecture: line });
    await page.ask({ type: 'wantCloud', isWanted: true });
    const { digits } = page.last('cloud') as CloudReport;
    const x = Float32Array.from(digits?.images ?? [], (ink) => ink / 255);
    const images = ndarray(x, [x.length / 784, ...network.inputShape]);
    const cloud = await new CloudNetwork(network).cloudOf(images, undefined);
    const outputs = await network.predict(images);
    expect([...cloud.answers]).toEqual([...outputs.argmax(1).data]);
    cloud.confidences.forEach((confidence, row) => {
      expect(confidence).toBeCloseTo(Math.max(...outputs.row(row).data), 5);
    });
    const squares = cloud.points.reduce((sum, each) => sum + each * each, 0);
    expect(squares / images.length).toBeCloseTo(1, 5);
    const middle = cloud.points.reduce((sum, each, at) => sum + (at % 2 === 0 ? each : 0), 0);
    expect(middle / images.length).toBeCloseTo(0, 5);
  });

  it('does not turn or jump when the network stays the same, however it lay before', async () => {
    const network = initialized('input(784).to(relu(20), softmax(10))');
    const images = ndarray(random(2).fillNormal(new Float32Array(60 * 784), 0, 1), [60, 784]);
    const clouds = new CloudNetwork(network);
    const { points } = await clouds.cloudOf(images, undefined);
    const turned = points.map((_, at) =>
      at % 2 === 0 ? -(points[at + 1] as number) : (points[at - 1] as number),
    );
    const again = await clouds.cloudOf(images, turned);
    again.points.forEach((each, at) => {
      expect(each).toBeCloseTo(turned[at] as number, 4);
    });
  });
});

describe('the cloud in a session', () => {
  it('is not computed before somebody can see it, then at once and with every epoch', async () => {
    const page = new Page();
    await page.train();
    expect(page.told('cloud')).toEqual([]);
    await page.ask({ type: 'wantCloud', isWanted: true });
    expect(page.told('cloud')).toHaveLength(1);
    const { digits, cloud } = page.last('cloud') as CloudReport;
    expect(digits?.labels).toHaveLength(100);
    expect(digits?.images).toHaveLength(78_400);
    expect(cloud).toMatchObject({ source: 'hidden', values: 16 });
    await page.ask({ type: 'wantCloud', isWanted: false });
    await page.train();
    expect(page.told('cloud')).toHaveLength(1);
  });

  it('tells its digits once', async () => {
    const page = new Page();
    await page.ask({ type: 'wantCloud', isWanted: true });
    await page.train({ epochs: 3 });
    await page.train({ architecture: 'input(784).to(softmax(10))' });
    const [first, ...later] = page.told('cloud');
    expect(first?.digits).toBeDefined();
    expect(later.filter(({ digits }) => digits !== undefined)).toEqual([]);
    expect(later.at(-1)?.cloud.source).toBe('answers');
    expect(page.failures).toEqual([]);
  });

  it('draws digits for a network that comes without any', async () => {
    const page = new Page();
    await page.train({ dataset: 'mnist', epochs: 3 });
    await page.ask({ type: 'exportWeights', format: 'safetensors', purpose: 'download' });
    const another = new Page();
    await another.ask({ type: 'wantCloud', isWanted: true });
    await another.ask({
      type: 'openShipped',
      file: page.last('weights')?.files[0]?.bytes as Uint8Array,
    });
    const { digits, cloud } = another.last('cloud') as CloudReport;
    expect(digits?.labels).toHaveLength(400);
    const right = cloud.answers.filter((answer, index) => answer === digits?.labels[index]).length;
    expect(right).toBeGreaterThan(100); // by chance 40
    await another.draw(stroke(1));
    expect(another.failures).toEqual([]);
  });
});
