import { headline, introduction, keyFigures } from './headline.js';
import { type Html, html } from './html.js';
import type { Run } from './run.js';
import { classesSection } from './sections/classes.js';
import { confusionsSection } from './sections/confusions.js';
import { cornersSection } from './sections/corners.js';
import { mistakesSection, noMistakes } from './sections/mistakes.js';
import { networkSection } from './sections/network.js';
import { settingsSection } from './sections/settings.js';
import { trainingSection } from './sections/training.js';
import { STYLE_SHEET } from './styleSheet.js';

/** A run on one page that needs nothing else: no script, nothing fetched, light or dark as the reader's system is. */
export async function reportPage(run: Run): Promise<string> {
  const title = headline(run);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${STYLE_SHEET}</style>
</head>
<body class="report">
<header>
<p class="eyebrow">Neutype <span aria-hidden="true">·</span> report of a training run <span aria-hidden="true">·</span> <time datetime="${run.finished.toISOString()}">${dateOf(run.finished)}</time></p>
<h1>${title}</h1>
<p class="lead">${introduction(run)}</p>
${warning(run)}
${figuresOf(run)}
</header>
<main>
${await sectionsOf(run)}
</main>
</body>
</html>
`.markup;
}

function dateOf(date: Date): string {
  return date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** What must not be missed. */
function warning({ dataset, outcome }: Run): Html[] {
  return [
    ...(dataset === 'synthetic'
      ? [html`<p class="warning">These digits were generated: they are not MNIST.</p>\n`]
      : []),
    ...(outcome.kind === 'diverged' ? [html`<p class="warning">${capitalized(outcome.reason)}</p>\n`] : []),
  ];
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function figuresOf(run: Run): Html | undefined {
  const figures = keyFigures(run);
  if (figures.length === 0) return undefined;
  return html`<dl class="key">
${figures.map(({ value, meaning }) => html`<div><dd>${value}</dd><dt>${meaning}</dt></div>\n`)}
</dl>`;
}

async function sectionsOf(run: Run): Promise<(Html | undefined)[]> {
  const { network, outcome } = run;
  const training = trainingSection(run);
  if (outcome.kind === 'diverged') {
    return [training, await networkSection(network, { isUsable: false }), settingsSection(run)];
  }
  return [
    training,
    confusionsSection(outcome.verdict),
    classesSection(outcome.verdict),
    mistakesSection(outcome) ?? noMistakes(outcome),
    cornersSection(outcome.verdict),
    await networkSection(network, { isUsable: true }),
    settingsSection(run),
  ];
}
