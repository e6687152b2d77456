import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cnnPart } from './parts/cnn.js';
import { resnetPart, separablePart } from './parts/convolutions.js';
import { crowdPart } from './parts/crowd.js';
import { epochPart } from './parts/epoch.js';
import { inferencePart } from './parts/inference.js';
import { kernelPart } from './parts/kernel.js';
import { optimizersPart } from './parts/optimizers.js';
import type { Part } from './parts/part.js';
import { racePart } from './parts/race.js';
import { gruPart, lstmPart } from './parts/recurrent.js';
import { scalePart } from './parts/scale.js';
import { startPart } from './parts/start.js';
import { stepPart } from './parts/step.js';
import { transformerPart } from './parts/transformer.js';
import { xorPart } from './parts/xor.js';

const PARTS: readonly Part[] = [
  stepPart,
  optimizersPart,
  epochPart,
  crowdPart,
  cnnPart,
  resnetPart,
  separablePart,
  transformerPart,
  lstmPart,
  gruPart,
  xorPart,
  inferencePart,
  kernelPart,
  startPart,
  racePart,
  scalePart,
];

/** What is to be done. */
export interface Wish {
  readonly help: boolean;
  readonly parts: readonly Part[];
  /** Another checkout to be measured against, in place of the peers. */
  readonly against: string | undefined;
  readonly json: string | undefined;
  readonly markdown: string | undefined;
}

/** @throws for options and parts that there are not, and for options without their value; tells what there is */
export function parseCommandLine(args: readonly string[]): Wish {
  const { against, help, only, json, markdown } = optionsOf(args);
  for (const [option, value] of Object.entries({ against, json, markdown })) {
    if (value === '') throw new Error(`Option '--${option}' is a path, not ''. ${USAGE}`);
  }
  const chosen = PARTS.filter(({ name, isOptional }) => (only === undefined ? !isOptional : name === only));
  if (chosen.length === 0) throw new Error(`There is no part '${only}'. ${USAGE}`);
  return {
    help,
    parts: chosen,
    against: fromCaller(against),
    json: fromCaller(json),
    markdown: fromCaller(markdown),
  };
}

const USAGE =
  'Write: npm run bench -- [--only PART] [--against DIR] [--json FILE] [--markdown FILE] [--help], ' +
  `where PART is one of ${PARTS.map(({ name }) => name).join(', ')}.`;

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: args.filter((argument) => argument !== '--'),
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        only: { type: 'string' },
        against: { type: 'string' },
        json: { type: 'string' },
        markdown: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}. ${USAGE}`, { cause: error });
  }
}

/** Paths are relative to where the command was given, which is not where package managers run it. */
function fromCaller(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? '.', path);
}

function described(parts: readonly Part[]): string {
  return parts.map(({ name, about }) => `                     ${name.padEnd(11)} ${about}`).join('\n');
}

export const HELP: string = `Measures the CPU engine against tfjs, PyTorch and the machine's own limits.

npm run bench -- [--only PART] [--against DIR] [--json FILE] [--markdown FILE]

  --only PART      one part alone:
${described(PARTS.filter(({ isOptional }) => !isOptional))}
                   or one that runs only where it is asked for:
${described(PARTS.filter(({ isOptional }) => isOptional))}
  --against DIR    another checkout of this repository, built, in place of the peers: how much a change has changed
  --json FILE      writes [{"measure","ours_ms","peer","peer_ms","ratio"}], medians; measure says how ratio is to be read
  --markdown FILE  writes the table between the markers that a Markdown file has for this version of Node
  --help           this

PyTorch takes part where \`import torch\` works in the Python of NEUTYPE_PYTHON (python3).`;
