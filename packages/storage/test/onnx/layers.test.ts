import { describe, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { exampleName, layerExamples } from '@neutype/layer-examples';
import { input, type Network } from '@neutype/layers';
import { drawValues, expectSameOutputs } from '@neutype/onnx-runtime';
import { onnxBytes } from '../../src/index.js';

/** What ONNX has no operators for. */
const NOT_SAID = ['apply'];

describe('a layer written as ONNX gives the same outputs in ONNX Runtime:', () => {
  for (const example of layerExamples.filter(({ layer }) => !NOT_SAID.includes(layer))) {
    it(exampleName(example), async () => {
      const network = input(example.inputShape).to(example.make()) as Network;
      await drawValues(network, 7);
      await expectSameOutputs(network, await onnxBytes(network), example.indices);
    });
  }
});
