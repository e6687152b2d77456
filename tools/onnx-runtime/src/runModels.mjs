/**
 * ONNX Runtime in a thread of its own: it compares arrays with the global classes, which are others among jest's tests.
 * Takes `{ model, runs }` and gives the outputs of each run, or the message of what went wrong.
 */
import { parentPort } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';

parentPort.on('message', async ({ model, runs }) => {
  try {
    parentPort.postMessage({ outputs: await runAll(model, runs) });
  } catch ({ message }) {
    parentPort.postMessage({ message });
  }
});

async function runAll(model, runs) {
  const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
  const outputs = [];
  for (const inputs of runs) outputs.push(plain(await session.run(tensors(inputs))));
  await session.release();
  return outputs;
}

function tensors(inputs) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { data, dims }]) => {
      const isWhole = data instanceof BigInt64Array;
      return [name, new Tensor(isWhole ? 'int64' : 'float32', data, dims)];
    }),
  );
}

function plain(outputs) {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data, dims }]) => [name, { data: [...data], dims: [...dims] }]),
  );
}
