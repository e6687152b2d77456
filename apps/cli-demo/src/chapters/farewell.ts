import type { Settings } from '../flags.js';
import type { Output } from '../output/output.js';
import { safe } from '../output/safe.js';
import { percent } from './report.js';

/** Where the results are, and what to try next. */
export function farewell(
  page: string | undefined,
  accuracy: number,
  settings: Settings,
  output: Output,
): void {
  if (page !== undefined) {
    output.print('\nAll plots of this run, on one page:');
    output.print(`  ${safe(page)}`);
  }
  const gentler = settings.momentum === 0.9 ? 0.99 : 0.9;
  output.print(`\nWhat to try next: can you beat ${percent(accuracy)}?`);
  const ideas = [
    [
      `npm start -- --momentum ${gentler}`,
      gentler < settings.momentum ? 'shorter strides' : 'longer strides',
    ],
    [`npm start -- --seed ${settings.seed + 1}`, 'other first weights, the same images'],
    ['npm run web', 'the same in a browser: draw digits for it'],
    ['npm run example', 'shorter programs'],
  ] as const;
  const width = Math.max(...ideas.map(([command]) => command.length));
  for (const [command, why] of ideas) output.print(`  ${command.padEnd(width)}  ${why}`);
}
