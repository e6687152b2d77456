import { KINDS } from './kinds.mjs';

export const USAGE = `Writes the files of something new: source, test, an entry in the index and in the README, a changeset. Its test fails
until it holds the code against an independent implementation.

Usage: npm run new -- KIND NAME      or: pnpm new KIND NAME

  KIND  ${Object.keys(KINDS).join(', ')}
  NAME  as it is called in code: layerNorm, huber, signDescent

Guides, with an example each: docs/guides.`;

/** What JavaScript keeps for itself. */
const RESERVED =
  /^(?:await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;

/**
 * Reads the command line of `npm run new`.
 *
 * @returns `help`, or `kind` and `name`, or the `problem` with what was written
 */
export function readName(args) {
  if (args.length === 0 || args.includes('--help') || args.includes('-h')) return { help: true };
  const [kind, name, ...more] = args;
  if (!Object.hasOwn(KINDS, kind)) {
    return { problem: `There is no kind ${kind}. There are: ${Object.keys(KINDS).join(', ')}.` };
  }
  if (name === undefined) return { problem: `Say how the ${kind} is called: npm run new -- ${kind} NAME.` };
  if (more.length > 0) return { problem: `Expected one name, got ${[name, ...more].join(' ')}.` };
  if (!/^[a-z][A-Za-z0-9]*$/.test(name) || RESERVED.test(name)) {
    return {
      problem: `${name} is no name: expected letters and digits that begin small, as in ${camelCase(name)}.`,
    };
  }
  return { kind, name };
}

function camelCase(text) {
  const [first = '', ...others] = text.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const name = [first, ...others.map((word) => word[0].toUpperCase() + word.slice(1))]
    .join('')
    .replace(/^\d+/, '');
  const small = name.slice(0, 1).toLowerCase() + name.slice(1);
  return small === '' || RESERVED.test(small) ? 'layerNorm' : small;
}
