import { BackendUnavailableError, type EngineCapabilities } from '@neutype/core';
import * as tf from '@tensorflow/tfjs-core';
import { Executor } from '../kernels/execute.js';
import { registerKernels } from '../kernels/registerKernels.js';
import { ResidentTensors } from '../kernels/residentTensors.js';
import { recordableBinding } from '../replay/recordableBinding.js';
import { stepRecording } from '../replay/recordStep.js';
import { explainLoadFailure } from './binding.js';
import { freeWrappedIds } from './freeWrappedIds.js';
import type { Installation } from './installations.js';
import { quietly } from './quietly.js';
import { applySettings } from './settings.js';
import { stagingOf } from './staging.js';
import { loadTensorflowBackend, type TensorflowBackend, TFJS_NODE_BACKEND } from './tensorflowBackend.js';

/** The backend in use, once there is one. */
let active: TensorflowBackend | undefined;

/**
 * Makes native TensorFlow tfjs's current backend: loads it the first time, or takes over the one that the program has
 * loaded itself by importing `@tensorflow/tfjs-node`.
 *
 * @throws BackendUnavailableError if the library cannot be loaded: with the reason and a remedy
 */
export async function activateInstallation(installation: Installation): Promise<void> {
  applySettings();
  active ??= quietly(installation.folder, () =>
    prepare((tf.findBackend(TFJS_NODE_BACKEND) as TensorflowBackend | null) ?? loadExplained(installation)),
  );
  await tf.setBackend(TFJS_NODE_BACKEND);
}

/** TensorFlow's version, once it is loaded. */
export function loadedTensorflow(): string | undefined {
  return active?.binding.TF_Version;
}

function prepare(backend: TensorflowBackend): TensorflowBackend {
  const binding = recordableBinding(backend.binding);
  Object.assign(backend, { binding });
  freeWrappedIds(backend);
  const executor = new Executor(backend, binding);
  const residents = new ResidentTensors(executor);
  registerKernels(executor, residents);
  const allocateStaging = stagingOf(executor);
  const capabilities: EngineCapabilities = {
    readsAreFree: true,
    ...(allocateStaging && { allocateStaging }),
    recordStep: stepRecording(backend, binding, residents),
  };
  return Object.assign(backend, capabilities);
}

function loadExplained(installation: Installation): TensorflowBackend {
  try {
    return loadTensorflowBackend(installation);
  } catch (error) {
    const { reason, remedy } = explainLoadFailure(error instanceof Error ? error.message : String(error));
    throw new BackendUnavailableError(
      { where: "useBackend('node')", expected: 'a TensorFlow library that loads', received: reason, remedy },
      { cause: error },
    );
  }
}
