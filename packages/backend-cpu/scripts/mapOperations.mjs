/**
 * Finds the operations of the kernel `map`, every exported function of vectors under `assembly/elementwise/operations`,
 * numbers them for both languages, and writes the loop of each.
 *
 * A loop takes two vectors at a time, both from neighbouring memory, which V8 can fuse to one of 256 bits. An operand
 * moves on by its step: 32 bytes, or 0 where one pair of vectors holds the element that is repeated. All is read before
 * anything is written, for an operation may write where it reads.
 */
const FOLDER = 'elementwise/operations/';
const OPERANDS = ['a', 'b', 'c'];
const PARAMETERS =
  'y: usize, end: usize, a: usize, stepA: usize, b: usize, stepB: usize, c: usize, stepC: usize';

/** `textOf` gives the source of a file. */
export function findOperations(files, textOf) {
  return files
    .filter((file) => file.startsWith(FOLDER))
    .flatMap((file) =>
      [...textOf(file).matchAll(/^export function (\w+)\((\w+: v128(?:, \w+: v128)*)\): v128/gm)].map(
        ([, name, parameters]) => ({
          name,
          operands: parameters.split(',').length,
          module: `../${file.slice(0, -3)}`,
        }),
      ),
    );
}

export function operationCodes(operations) {
  return `/** The operations of the kernel \`map\`: their numbers, and how many operands they have. */
export const mapOperations = {
${operations.map(({ name, operands }, code) => `  ${name}: { code: ${code}, operands: ${operands} },`).join('\n')}
} as const;
`;
}

function loop({ name, operands }) {
  const used = OPERANDS.slice(0, operands);
  const loads = used.map(
    (operand) => `const ${operand}0 = v128.load(${operand}), ${operand}1 = v128.load(${operand}, 16);`,
  );
  return `function ${name}Loop(${PARAMETERS}): void {
  for (; y < end; y += 32) {
    ${loads.join('\n    ')}
    const y0 = ${name}(${used.map((operand) => `${operand}0`).join(', ')});
    const y1 = ${name}(${used.map((operand) => `${operand}1`).join(', ')});
    v128.store(y, y0);
    v128.store(y, y1, 16);
    ${used.map((operand) => `${operand} += step${operand.toUpperCase()};`).join(' ')}
  }
}`;
}

export function operationLoops(operations) {
  const imports = operations.map(({ name, module }) => `import { ${name} } from '${module}';`);
  return `// Written by scripts/mapOperations.mjs.
${imports.join('\n')}

${operations.map(loop).join('\n\n')}

/** Called by their number, so that V8 optimises those that are used, each by itself. */
const LOOPS: StaticArray<(${PARAMETERS}) => void> = [
${operations.map(({ name }) => `  ${name}Loop,`).join('\n')}
];

/** Pairs of vectors from \`y\` to \`end\`. */
export function compute(operation: i32, ${PARAMETERS}): void {
  unchecked(LOOPS[operation])(y, end, a, stepA, b, stepB, c, stepC);
}
`;
}
