import { readFileSync } from 'node:fs';
import { DatasetError } from '@neutype/datasets';
import { NeutypeError } from '@neutype/errors';
import { type DigitLoader, loadDigits } from './chapters/loadDigits.js';
import type { Settings } from './flags.js';
import { helpText } from './help.js';
import { type InterruptSource, listenToInterrupts } from './interrupts.js';
import { jsonOutput } from './output/jsonOutput.js';
import type { Stream } from './output/output.js';
import { safe } from './output/safe.js';
import { textOutput } from './output/textOutput.js';
import { type Request, readArguments } from './readArguments.js';
import { tutorial } from './tutorial.js';
import { UsageError } from './usageError.js';

/** The process that the demo runs in, or what stands for it in a test. */
export interface DemoProcess extends InterruptSource {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  exit(code: number): void;
}

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;
const QUIT = 130;

/**
 * Runs the demo.
 *
 * @param args the flags
 * @param load how to find the digits; a test brings its own
 * @returns the exit code
 */
export async function demo(
  args: readonly string[],
  process: DemoProcess,
  load: DigitLoader = loadDigits,
): Promise<number> {
  try {
    await answer(readArguments(args), process, load);
    return DONE;
  } catch (error) {
    const { text, code } = explain(error);
    process.stderr.write(`${safe(text)}\n`);
    return code;
  }
}

async function answer(request: Request, process: DemoProcess, load: DigitLoader): Promise<void> {
  switch (request.kind) {
    case 'help':
      process.stdout.write(helpText());
      break;
    case 'version':
      process.stdout.write(`${version()}\n`);
      break;
    case 'run':
      await runTutorial(request.settings, process, load);
      break;
  }
}

async function runTutorial(settings: Settings, process: DemoProcess, load: DigitLoader): Promise<void> {
  const { env, stdout, stderr } = process;
  const colors = stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const output = settings.json
    ? jsonOutput(stdout, stderr)
    : textOutput(stdout, stderr, { colors, columns: columnsOf(process) });
  const interrupts = listenToInterrupts(process, {
    onStop: () => output.aside('Stopping after this batch. Press Ctrl-C again to quit without the report.'),
    onQuit: () => {
      output.progress(undefined);
      process.exit(QUIT);
    },
  });
  await tutorial(settings, { output, interrupts, loadDigits: load });
}

/** The terminal's width, or COLUMNS where the output goes elsewhere; undefined where neither is known. */
function columnsOf({ stdout, env }: DemoProcess): number | undefined {
  const columns = stdout.columns || Number(env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? columns : undefined;
}

/** What to say of an error. Expected errors say all that helps; others also say where they happened. */
function explain(error: unknown): { readonly text: string; readonly code: number } {
  if (error instanceof UsageError) {
    return { text: `${error.message}\nTry: npm start -- --help`, code: WRONG_USAGE };
  }
  const { message, stack, syscall } = error as Partial<NodeJS.ErrnoException>;
  const isForeseen = error instanceof NeutypeError || error instanceof DatasetError || syscall !== undefined;
  const text = isForeseen ? `Failed: ${message}` : (stack ?? String(error));
  return { text: [text, ...flagsFor(error)].join('\n'), code: FAILED };
}

/** Messages speak of options of `train`; who runs the demo has flags. */
const FLAGS_FOR_OPTIONS: Readonly<Record<string, string>> = {
  'train, option checkpoint':
    'As flags: --resume goes on from there; --checkpoint with another directory begins anew.',
  'train, option resume':
    'As flags: give those of before, or --checkpoint with another directory, which begins anew.',
};

function flagsFor(error: unknown): readonly string[] {
  const where = error instanceof NeutypeError ? error.problem?.where : undefined;
  const flags = where === undefined ? undefined : FLAGS_FOR_OPTIONS[where];
  return flags === undefined ? [] : [flags];
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return (manifest as { version: string }).version;
}
