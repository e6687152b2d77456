import { describe, expect, it } from '@jest/globals';
import { architectureProblem, buildNetwork } from '../src/architecture/buildNetwork.js';

describe('buildNetwork', () => {
  it('builds the tutorial network', () => {
    const network = buildNetwork('input(784).to(relu(500), relu(300), softmax(10))');
    expect(network.parameterCount).toBe(545_810);
  });

  it('builds what join joins, and convolutions', () => {
    const source = `join(input(784), reshape([28, 28, 1]), conv2d(4, 3, { padding: 'same' }), relu(), maxPool2d(2),
      flatten(), dropout(0.5), softmax(10))`;
    expect(architectureProblem(source)).toBeUndefined();
    expect(buildNetwork(source).outputShape).toEqual([10]);
  });

  it.each([
    ['input(784).to(relu(500)', /./],
    ['relu(500)', /begin with input/],
    ['input(784).to(rleu(500))', /no layer rleu. Did you mean relu\?/],
    ['input(784).to(dense(10))', /no layer dense. Did you mean linear\?/],
    ['input(784).to(lstm(10))', /no layer lstm. Choose from: input, join, linear/],
    ['input(784).to(relu)', /Call it: relu\(10\)/],
    ['input(784).to(reshape())', /reshape\(shape\): expected sizes from 1/],
    ['input(784).to(relu(1e9))', /expected at most 1,073,741,824 values/],
    ['join()', /expected a network to begin with/],
    ['input(784).to(relu(-5), softmax(10))', /relu/],
    ['input(784).to(relu(5, { wieght: 1 }), softmax(10))', /weight/],
    ['input(28).to(softmax(10))', /784 pixels, the input takes 28/],
    ['input(784).to(softmax(9))', /end with softmax\(10\)/],
    ['input(784).to(sigmoid(10))', /end with softmax\(10\)/],
    ['input(784).to(conv2d(8, 3))', /conv2d/],
  ])('says what is wrong with %s', (source, message) => {
    expect(architectureProblem(source)).toMatch(message);
  });
});
