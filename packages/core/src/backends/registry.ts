import { BackendUnavailableError, OptionError, shown } from '@neutype/errors';
import { engine, env, findBackend, getBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import { ensureOwnGradients, registerGradients } from '../gradients/registerGradients.js';
import { adviceOn } from './advice.js';

/** Whether a backend can run here, and if not, why and what to do. */
export interface BackendDiagnosis {
  readonly name: string;
  readonly available: boolean;
  /** What was found: the variant and thread count, the adapter, or the reason why it cannot run. */
  readonly detail: string;
  /** What would make it available: a full sentence. */
  readonly remedy?: string;
}

/** How a backend package makes its backend selectable. */
export interface BackendProvider {
  readonly name: string;
  /** Makes the backend tfjs's current one. Called only after a diagnosis that says it is available. */
  activate(): Promise<void>;
  diagnose(): Promise<BackendDiagnosis>;
}

const NOT_INITIALIZED = 'tfjs could not initialize it';

const providers: Map<string, BackendProvider> = new Map();

/** Makes a backend selectable by name; a later provider of the same name replaces the earlier one. */
export function registerBackendProvider(provider: BackendProvider): void {
  providers.set(provider.name, provider);
}

/** The names that {@link useBackend} knows: of providers, and of backends registered with tfjs itself. */
export function backendNames(): string[] {
  return [...new Set([...providers.keys(), ...Object.keys(engine().registryFactory)])];
}

/** The name of the backend in use; `undefined` before the first is activated. */
export function currentBackend(): string | undefined {
  return getBackend() || undefined;
}

/**
 * Activates a backend, for Neutype and for everything else that uses tfjs.
 *
 * @param name one of {@link backendNames}
 * @throws BackendUnavailableError if the name is unknown, or the backend cannot run here: with the reason and a remedy
 * @throws OptionError for what is no name
 *
 * @example
 * ```ts
 * import '@neutype/backend-cpu';
 * import { useBackend } from '@neutype/core';
 *
 * await useBackend('cpu');
 * ```
 */
export async function useBackend(name: string): Promise<void> {
  if (typeof name !== 'string') {
    throw new OptionError({ where: 'useBackend', expected: 'the name of a backend', received: shown(name) });
  }
  env().set('PROD', true); // tfjs would greet on the console otherwise
  registerGradients();
  const provider = providers.get(name);
  if (provider === undefined) return activateTfjsBackend(name);
  const { available, detail, remedy } = await provider.diagnose();
  if (!available) throw unavailable(name, detail, remedy);
  await provider.activate();
}

/**
 * Waits until there is a backend to work on: the one in use, else the best that is registered with tfjs, else the
 * first that a package provides.
 *
 * @throws BackendUnavailableError where there is none
 */
export async function ensureBackend(): Promise<void> {
  ensureOwnGradients();
  const [first] = backendNames();
  if (first === undefined) {
    throw new BackendUnavailableError({
      where: 'tensors',
      expected: 'a backend to compute them',
      received: 'none',
      remedy: "Write import '@neutype/backend-cpu', or import from 'neutype', which brings it.",
    });
  }
  if (Object.keys(engine().registryFactory).length === 0) await useBackend(first);
  try {
    await ready();
  } catch (cause) {
    throw await noneRuns(cause);
  }
}

async function noneRuns(cause: unknown): Promise<BackendUnavailableError> {
  const diagnoses = await diagnoseBackends();
  const reasons = diagnoses.map(({ name, detail }) => `${name} (${detail})`).join(', ');
  const remedies = diagnoses.flatMap(({ remedy }) => remedy ?? []);
  return new BackendUnavailableError(
    {
      where: 'tensors',
      expected: 'a backend to compute them',
      received: `none that can run here: ${reasons}`,
      ...(remedies.length > 0 && { remedy: remedies.join(' ') }),
    },
    { cause },
  );
}

/** Asks every known backend whether it can run here. Activates none. */
export async function diagnoseBackends(): Promise<BackendDiagnosis[]> {
  env().set('PROD', true);
  return Promise.all(
    backendNames().map(async (name) => providers.get(name)?.diagnose() ?? diagnoseTfjsBackend(name)),
  );
}

/**
 * The backend in use and what its provider says of it, in one line for a log: `cpu (WebAssembly, variant simd, 2
 * threads)`. `undefined` before the first is activated.
 */
export async function describeBackend(): Promise<string | undefined> {
  const name = currentBackend();
  const provider = name === undefined ? undefined : providers.get(name);
  return provider === undefined ? name : `${name} (${(await provider.diagnose()).detail})`;
}

/** tfjs starts a backend to find out; null means that it takes its time. */
function diagnoseTfjsBackend(name: string): BackendDiagnosis {
  const started = findBackend(name) as object | null | undefined;
  if (started) return { name, available: true, detail: 'a backend of tfjs' };
  if (started === null) {
    return { name, available: true, detail: 'a backend of tfjs that starts asynchronously: not tried' };
  }
  return { name, available: false, detail: NOT_INITIALIZED };
}

async function activateTfjsBackend(name: string): Promise<void> {
  if (!Object.hasOwn(engine().registryFactory, name)) {
    throw new BackendUnavailableError({
      where: `useBackend('${name}')`,
      expected: `a backend that is there (${backendNames().join(', ') || 'none is'})`,
      received: `'${name}'`,
      remedy: adviceOn(name, backendNames()),
    });
  }
  if (!(await setBackend(name))) throw unavailable(name, NOT_INITIALIZED, undefined);
}

function unavailable(name: string, detail: string, remedy: string | undefined): BackendUnavailableError {
  return new BackendUnavailableError({
    where: `useBackend('${name}')`,
    expected: 'a backend that can run here',
    received: detail,
    ...(remedy === undefined ? {} : { remedy }),
  });
}
