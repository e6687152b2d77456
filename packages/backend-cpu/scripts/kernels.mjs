/**
 * Finds the kernels in the assembly and what each takes, and writes both ends of a launch: `dispatch` in AssemblyScript
 * and a typed launcher for each kernel in TypeScript.
 *
 * A kernel is every exported `function name(command: Class): void` outside of `runtime/`, its arguments are the fields of
 * the class, those of its bases first. A field is an address (`usize`, or `Input` of what is only read), a whole number
 * (`i32`), a float (`f32`), a yes or no (`Flag`), or, as the last, a list of records (`Tail<Record>`): all of them 32-bit
 * words, so that fields lie as the words of a command do.
 */
const KERNEL = /^export function (\w+)\(command: (\w+)\): void/gm;
const CLASS = /^(?:export )?class (\w+)(?: extends (\w+))? \{\n([\s\S]*?)^\}/gm;
const FIELD = /^(?: {2}\/\*\* (.*) \*\/\n)? {2}(\w+): ([\w<>]+);$/gm;
const HEADER = 'Command';

const typesInEngine = { usize: 'number', Input: 'number', i32: 'number', f32: 'number', Flag: 'boolean' };
const writers = {
  usize: (value) => `.pointer(${value})`,
  Input: (value) => `.input(${value})`,
  i32: (value) => `.int(${value})`,
  f32: (value) => `.float(${value})`,
  Flag: (value) => `.int(Number(${value}))`,
};

/** Everything that the build must know of the assembly, whose files are given as `{ file, text }`. */
export function readKernels(sources) {
  const classes = new Map(
    sources.flatMap(({ file, text }) =>
      [...text.matchAll(CLASS)].map(([, name, base, body]) => [
        name,
        { file, name, base, fields: fieldsOf(body) },
      ]),
    ),
  );
  const kernels = sources
    .filter(({ file }) => !file.startsWith('runtime/'))
    .flatMap(({ file, text }) =>
      [...text.matchAll(KERNEL)].map(([, name, command]) => ({
        name,
        command,
        module: `../${file.slice(0, -3)}`,
      })),
    );
  for (const { name, command } of kernels) checkCommand(name, command, classes);
  return { kernels, classes };
}

function fieldsOf(body) {
  const fields = [...body.matchAll(FIELD)].map(([, about, name, type]) => ({ about, name, type }));
  const declared = [...body.matchAll(/^ {2}(?:\w+ )*\w+: .*$/gm)];
  if (fields.length === declared.length) return fields;
  throw new Error(`Fields of a class are written as \`name: type;\`, one a line: ${declared.join(' ')}`);
}

/** Names of a command's class and its bases but the header's, the first base first. */
function lineage(name, classes, kernel) {
  if (name === HEADER) return [];
  const found = classes.get(name);
  if (found?.base === undefined) {
    throw new Error(`Kernel ${kernel} takes ${name}, which is no class that extends ${HEADER}.`);
  }
  return [...lineage(found.base, classes, kernel), name];
}

function checkCommand(kernel, command, classes) {
  const fields = lineage(command, classes, kernel).flatMap((name) => classes.get(name).fields);
  for (const [index, { name, type }] of fields.entries()) {
    const record = recordIn(type);
    const last = index === fields.length - 1;
    if (type in typesInEngine || (record !== undefined && last && classes.has(record))) continue;
    const expected = 'usize, Input, i32, f32 or Flag, and the last one may be a Tail of a class';
    throw new Error(`Kernel ${kernel}, field ${name}: ${type}. Arguments of a kernel are ${expected}.`);
  }
}

function recordIn(type) {
  return /^Tail<(\w+)>$/.exec(type)?.[1];
}

/** `assembly/generated/dispatch.ts` */
export function dispatchSource({ kernels }) {
  return `${kernels.map((kernel) => `import { ${kernel.command}, ${kernel.name} } from '${kernel.module}';`).join('\n')}

export function dispatch(opcode: i32, command: usize): void {
  switch (opcode) {
${kernels.map((kernel, code) => `    case ${code}: ${kernel.name}(changetype<${kernel.command}>(command)); return;`).join('\n')}
  }
}
`;
}

/** `src/generated/opcodes.ts` */
export function opcodeSource({ kernels }) {
  return `/** One number per kernel, as \`dispatch\` knows them. */
export const opcode = {
${kernels.map(({ name }, code) => `  ${name}: ${code},`).join('\n')}
} as const;
`;
}

/** The header of a command for `src/generated/layout.ts`: which word is which. */
export function headerSource({ classes }) {
  const { fields } = classes.get(HEADER);
  const words = fields.map(({ name }, word) => `${name}: ${word}`);
  return `/** The words that a command begins with; its arguments follow. */
export const headerWords = { ${words.join(', ')} } as const;
export const HEADER_WORDS = ${fields.length};
`;
}

/**
 * `src/generated/launch.ts`: a launcher takes an object for each class that its command is made of, the first base first.
 * Callers have them at hand as they are; one object made of all of them costs microseconds in older versions of V8.
 */
export function launchSource({ kernels, classes }) {
  const typed = kernels
    .map(({ name, command }, code) => ({ name, code, command }))
    .map((kernel) => ({
      ...kernel,
      parts: lineage(kernel.command, classes).map((name) => classes.get(name)),
    }));
  const parts = new Set(typed.flatMap((kernel) => kernel.parts));
  const bases = [...parts].filter(({ name }) => [...parts].some(({ base }) => base === name));
  const records = new Set([...parts].map(recordOf).filter((name) => name !== undefined));
  return `// Written by the build from the classes that kernels in \`assembly\` take.
import type { CommandWriter } from '../engine/command.js';

/** Where commands are begun: the engine. */
export interface Launcher {
  command(opcode: number): CommandWriter;
}

${[...[...records].map((name) => classes.get(name)), ...parts].map(interfaceOf).join('\n')}
${bases.map(baseWriter).join('\n')}
${typed.map((kernel) => launcherOf(kernel, classes)).join('\n')}`;
}

/** The record in a class's tail. */
function recordOf({ fields }) {
  return recordIn(fields.at(-1)?.type ?? '');
}
function nameOf({ name }) {
  return name[0].toLowerCase() + name.slice(1);
}

function interfaceOf({ name, fields }) {
  const lines = fields.map(({ about, name: field, type }) => {
    const record = recordIn(type);
    const given = record === undefined ? typesInEngine[type] : `readonly ${record}[]`;
    return `${about === undefined ? '' : `  /** ${about} */\n`}  readonly ${field}: ${given};\n`;
  });
  return `export interface ${name} {\n${lines.join('')}}\n`;
}

/** The plain arguments of a class, written to a command. */
function written(fields, from) {
  const plain = fields.filter(({ type }) => type in writers);
  return plain.map(({ name, type }) => writers[type](`${from}.${name}`)).join('');
}

function baseWriter({ name, fields }) {
  return `function write${name}(command: CommandWriter, a: ${name}): CommandWriter {
  return command${written(fields, 'a')};
}
`;
}

function launcherOf({ name, code, parts }, classes) {
  const own = parts.at(-1);
  const bases = parts.slice(0, -1);
  const parameters = [...bases.map((base) => `${nameOf(base)}: ${base.name}`), `a: ${own.name}`];
  const begun = bases.reduce(
    (command, base) => `write${base.name}(${command}, ${nameOf(base)})`,
    `to.command(${code})`,
  );
  const head = `export function ${name}(to: Launcher, ${parameters.join(', ')}): CommandWriter {\n`;
  const plain = `${begun}${written(own.fields, 'a')}`;
  const record = recordOf(own);
  if (record === undefined) return `${head}  return ${plain};\n}\n`;
  const list = `a.${own.fields.at(-1).name}`;
  return `${head}  const command = ${plain}.int(${list}.length);
  for (const record of ${list}) command${written(classes.get(record).fields, 'record')};
  return command;
}
`;
}
