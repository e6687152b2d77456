/**
 * Writes the register tiles of the matrix product: AssemblyScript has no arrays of locals, and a tile is
 * nothing but 8 to 24 vector registers with names.
 *
 * A tile is `rows` × `vectors`·4 outputs. For each k it loads one row of the packed panel of B (`vectors`
 * registers), then row by row splats one element of A and multiplies. Two forms: `indirect` reads each row of A
 * through a pointer of its own (a matrix in row order, or Dukhan's indirect convolution), `strided` reads all
 * rows of one k side by side (a transposed matrix).
 *
 * The test that never holds, after the first row, ends a basic block there: without it TurboFan (Node 20) moves
 * every load of an iteration to its front, runs out of the 15 registers and spills accumulators, which halves the
 * speed. The 256-bit build goes without: only newer V8, which keeps the order of the source, can run it well.
 */
const form = {
  indirect: {
    parameters: 'table: usize, offset: usize',
    setUp: (rows) => range(rows).map((i) => `let a${i}: usize = load<u32>(table, ${4 * i}) + offset;`),
    element: (i) => `v128.load32_splat(a${i})`,
    advance: (rows) => range(rows).map((i) => `a${i} += 4;`),
    call: 'table, offset',
  },
  strided: {
    parameters: 'a: usize, stride: usize',
    setUp: () => [],
    element: (i) => `v128.load32_splat(a, ${4 * i})`,
    advance: () => ['a += stride;'],
    call: 'a, stride',
  },
};

const rest = 'b: usize, k: i32, start: usize, startStride: usize, c: usize, cStride: usize';
const range = (count) => [...Array(count).keys()];
const indent = (lines, depth) => lines.map((line) => `${'  '.repeat(depth)}${line}`).join('\n');

function tile(name, rows, vectors, split) {
  const { parameters, setUp, element, advance } = form[name];
  const cells = range(rows).flatMap((i) => range(vectors).map((j) => [i, j]));
  const row = (i) => [
    `const x${i} = ${element(i)};`,
    ...range(vectors).map((j) => `c${i}_${j} = multiplyAdd(x${i}, b${j}, c${i}_${j});`),
  ];
  return `function ${name}${rows}x${vectors}(${parameters}, ${rest}): void {
${indent(
  cells.map(([i, j]) => `let c${i}_${j} = v128.load(start + ${i} * startStride, ${16 * j});`),
  1,
)}
${indent(setUp(rows), 1)}
${split ? '  const never = load<i32>(NEVER);\n' : ''}  while (true) {
${indent(
  range(vectors).map((j) => `const b${j} = v128.load(b, ${16 * j});`),
  2,
)}
${indent(row(0), 2)}
${split && rows > 1 ? '    if (k == never) break;\n' : ''}${indent(range(rows).slice(1).flatMap(row), 2)}
    b += ${16 * vectors};
${indent(advance(rows), 2)}
    if (--k == 0) break;
  }
${indent(
  cells.map(([i, j]) => `v128.store(c + ${i} * cStride, c${i}_${j}, ${16 * j});`),
  1,
)}
}`;
}

function chooser(name, rows, vectors) {
  const { parameters, call } = form[name];
  const cases = range(rows).map(
    (i) =>
      `    case ${i + 1}: ${name}${i + 1}x${vectors}(${call}, b, k, start, startStride, c, cStride); return;`,
  );
  return `/** \`rows\` × ${vectors * 4} outputs: c = start + a·b over k, k at least 1. */
export function ${name}Tile(rows: i32, ${parameters}, ${rest}): void {
  switch (rows) {
${cases.join('\n')}
  }
}`;
}

export function microKernels({ rows, vectors, split }) {
  const tiles = Object.keys(form).flatMap((name) => [
    ...range(rows).map((i) => tile(name, i + 1, vectors, split)),
    chooser(name, rows, vectors),
  ]);
  return `// Written by scripts/micro-kernels.mjs.
import { NEVER } from '../runtime/control';
import { multiplyAdd } from '../runtime/simd';

export const TILE_ROWS: i32 = ${rows};
export const TILE_COLUMNS: i32 = ${vectors * 4};

${tiles.join('\n\n')}
`;
}
