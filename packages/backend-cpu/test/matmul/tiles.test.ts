import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import '../../src/index.js';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CpuEngine } from '../../src/engine/cpuEngine.js';
import { type Blocking, Runtime } from '../../src/engine/runtime.js';
import { createEngineMemory } from '../../src/memory/engineMemory.js';
import { applyDifference, bytesOf } from '../../src/variants/binary.js';
import { boundOf, type Convolution, infoOf } from '../support/convolutions.js';
import { randomSource, randomValues } from '../support/random.js';
import { firstOutside, referenceProduct } from '../support/reference.js';
import { sizeOf } from '../support/shapes.js';
import { type Factors, sumsOfProducts } from '../support/windows.js';

const BUILD = fileURLToPath(new URL('../../scripts/buildWasm.mjs', import.meta.url));

const random = randomSource(17);

/** An engine whose kernels were built with another register tile than any variant has. */
async function engineWithTile(tile: string, folder: string): Promise<CpuEngine> {
  execFileSync(process.execPath, [BUILD, '--tile', tile, '--out', folder]);
  const { relaxed, simdFromRelaxed } = (await import(join(folder, 'wasm.ts'))) as Record<string, string>;
  const { blocking } = (await import(join(folder, 'layout.ts'))) as { blocking: { simd: Blocking } };
  const module = new WebAssembly.Module(applyDifference(bytesOf(relaxed!), bytesOf(simdFromRelaxed!)));
  const selection = { variant: 'simd', module, reason: 'a test asked for it' } as const;
  return new CpuEngine(new Runtime(selection, createEngineMemory(), 1, undefined, blocking.simd));
}

describe.each(['4x12', '7x8', '8x16'])('kernels built with a register tile of %s', (tile) => {
  const folder = mkdtempSync(join(tmpdir(), `neutype-tile-${tile}-`));
  let cpu: CpuEngine;
  beforeAll(async () => {
    cpu = await engineWithTile(tile, folder);
  });
  afterAll(() => {
    cpu.dispose();
    rmSync(folder, { recursive: true });
  });

  const tensor = (values: Float32Array, shape: number[]) => cpu.makeTensorInfo(shape, 'float32', values);
  const valuesOf = ({ dataId }: TensorInfo) => cpu.readSync(dataId) as Float32Array;

  it('are of that tile', () => {
    const { MR, NR, NC } = cpu.runtime!.blocking;
    expect(`${MR}x${NR}`).toBe(tile);
    expect(NC % NR).toBe(0);
  });

  /** Around the seams of every such tile, of groups of panels, of blocks of 512 k and of items of 72 packed rows. */
  const sizes = [
    { m: [1, 3, 9, 17], n: [1, 11, 25], k: [1, 37] },
    { m: [8, 29, 75], n: [48, 70], k: [33] },
    { m: [75], n: [70], k: [525] },
  ].flatMap(({ m: ms, n: ns, k: ks }) => ms.flatMap((m) => ns.flatMap((n) => ks.map((k) => ({ m, n, k })))));
  const sides = [false, true];
  const forms = sides.flatMap((transposeA) => sides.map((transposeB) => ({ transposeA, transposeB })));

  it.each(forms)('multiply matrices of all sizes within the bound, %j', ({ transposeA, transposeB }) => {
    for (const { m, n, k } of sizes) {
      const matrices = {
        ...{ m, n, k, transposeA, transposeB },
        a: randomValues(m * k, random),
        b: randomValues(k * n, random),
        bias: randomValues(n, random),
      };
      const a = tensor(matrices.a, transposeA ? [k, m] : [m, k]);
      const b = tensor(matrices.b, transposeB ? [n, k] : [k, n]);
      const attrs = { transposeA, transposeB, activation: 'linear' };
      const { bias, ...plain } = matrices;
      // A bias keeps a transposed A from being packed: both ways are taken.
      const product = cpu.runKernel('_FusedMatMul', { a, b }, attrs);
      const withBias = cpu.runKernel('_FusedMatMul', { a, b, bias: tensor(bias, [n]) }, attrs);
      const outside = [
        firstOutside(valuesOf(product), referenceProduct(plain), k + 1),
        firstOutside(valuesOf(withBias), referenceProduct(matrices), k + 1),
      ];
      expect({ m, n, k, outside }).toEqual({ m, n, k, outside: [undefined, undefined] });
    }
  });

  const convolutions: [string, Convolution][] = [
    ['with strides', convolution([2, 9, 8, 5], [3, 3, 5, 7], [2, 2])],
    ['of few channels to many', convolution([1, 7, 7, 3], [5, 5, 3, 40], [1, 1])],
    ['pixel by pixel', convolution([1, 6, 7, 13], [1, 1, 13, 30], [1, 1])],
    ["by Winograd's transforms", convolution([2, 12, 10, 16], [3, 3, 16, 20], [1, 1])],
    ["by Winograd's transforms of large tiles", convolution([6, 12, 11, 16], [3, 3, 16, 20], [1, 1])],
    ["by Winograd's transforms, with many outputs", convolution([1, 8, 8, 20], [3, 3, 20, 52], [1, 1])],
  ];

  it.each(convolutions)('convolve %s within the bound, and so their gradients', (_, given) => {
    const info = infoOf(given);
    const shapes = { image: given.image, filter: given.filter, output: info.outShape };
    const made = {
      image: randomValues(sizeOf(shapes.image), random),
      filter: randomValues(sizeOf(shapes.filter), random),
      output: randomValues(sizeOf(shapes.output), random),
    };
    const [x, filter, dy] = (['image', 'filter', 'output'] as const).map((name) =>
      tensor(made[name], shapes[name]),
    ) as [TensorInfo, TensorInfo, TensorInfo];
    const { image, filter: weights, output } = made;
    const imageAttrs = { ...given.attrs, inputShape: given.image };
    const filterAttrs = { ...given.attrs, filterShape: given.filter };
    const outside = [
      excess(given, cpu.runKernel('Conv2D', { x, filter }, given.attrs), { image, filter: weights }),
      excess(given, cpu.runKernel('Conv2DBackpropInput', { dy, filter }, imageAttrs), {
        output,
        filter: weights,
      }),
      excess(given, cpu.runKernel('Conv2DBackpropFilter', { x, dy }, filterAttrs), { image, output }),
    ];
    expect(outside).toEqual([undefined, undefined, undefined]);
  });

  /** The first output that lies further from its float64 value than float32 sums may. */
  function excess(given: Convolution, result: TensorInfo, factors: Factors): string | undefined {
    const values = valuesOf(result);
    const sums = sumsOfProducts(infoOf(given), false, values.length, factors);
    const inputs = Object.values(factors).map((numbers: Float32Array) => ({ values: numbers, shape: [] }));
    const { relative = 0, magnitudes, absolute = 0 } = boundOf(given, sums, inputs);
    const at = values.findIndex((value, index) => {
      const bound = relative * (magnitudes?.[index] ?? 0) + absolute;
      return !(Math.abs(value - sums.values[index]!) <= bound);
    });
    return at < 0 ? undefined : `output ${at}: ${values[at]} instead of ${sums.values[at]}`;
  }
});

function convolution(image: number[], filter: number[], strides: [number, number]): Convolution {
  const attrs = { strides, dilations: [1, 1], dataFormat: 'NHWC', pad: 'same' } as const;
  return { image, filter, attrs, depthwise: false };
}

describe('a register tile that kernels would compute wrong with', () => {
  it.each([
    ['3x8', 'MR must be from 4 to 8'],
    ['9x8', 'MR must be from 4 to 8'],
    ['8x4', 'NR must be 8, 12 or 16'],
    ['4x10', 'NR must be 8, 12 or 16'],
  ])('is refused by the build with the reason: %s', (tile, rule) => {
    const { status, stderr } = spawnSync(process.execPath, [BUILD, '--tile', tile, '--out', '/dev/null']);
    expect(status).toBe(1);
    expect(String(stderr)).toContain(`variant 'simd': ${rule}, because`);
  });
});
