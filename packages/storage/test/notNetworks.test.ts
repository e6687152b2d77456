import { expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import {
  importKerasWeights,
  importTorchWeights,
  kerasCode,
  kerasWeights,
  modelJson,
  networkToSafetensors,
  onnxBytes,
  save,
  saveKerasWeights,
  saveModelJson,
  saveOnnx,
  saveTorchWeights,
  torchCode,
  torchWeights,
} from '../src/index.js';

const FUNCTIONS = {
  torchWeights,
  importKerasWeights,
  importTorchWeights,
  kerasCode,
  kerasWeights,
  modelJson,
  networkToSafetensors,
  onnxBytes,
  save,
  saveKerasWeights,
  saveModelJson,
  saveOnnx,
  saveTorchWeights,
  torchCode,
};

it.each(Object.entries(FUNCTIONS))('%s refuses what is no network, and says so', async (_, work) => {
  const given = async () => work({} as never, 'x.weights.h5' as never);
  await expect(given()).rejects.toThrow(/, network: expected a network, got an object\./);
});
