import { Call, type Code, type CodeOptions } from '../../shared/plan/code.js';

/** A value as TypeScript, on one line. */
export function printCode(code: Code): string {
  if (code instanceof Call) return `${code.name}(${code.args.map(printCode).join(', ')})`;
  if (isList(code)) return `[${code.map(printCode).join(', ')}]`;
  if (typeof code === 'string') return `'${code}'`;
  if (typeof code !== 'object' || code === null) return String(code);
  return `{ ${printEntries(code).join(', ')} }`;
}

export function printEntries(options: CodeOptions): string[] {
  return Object.entries(options).map(([name, value]) => `${name}: ${printCode(value)}`);
}

/** All functions of the library that are called in it. */
export function callsIn(code: Code): Call[] {
  if (code instanceof Call) return [code, ...code.args.flatMap(callsIn)];
  if (typeof code !== 'object' || code === null) return [];
  return (isList(code) ? code : Object.values(code as CodeOptions)).flatMap(callsIn);
}

function isList(code: Code): code is readonly Code[] {
  return Array.isArray(code);
}
