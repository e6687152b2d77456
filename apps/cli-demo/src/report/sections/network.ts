import type { Network } from '@neutype/layers';
import { type Plot, plotWeights } from '@neutype/plots';
import { figure } from '../figure.js';
import { type Html, html } from '../html.js';
import { count, counted } from '../words.js';

const IMAGE = [28, 28] as const;
const UNITS = 20;

/** The network, layer by layer, and what its first units look for. */
export async function networkSection(network: Network, { isUsable }: { isUsable: boolean }): Promise<Html> {
  const total = network.parameterCount;
  return html`<section${isUsable && html` class="page"`}>
<h2>The network</h2>
<ol class="layers">
${network.layers.map((layer) => layerOf(layer, total))}
</ol>
${isUsable && (await weightsFigure(network))}
</section>`;
}

function layerOf({ kind, outputShape, parameters = {} }: Network['layers'][number], total: number): Html {
  const own = Object.values(parameters).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return html`<li><b>${outputShape.join('×')}</b> <span>${TITLES[kind] ?? kind}</span> <span class="note">${
    own === 0
      ? 'no parameters'
      : `${counted(own, 'parameter')}, ${((100 * own) / total).toFixed(own === total ? 0 : 1)}%`
  }</span></li>
`;
}

const TITLES: Readonly<Record<string, string>> = {
  input: 'pixels go in',
  relu: 'units, relu',
  softmax: 'probabilities, softmax',
};

async function weightsFigure(network: Network): Promise<Html> {
  const plot = await plotFirstWeights(network, UNITS);
  const units = firstWeight(network).shape[1]!;
  return figure(plot, {
    id: 'weights',
    width: 620,
    caption: html`What the first layer looks for: the ${Math.min(UNITS, units)} of its ${count(units)} units with the largest weights. Ink where a picture is red excites the unit, ink where it is blue quiets it.`,
  });
}

/** The weights of the units of the first layer that has any, those with the largest ones first. */
export async function plotFirstWeights(network: Network, most: number): Promise<Plot> {
  const weight = firstWeight(network);
  const [inputs, units] = weight.shape as [number, number];
  const data = await weight.read();
  const sizes = Array.from({ length: units }, (_, unit) =>
    Array.from({ length: inputs }, (_, input) => data[input * units + unit]! ** 2).reduce((a, b) => a + b, 0),
  );
  const chosen = sizes
    .map((size, unit) => ({ size, unit }))
    .sort((a, b) => b.size - a.size)
    .slice(0, most);
  const values = Array.from({ length: inputs }, (_, input) =>
    chosen.map(({ unit }) => data[input * units + unit]!),
  );
  return plotWeights(values, { shape: IMAGE, count: most });
}

function firstWeight(network: Network): Network['parameters'][number] {
  const weight = network.parameters.find(({ shape }) => shape.length === 2);
  if (weight === undefined) throw new Error('The network of the tutorial has a dense layer first.');
  return weight;
}
