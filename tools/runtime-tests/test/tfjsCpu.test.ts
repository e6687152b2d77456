import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { describeContract } from './describeContract.js';

beforeAll(() => useBackend('cpu'));

describe("tfjs's own CPU backend", () => describeContract());
