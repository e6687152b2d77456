import { describe, expect, it } from '@jest/globals';
import { architectureProblem, buildNetwork } from '../src/worker/architecture/buildNetwork.js';

describe('buildNetwork', () => {
  it('builds the tutorial network', () => {
    const network = buildNetwork('input(784).to(relu(500), relu(300), softmax(10))');
    expect(network.parameterCount).toBe(545_810);
  });

  it.each([
    `join(input(784), reshape([28, 28, 1]), conv2d(4, 3, { padding: 'same' }), relu(), maxPool2d(2),
      flatten(), dropout(0.5), softmax(10))`,
    'input([28,28,1]).to(conv2d(8,3), relu(), maxPool2d(2), flatten(), softmax(10))',
    'input([28, 28]).to(flatten(), softmax(10))',
    'input([1, 28, 28]).to(flatten(), softmax(10))',
    'input(28*28).to(linear(64, { weight: heNormal() }), batchNorm()).to(tanh(), softmax(10))',
    `input([28, 28, 1]).to(
      conv2d(32, 3, { bias: null }), // as Biome formats it
      batchNorm(),
      relu(),
      flatten(),
      softmax(10),
    );`,
  ])('builds %s', (source) => {
    expect(architectureProblem(source)).toBeUndefined();
    expect(buildNetwork(source).outputShape).toEqual([10]);
  });

  it.each([
    ['input(784).to(relu(500)', /but the line ends/],
    ['input(784).to(relu(500) softmax(10))', /Expected a comma or \), got softmax/],
    ['relu(500)', /begin with input/],
    ['input(784).to(rleu(500))', /no layer rleu. Did you mean relu\?/],
    ['input(784).to(dense(500))', /Did you mean linear\?/],
    ['input(784).to(relu(-5), softmax(10))', /relu/],
    ['input(784).to(relu(5, { wieght: 1 }), softmax(10))', /weight/],
    ['input(28).to(softmax(10))', /784 pixels, the input takes 28/],
    ['input([28, 28, 1]).to(gelu(20), softmax(10))', /gives \[\?, 28, 28, 10\], .* put flatten\(\) before/],
    ['input([14, 56]).to(flatten(), softmax(10))', /28 × 28 pixels, the input takes \[14, 56\]/],
    ['input(784).to(softmax(9))', /end with softmax\(10\)/],
    ['input(784).to(sigmoid(10))', /end with softmax\(10\)/],
    ['input(784).to(conv2d(8, 3))', /conv2d/],
    ['input(784).foo(softmax(10))', /no \.foo here/],
    ['join()', /join\(…\) takes 1 argument or more, got 0/],
    ['join(relu(10), relu(20))', /begin with input/],
    ['relu(10).to(relu(20))', /begin with input\(784\)/],
    ['input(784).to(qqq(10))', /no layer qqq. There are linear, relu, conv2d, .* and many more/],
    ['input(784).to(lstm(10))', /layer lstm-1: expected a sequence/],
    ['input(784).to(crop(), softmax(10))', /crop\(…\) takes 1 to 2 arguments, got 0/],
    ['input(784).to(flatten({}, 5), softmax(10))', /flatten\(…\) takes 0 to 1 arguments, got 2/],
    ['input(784).to(relu(1e5), softmax(10))', /has 79.5 million parameters; this page trains up to 50/],
    ['input(784).to(relu(1e9), softmax(10))', /expected at most 1,073,741,824 values/],
    [
      'input([28, 28, 1]).to(conv2d(10000, 1), flatten(), softmax(10))',
      /78.4 million parameters; this page trains up to 50 million/,
    ],
    [
      'input([28, 28, 1]).to(conv2d(2000, 1), maxPool2d(28), flatten(), softmax(10))',
      /conv2d-1 gives 1.57 million values for each image/,
    ],
  ])('says what is wrong with %s', (source, message) => {
    expect(architectureProblem(source)).toMatch(message);
  });
});
