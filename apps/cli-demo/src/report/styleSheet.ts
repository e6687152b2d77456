import { Html } from './html.js';

const LIGHT = {
  paper: '#fcfbf8',
  ink: '#1c1e21',
  muted: '#5b5f66',
  grid: '#e3dfd6',
  wash: '#f3f0e9',
  wrong: '#b54708',
  'series-0': '#0a66a8',
  'series-1': '#c2500a',
};

const DARK = {
  paper: '#15171b',
  ink: '#eceae6',
  muted: '#a8a9ab',
  grid: '#31343a',
  wash: '#1e2126',
  wrong: '#f0a35e',
  'series-0': '#62b6ea',
  'series-1': '#f0a35e',
};

/** The plots take their colors from the same variables as the page. */
function variables(colors: Readonly<Record<string, string>>): string {
  return Object.entries(colors)
    .map(([name, value]) => `--neutype-${name}:${value}`)
    .join(';');
}

/** The page's style sheet; paper is always light. */
export const STYLE_SHEET: Html = new Html(`
.report,.report .neutype-plot{${variables(LIGHT)}}
@media screen and (prefers-color-scheme:dark){.report,.report .neutype-plot{${variables(DARK)}}}
@page{size:A4;margin:15mm 14mm}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:clamp(1.25rem,4vw,4rem) clamp(1rem,4vw,3rem) 5rem;max-width:72rem;color:var(--neutype-ink);
  background:var(--neutype-paper);font:1rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;
  font-variant-numeric:tabular-nums}
html:has(.report){background:#fcfbf8}
@media screen and (prefers-color-scheme:dark){html:has(.report){background:#15171b}}
h1,h2,h3 b,.key dd,.layers b{font-family:ui-serif,'Iowan Old Style','Palatino Linotype',Palatino,Georgia,'Liberation Serif',serif}
h1{font-size:clamp(1.75rem,1.1rem + 2.6vw,3rem);line-height:1.15;letter-spacing:-.015em;font-weight:600;margin:0 0 1rem;
  max-width:40ch;text-wrap:balance}
h2{font-size:clamp(1.35rem,1.1rem + 1vw,1.8rem);line-height:1.2;font-weight:600;letter-spacing:-.01em;margin:0 0 .5rem}
h3{font-size:1rem;margin:0 0 .75rem}
p{margin:0 0 1rem}
.eyebrow{color:var(--neutype-muted);font-size:.875rem;margin-bottom:1.25rem}
.lead{max-width:44rem;color:var(--neutype-muted);text-wrap:pretty}
header .lead{font-size:1.125rem}
.note,figcaption{color:var(--neutype-muted);font-size:.875rem;line-height:1.45}
.warning{border-left:4px solid var(--neutype-wrong);background:var(--neutype-wash);padding:.6rem 1rem;max-width:44rem}
section{margin-top:clamp(2.75rem,6vw,4.5rem)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.key{display:grid;grid-template-columns:repeat(2,1fr);gap:1.25rem 2rem;margin:2rem 0 0;padding:1.5rem 0;
  border:solid var(--neutype-grid);border-width:1px 0}
.key div{display:flex;flex-direction:column}
.key dd{margin:0;font-size:clamp(1.6rem,1.1rem + 2.2vw,2.75rem);line-height:1.1;letter-spacing:-.02em}
.key dt{color:var(--neutype-muted);font-size:.875rem;line-height:1.35;margin-top:.35rem}
figure{margin:0;break-inside:avoid}
figure svg{display:block;width:100%;height:auto}
figcaption{margin:.25rem 0 0;max-width:40rem}
.pair,.curve,.one{display:grid;grid-template-columns:minmax(0,1fr);gap:2rem;margin-top:1.5rem;align-items:start}
.scroll{overflow-x:auto;position:relative}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:right;padding:.4rem .5rem;white-space:nowrap;font-weight:400;border-bottom:1px solid var(--neutype-grid)}
th:first-child,td:first-child{text-align:left;padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--neutype-muted);font-size:.8125rem;vertical-align:bottom}
tbody th,tfoot th{font-weight:600}
tfoot td,tfoot th{border-bottom:0;color:var(--neutype-muted)}
tr{break-inside:avoid}
.best td{font-weight:600}
.tag{font-weight:400;font-size:.75rem;color:var(--neutype-muted)}
th.wide{text-align:left}
td.wide{width:34%;min-width:8.5rem;text-align:left}
td.wide .bar{display:inline-block;width:calc(100% - 3.6rem);vertical-align:middle}
td.wide .number{display:inline-block;width:3.6rem;text-align:right}
.bar i{display:block;height:.7rem;min-width:2px;background:var(--neutype-wrong);border-radius:0 2px 2px 0;print-color-adjust:exact;
  -webkit-print-color-adjust:exact}
.bars{list-style:none;margin:0;padding:0}
.bars li{display:grid;grid-template-columns:3.6rem 1fr 2.5rem;align-items:center;gap:.5rem;padding:.3rem 0;position:relative}
.bars .what{font-weight:600;position:relative}
.bars .number{text-align:right;position:relative}
.mistakes{display:grid;grid-template-columns:minmax(0,1fr);gap:1.75rem 2.5rem;margin-top:1.5rem}
.mistakes article{display:grid;grid-template-columns:5.25rem minmax(0,1fr);gap:.5rem;break-inside:avoid;align-items:start}
.mistakes h3{margin:0;font-weight:400;line-height:1.2;position:relative}
.mistakes h3 b{display:block;font-size:2.5rem;line-height:1;font-weight:600}
.mistakes h3 span{white-space:nowrap;font-size:.8125rem;color:var(--neutype-muted)}
.mistakes ul{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:.5rem;list-style:none;margin:0;padding:0}
.mistakes li{text-align:center;font-size:.8125rem;line-height:1.25}
.mistakes img{display:block;width:100%;height:auto;margin-bottom:.2rem;border:1px solid var(--neutype-grid);border-radius:4px;
  mix-blend-mode:multiply}
.said{display:block;font-weight:600}
.sure{color:var(--neutype-muted);font-size:.75rem}
.layers{list-style:none;margin:1.25rem 0 2rem;padding:0;display:grid;gap:1.75rem}
.layers li{position:relative;border:1px solid var(--neutype-grid);border-radius:8px;padding:.75rem 1rem;display:flex;
  flex-direction:column;background:var(--neutype-wash);break-inside:avoid}
.layers b{font-size:1.6rem;line-height:1.1;font-weight:600}
.layers li+li::before{content:'↓';content:'↓'/'';position:absolute;top:-1.7rem;left:1.25rem;color:var(--neutype-muted)}
pre{font:.875rem/1.5 ui-monospace,'SF Mono',Menlo,Consolas,'Liberation Mono',monospace;background:var(--neutype-wash);
  padding:.9rem 1rem;border-radius:8px;margin:1rem 0 1.5rem;white-space:pre-wrap;overflow-x:auto}
pre span{white-space:pre}
.facts{display:grid;gap:0 2.5rem;margin:0;font-size:.9375rem}
.facts div{display:grid;grid-template-columns:7rem 1fr;gap:.5rem;padding:.4rem 0;border-bottom:1px solid var(--neutype-grid);
  break-inside:avoid}
.facts dt{color:var(--neutype-muted)}
.facts dd{margin:0;overflow-wrap:anywhere}
@media (max-width:599px){
  table{font-size:.8125rem}
  th,td{padding:.4rem .25rem}
  td.wide{min-width:5.5rem}
  .roomy{display:none}
  .mistakes article{grid-template-columns:4.25rem minmax(0,1fr)}
  .mistakes h3 span{white-space:normal}
  .sure{font-size:.6875rem}
  td.wide .bar{width:calc(100% - 2.6rem)}
  td.wide .number{width:2.6rem}
}
@media (min-width:600px){
  .key{grid-template-columns:repeat(auto-fit,minmax(9rem,1fr))}
  .pair{grid-template-columns:repeat(2,minmax(0,1fr))}
  .curve{grid-template-columns:minmax(0,1.7fr) minmax(15rem,1fr)}
  .mistakes,.facts{grid-template-columns:repeat(2,minmax(0,1fr))}
  .layers{grid-auto-flow:column;grid-auto-columns:1fr}
  .layers li+li::before{content:'→';content:'→'/'';top:1.1rem;left:-1.45rem}
}
@media screen and (prefers-color-scheme:dark){
  .mistakes img{filter:invert(1);mix-blend-mode:screen;border-color:#d6d3cd}
  .weights image,.weights rect[fill^=url]{filter:invert(1) hue-rotate(180deg)}
}
@media print{
  body{padding:0;max-width:none;background:#fff}
  .report,.report .neutype-plot{--neutype-paper:#fff}
  html:has(.report){background:#fff;font-size:13.5px}
  h1{font-size:2.3rem}
  h2,h3,.lead{break-after:avoid}
  section{margin-top:9mm;break-inside:avoid}
  .page{break-before:page;margin-top:0}
  .lead{break-inside:avoid}
  .mistakes article{grid-template-columns:3.25rem minmax(0,1fr)}
  .mistakes h3 span{white-space:normal}
  .mistakes{gap:.9rem 1.5rem}
  .mistakes ul{gap:.3rem}
  .pair{display:flex;gap:1.5rem}
  .pair>*{flex:1 1 0;min-width:0}
  .curve{grid-template-columns:minmax(0,1.4fr) minmax(0,1fr)}
  .curve th,.curve td{padding:.3rem .2rem}
  .roc svg,.precision svg{max-width:270px}
  .sure{font-size:6.5pt}
  table{break-inside:avoid}
  th,td{padding:.3rem .4rem}
  .scroll{overflow:visible}
  .mistakes img{mix-blend-mode:normal}
}
`);
