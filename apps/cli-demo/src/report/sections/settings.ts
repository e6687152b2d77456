import { DATASET_TITLES } from '../../chapters/report.js';
import type { Settings } from '../../flags.js';
import { type Html, html } from '../html.js';
import { type Run, wholeEpochs } from '../run.js';
import { count, duration } from '../words.js';

/** All that one must know to have the same run again. */
export function settingsSection(run: Run): Html {
  return html`<section>
<h2>The same run again</h2>
<pre tabindex="0" aria-label="Command">npm start --${flagsOf(run).map((flag) => html` <span>${flag}</span>`)}</pre>
<dl class="facts">
${Object.entries(factsOf(run)).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}
</dl>
</section>`;
}

function factsOf(run: Run): Readonly<Record<string, string>> {
  const { optimizer, settings, dataset, trainedOn, engine, outcome, seconds, finished } = run;
  const { batchSize, step, momentum, epochs, resume } = settings;
  const stopped = outcome.kind === 'diverged' ? 'diverged' : outcome.stopped && 'stopped by Ctrl-C';
  return {
    Data: `${DATASET_TITLES[dataset]}, ${count(trainedOn)} images to learn from`,
    Algorithm: `${optimizer.algorithm}, Nesterov, shuffled`,
    Epochs: `${stopped === false ? count(epochs) : `${count(wholeEpochs(run))} of ${count(epochs)}, ${stopped}`}${
      resume ? ', some of them resumed from a checkpoint' : ''
    }`,
    'Batch size': String(batchSize),
    Step: String(step),
    Momentum: String(momentum),
    Seed: String(optimizer.seed),
    'Computed by': engine,
    Node: process.version,
    Time: `${duration(seconds)}, loading included`,
    Finished: `${finished.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  };
}

/** The command line that repeats the run. */
export function commandOf(run: Pick<Run, 'settings' | 'dataset'>): string {
  return ['npm start --', ...flagsOf(run)].join(' ');
}

/** Each flag with its value: no line breaks between the two. */
function flagsOf({ settings, dataset }: Pick<Run, 'settings' | 'dataset'>): string[] {
  const flags: (readonly [string, string])[] = [
    ['dataset', dataset],
    ...(settings.data === undefined ? [] : [['data', settings.data] as const]),
    ...NUMBERS.map(([flag, name]) => [flag, String(settings[name])] as const),
    ...(settings.backend === 'cpu' ? [] : [['backend', settings.backend] as const]),
  ];
  return flags.map(([name, value]) => `--${name} ${quoted(value)}`);
}

const NUMBERS = [
  ['epochs', 'epochs'],
  ['batch-size', 'batchSize'],
  ['step', 'step'],
  ['momentum', 'momentum'],
  ['seed', 'seed'],
] as const satisfies readonly (readonly [string, keyof Settings])[];

/** For a shell, where that is needed. */
function quoted(text: string): string {
  return /^[\w./:=+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
