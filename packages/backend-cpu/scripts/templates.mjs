/**
 * Takes the operations of the kernel `map` apart into templates, from which the engine puts together WebAssembly for a whole
 * program (`src/codegen`): generated code then computes what the compiler made of the assembly, bit for bit.
 *
 * A template is text, a word for each instruction: `a`, `b`, `c` for an operand, `.3` to read variable 3, `=3` to write it
 * and `:3` to do both; anything else is the bytes of an instruction in hex. Operations that branch, call, or work on one
 * element after the other have none.
 */
const OPERANDS = ['a', 'b', 'c'];
const V128 = 0x7b;
const SECTION = { export: 7, code: 10 };
const OPCODE = { localGet: 0x20, localSet: 0x21, localTee: 0x22, i32Const: 0x41, f32Const: 0x43, simd: 0xfd };
/** Words before the number of a variable. */
const VARIABLE = { [OPCODE.localGet]: '.', [OPCODE.localSet]: '=', [OPCODE.localTee]: ':' };

/** The entry of a compilation in which each operation is a function by itself. */
export function operationExports(operations) {
  return operations.map(({ name, module }) => `export { ${name} } from '${module}';`).join('\n');
}

/** `src/generated/templates.ts` */
export function templateSource(templates) {
  const lines = Object.entries(templates).map(([name, template]) => `  ${name}: '${template}',`);
  return `/** Operations as the WebAssembly that they are: scripts/templates.mjs says how to read it. */
export const templates = {
${lines.join('\n')}
} as const;
`;
}

/** `binary` comes of `operationExports`; its functions are imported by nobody and import nothing. */
export function templatesOf(operations, binary) {
  const bodies = functionBodies(binary);
  return Object.fromEntries(
    operations.flatMap(({ name }) => {
      const template = templateOf(bodies.get(name));
      return template === undefined ? [] : [[name, template]];
    }),
  );
}

/** Walks the sections (WebAssembly core specification, 5.5) to the code of what is exported. */
function functionBodies(binary) {
  const module = new Reader(binary, 8);
  const names = new Map();
  const bodies = new Map();
  while (module.at < binary.length) {
    const id = module.byte();
    const length = module.number();
    const section = new Reader(binary, module.at);
    module.at += length;
    if (id === SECTION.export) {
      for (let count = section.number(); count > 0; count--) {
        const name = section.text();
        const kind = section.byte();
        const index = section.number();
        if (kind === 0) names.set(index, [...(names.get(index) ?? []), name]);
      }
    } else if (id === SECTION.code) {
      const count = section.number();
      for (let index = 0; index < count; index++) {
        const bytes = section.bytes(section.number());
        for (const name of names.get(index) ?? []) bodies.set(name, bytes);
      }
    }
  }
  return bodies;
}

/** Undefined for what is more than a list of vector instructions. */
function templateOf(body) {
  const code = new Reader(body, 0);
  for (let groups = code.number(); groups > 0; groups--) {
    code.number();
    if (code.byte() !== V128) return undefined;
  }
  const words = [];
  const written = new Set();
  while (code.at < body.length - 1) {
    const start = code.at;
    const opcode = code.byte();
    if (opcode in VARIABLE) {
      words.push(variableWord(opcode, code.number(), written));
    } else if (skipImmediates(opcode, code)) {
      words.push(Buffer.from(body.subarray(start, code.at)).toString('hex'));
    } else {
      return undefined;
    }
  }
  return words.join(' ');
}

/** A parameter is an operand until the compiler keeps something else there. */
function variableWord(opcode, variable, written) {
  if (opcode !== OPCODE.localGet) written.add(variable);
  else if (!written.has(variable)) return OPERANDS[variable];
  return `${VARIABLE[opcode]}${variable}`;
}

/** False for an instruction that no template has. */
function skipImmediates(opcode, code) {
  if (opcode === OPCODE.f32Const) code.bytes(4);
  else if (opcode === OPCODE.i32Const) code.number();
  else return opcode === OPCODE.simd && skipVectorImmediates(code);
  return true;
}

/** False for one that touches memory. Immediates: WebAssembly core specification, 5.4.8. */
function skipVectorImmediates(code) {
  const number = code.number();
  const touchesMemory = number <= 11 || (number >= 84 && number <= 93);
  if (touchesMemory) return false;
  if (number === 12 || number === 13) code.bytes(16);
  else if (number >= 21 && number <= 34) code.bytes(1);
  return true;
}

class Reader {
  constructor(bytes, at) {
    this.source = bytes;
    this.at = at;
  }

  byte() {
    return this.source[this.at++];
  }

  bytes(length) {
    this.at += length;
    return this.source.subarray(this.at - length, this.at);
  }

  /** LEB128 without a sign, which is as long as one with a sign. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  text() {
    return Buffer.from(this.bytes(this.number())).toString();
  }
}
