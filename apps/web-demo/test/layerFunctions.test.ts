import { expect, it } from '@jest/globals';
import { layerNames } from '@neutype/layers';
import { buildNetwork } from '../src/worker/architecture/buildNetwork.js';
import { layerFunctions } from '../src/worker/architecture/layerFunctions.js';

it('a line may call every layer but those made of functions', () => {
  const missing = layerNames.filter((name) => !layerFunctions.has(name));
  expect(missing).toEqual(['apply']);
});

it.each([
  'input([28, 28, 1]).to(depthwiseConv2d(3), groupNorm(1), silu(), globalAvgPool(), softmax(10))',
  'input([28, 28]).to(bidirectional(lstm(8)), layerNorm(), softmax(10))',
  'input([28, 28]).to(linear(8), positionEmbedding(28), transformerBlock(2, { hidden: 16 }), flatten(), softmax(10))',
])('reads %s', (line) => {
  expect(buildNetwork(line).outputShape).toEqual([10]);
});
