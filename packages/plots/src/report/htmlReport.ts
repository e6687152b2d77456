import { autoStyleSheet } from '../color/theme.js';
import type { Plot } from '../plot.js';
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
export const htmlReport = ({ title, subtitle, sections }: ReportOptions): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<style>
${styleSheet}
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

const sectionHtml = (section: ReportSection, index: number): string => {
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
};

const styleSheet = `${autoStyleSheet()}
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
