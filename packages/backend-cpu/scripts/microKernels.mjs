/**
 * Writes the register tiles of the matrix product, and the packing that fits them: AssemblyScript has no arrays of locals, and a tile is
 * nothing but 8 to 24 vector registers with names.
 *
 * A tile is `rows` × `vectors`·4 outputs, up to MR × NR. For each k it loads one row of the packed panel of B (`vectors`
 * registers), then row by row splats one element of A and multiplies. Two forms: `indirect` reads each row of A
 * through a pointer of its own (a matrix in row order, or Dukhan's indirect convolution), `strided` reads all
 * rows of one k side by side (a transposed matrix).
 *
 * A call makes as many tiles below each other as it is told. What moves from tile to tile lies in memory, in a `Tiles`
 * of `assembly/gemm/tiles.ts`: in locals it would take registers that the inner loop needs.
 *
 * The test that never holds, after the first row, ends a basic block there: without it TurboFan (Node 20) moves
 * every load of an iteration to its front, runs out of the 15 registers and spills accumulators, which halves the
 * speed. The 256-bit build goes without: only newer V8, which keeps the order of the source, can run it well.
 */
const form = {
  indirect: {
    setUp: (rows) => [
      'const table = tiles.a, offset = tiles.aStep;',
      ...range(rows).map((i) => `let a${i}: usize = load<u32>(table, ${4 * i}) + offset;`),
    ],
    element: (i) => `v128.load32_splat(a${i})`,
    advance: (rows) => range(rows).map((i) => `a${i} += 4;`),
  },
  strided: {
    setUp: () => ['let a = tiles.a;', 'const stride = tiles.aStep;'],
    element: (i) => `v128.load32_splat(a, ${4 * i})`,
    advance: () => ['a += stride;'],
  },
};

function range(count) {
  return [...Array(count).keys()];
}
function indent(lines, depth) {
  return lines.map((line) => `${'  '.repeat(depth)}${line}`).join('\n');
}

function tile(name, rows, vectors, endsBlocks) {
  const { setUp, element, advance } = form[name];
  const cells = range(rows).flatMap((i) => range(vectors).map((j) => [i, j]));
  const row = (i) => [
    `const x${i} = ${element(i)};`,
    ...range(vectors).map((j) => `c${i}_${j} = multiplyAdd(x${i}, b${j}, c${i}_${j});`),
  ];
  const never = endsBlocks && rows > 1;
  return `function ${name}${rows}x${vectors}(tiles: Tiles): void {
  while (true) {
    const start = tiles.start, startStride = tiles.startStride;
${indent(
  cells.map(([i, j]) => `let c${i}_${j} = v128.load(start + ${i} * startStride, ${16 * j});`),
  2,
)}
${indent(setUp(rows), 2)}
    let b = tiles.panel, k = tiles.k;
${never ? '    const never = load<i32>(NEVER);\n' : ''}    while (true) {
${indent(
  range(vectors).map((j) => `const b${j} = v128.load(b, ${16 * j});`),
  3,
)}
${indent(row(0), 3)}
${never ? '      if (k == never) break;\n' : ''}${indent(range(rows).slice(1).flatMap(row), 3)}
      b += ${16 * vectors};
${indent(advance(rows), 3)}
      if (--k == 0) break;
    }
    const c = tiles.c, cStride = tiles.cStride;
${indent(
  cells.map(([i, j]) => `v128.store(c + ${i} * cStride, c${i}_${j}, ${16 * j});`),
  2,
)}
    if (advance(tiles, ${rows}) == 0) return;
  }
}`;
}

function chooser(name, rows, vectors) {
  const cases = range(rows).map((i) => `    case ${i + 1}: ${name}${i + 1}x${vectors}(tiles); return;`);
  return `/** \`tiles.count\` tiles of \`rows\` × ${vectors * 4} outputs: c = start + a·b over k, k at least 1. */
export function ${name}Tiles(rows: i32, tiles: Tiles): void {
  switch (rows) {
${cases.join('\n')}
  }
}`;
}

/**
 * One row of NC columns of B is read from end to end and goes to as many panels: `panelBytes` lie between their starts.
 * All of it is loaded before anything is stored, for `b` and `to` may be on lines that push each other out of the cache.
 */
function packer(NR, NC) {
  const vectors = range(NC / 4);
  const place = (vector) => [Math.floor((4 * vector) / NR), (16 * vector) % (4 * NR)];
  const stores = vectors.map((vector) => {
    const [panel, offset] = place(vector);
    return `v128.store(to${panel === 0 ? '' : ` + to${panel}`}, x${vector}${offset === 0 ? '' : `, ${offset}`});`;
  });
  return `/** ${NC} columns of B in row order as panels of ${NR}: rows of B are \`stride\` bytes apart. */
export function packColumnsOfB(b: usize, stride: usize, k: i32, to: usize, panelBytes: usize): void {
${indent(
  range(NC / NR)
    .slice(1)
    .map((panel) => `const to${panel}: usize = ${panel} * panelBytes;`),
  1,
)}
  for (; k > 0; k--) {
${indent(
  vectors.map((vector) => `const x${vector} = v128.load(b, ${16 * vector});`),
  2,
)}
${indent(stores, 2)}
    b += stride;
    to += ${4 * NR};
  }
}`;
}

export function microKernels({ MR, NR, NC, endsBlocks }) {
  const vectors = NR / 4;
  const tiles = Object.keys(form).flatMap((name) => [
    ...range(MR).map((i) => tile(name, i + 1, vectors, endsBlocks)),
    chooser(name, MR, vectors),
  ]);
  return `// Written by scripts/microKernels.mjs.
import { advance, Tiles } from '../gemm/tiles';
import { multiplyAdd } from '../runtime/simd';
import { NEVER } from './layout';

${[...tiles, packer(NR, NC)].join('\n\n')}
`;
}
