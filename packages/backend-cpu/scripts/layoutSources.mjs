/** Writes out `layout.mjs` for both languages. */
import {
  ADDRESSES,
  blocking,
  CODES,
  COMMAND_WORDS,
  FLAGS,
  NO_COMMAND_STALLED,
  SCRATCH_PARTS,
  SIZES,
  SLOT_BYTES,
  SLOT_WORDS,
  TRIED_EXPORT,
} from './layout.mjs';

const HEAD = '// Written by the build from scripts/layout.mjs.\n';

function hex(number) {
  return `0x${number.toString(16)}`;
}
function lines(record, line) {
  return Object.entries(record)
    .map(([name, value]) => line(name, value))
    .join('\n');
}
function numbered(names) {
  return Object.fromEntries(names.map((name, number) => [name, number]));
}

/** `assembly/generated/layout.ts` of one variant. */
export function assemblyLayout({ MR, NR, KC, MC, NC }) {
  return `${HEAD}
${lines({ MR, NR, KC, MC, NC, ...SIZES, ...FLAGS, NO_COMMAND_STALLED }, (name, value) => `export const ${name}: i32 = ${value};`)}
${lines({ ...SCRATCH_PARTS, SLOT_BYTES }, (name, value) => `export const ${name}: usize = ${value};`)}
${lines(ADDRESSES, (name, value) => `export const ${name}: usize = ${hex(value)};`)}
${lines(numbered(SLOT_WORDS), (name, word) => `export const SLOT_${upper(name)}: usize = ${4 * word};`)}
${lines(CODES, (name, members) => `export const enum ${name} { ${members.join(', ')} }`)}
`;
}

/** `src/generated/layout.ts`, of all variants. */
export function engineLayout(variants) {
  return `${HEAD}
/** Sizes of the matrix product by variant: register tile, columns packed at once, and bytes of scratch. */
export const blocking = {
${variants.map((variant) => `  ${variant.name}: ${JSON.stringify(blocking(variant))},`).join('\n')}
} as const;
/** What the exports of the functions begin with that a trial of \`wide\` runs. */
export const TRIED_EXPORT = '${TRIED_EXPORT}';
${lines({ ...SIZES, ...FLAGS, NO_COMMAND_STALLED, COMMAND_WORDS }, (name, value) => `export const ${name} = ${value};`)}
export const ROW_TABLE_BYTES = ${SCRATCH_PARTS.ROW_TABLE_BYTES};
export const WINOGRAD_WORK_BYTES = ${SCRATCH_PARTS.WINOGRAD_WORK_BYTES};
${lines(ADDRESSES, (name, value) => `export const ${name} = ${hex(value)};`)}
/** How many words a worker's slot has, and which is which. */
export const SLOT_WORDS = ${SLOT_BYTES / 4};
export const slotWords = ${JSON.stringify(numbered(SLOT_WORDS))} as const;
${lines(CODES, (name, members) => `export const ${lower(name)} = ${JSON.stringify(numbered(members))} as const;`)}
`;
}

function upper(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
function lower(name) {
  return name[0].toLowerCase() + name.slice(1);
}
