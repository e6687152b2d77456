import { random } from '@neutype/random';
import { onnxBytes } from '@neutype/storage';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import '@neutype/backend-cpu';
import { networks } from '../engine/networks.js';
import { answersWorkload } from '../workloads/answers.js';
import type { NetworkName } from '../workloads/networks.js';
import { someValues } from '../workloads/values.js';
import { serve, type Workload } from './serve.js';

/** ONNX Runtime on as many threads as the first argument says, with our networks as ONNX files. */
const threads = Number(process.argv[2] ?? 1);

async function predictWorkload(name: NetworkName, images: number): Promise<Workload> {
  const network = networks[name]();
  network.initialize(random(0));
  const model = new Uint8Array(await new Blob(await onnxBytes(network)).arrayBuffer());
  const session = await InferenceSession.create(model, { intraOpNumThreads: threads });
  const [input = ''] = session.inputNames;
  const x = new Tensor('float32', someValues(images * 784), [images, ...network.inputShape]);
  return answersWorkload(images, () => session.run({ [input]: x }));
}

void serve({
  about: () => `ONNX Runtime, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
  workloads: {
    predict: ({ network, images }) => predictWorkload(network as NetworkName, images as number),
  },
});
