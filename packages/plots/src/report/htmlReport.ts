import { checkOptions, optionNames, shown } from '@neutype/errors';
import { checkObject, checkText } from '../checks.js';
import { autoStyleSheet } from '../color/theme.js';
import type { Plot } from '../plot.js';
import { PlotError } from '../plotError.js';
import { escapeXml } from '../svg/element.js';

export interface ReportSection {
  readonly title: string;
  /** Paragraphs before the plots. */
  readonly paragraphs?: readonly string[];
  /** Text whose columns must stay in line: a table, a classification report, a log. */
  readonly preformatted?: string;
  readonly plots?: readonly Plot[];
}

export interface ReportOptions {
  readonly title: string;
  /** A line beneath the title. */
  readonly subtitle?: string;
  readonly sections: readonly ReportSection[];
}

/**
 * A whole run on one page: one HTML file that needs nothing else, with all plots inside as SVG, light or dark as
 * the reader's system is. No script, nothing fetched.
 *
 * @throws OptionError for an unknown option or value; PlotError for what is no plot
 *
 * @example
 * ```ts
 * await writeFile('report.html', htmlReport({
 *   title: 'MNIST',
 *   sections: [
 *     { title: 'Training', plots: [plotErrors(optimizer)] },
 *     { title: 'Validation', preformatted: classificationReport(actual, predicted) },
 *   ],
 * }));
 * ```
 */
export function htmlReport(options: ReportOptions): string {
  checkReport(options);
  return pageOf(options);
}

const REPORT_OPTIONS = optionNames<ReportOptions>({ title: true, subtitle: true, sections: true });
const SECTION_OPTIONS = optionNames<ReportSection>({
  title: true,
  paragraphs: true,
  preformatted: true,
  plots: true,
});

function checkReport(options: ReportOptions): void {
  checkOptions('htmlReport', options, REPORT_OPTIONS);
  const { title, subtitle = '', sections } = options;
  checkText('htmlReport, title', title);
  checkText('htmlReport, subtitle', subtitle);
  checkList('htmlReport, sections', sections);
  for (const [index, section] of sections.entries()) checkSection(`htmlReport, section ${index}`, section);
}

function checkSection(where: string, section: ReportSection): void {
  checkOptions(where, section, SECTION_OPTIONS);
  const { title, paragraphs = [], preformatted = '', plots = [] } = section;
  checkText(`${where}, title`, title);
  checkText(`${where}, preformatted`, preformatted);
  checkList(`${where}, paragraphs`, paragraphs);
  checkList(`${where}, plots`, plots);
  for (const [index, text] of paragraphs.entries()) checkText(`${where}, paragraph ${index}`, text);
  for (const [index, plot] of plots.entries()) {
    checkObject(`${where}, plot ${index}`, plot, 'a plot');
    if (typeof plot.toSvg !== 'function') throw noPlot(`${where}, plot ${index}`, plot);
  }
}

function checkList(where: string, list: unknown): void {
  if (Array.isArray(list)) return;
  throw new PlotError({ where, expected: 'an array', received: shown(list) });
}

function noPlot(where: string, value: unknown): PlotError {
  return new PlotError({
    where,
    expected: 'a plot',
    received: shown(value),
    remedy: 'plot(description) makes one of a description.',
  });
}

function pageOf({ title, subtitle, sections }: ReportOptions): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<style>
${STYLE_SHEET}
</style>
</head>
<body class="neutype-plot">
<header>
<h1>${escapeXml(title)}</h1>
${subtitle === undefined ? '' : `<p>${escapeXml(subtitle)}</p>`}
</header>
<main>
${sections.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`;
}

function sectionHtml(section: ReportSection, index: number): string {
  const { title, paragraphs = [], preformatted, plots = [] } = section;
  const figures = plots.map((plot, place) => plot.toSvg({ theme: 'auto', id: `plot-${index}-${place}` }));
  return [
    '<section>',
    `<h2>${escapeXml(title)}</h2>`,
    ...paragraphs.map((text) => `<p>${escapeXml(text)}</p>`),
    ...(preformatted === undefined ? [] : [`<pre tabindex="0">${escapeXml(preformatted)}</pre>`]),
    ...(figures.length === 0
      ? []
      : ['<div class="plots">', ...figures.map((svg) => `<figure>${svg}</figure>`), '</div>']),
    '</section>',
  ].join('\n');
}

const STYLE_SHEET = `${autoStyleSheet()}
body { margin: 0 auto; padding: 1.5rem; max-width: 96rem; box-sizing: border-box; color: var(--neutype-ink);
  background: var(--neutype-paper); font: 16px/1.5 system-ui, sans-serif; }
header { border-bottom: 1px solid var(--neutype-grid); margin-bottom: 1.5rem; }
header p { color: var(--neutype-muted); }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
pre { overflow-x: auto; font: 13px/1.4 ui-monospace, monospace; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); gap: 1rem;
  align-items: start; }
figure { margin: 0; max-width: 100%; border: 1px solid var(--neutype-grid); border-radius: 8px; overflow: hidden; }
figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }`;
