import { NdArray, type TypedArray } from '@neutype/ndarray';
import type { Checkpoint, CheckpointStore } from '../../src/index.js';

/** Keeps all checkpoints, as a file would: the state as text, and arrays as copies. */
export interface MemoryStore extends CheckpointStore {
  readonly kept: Kept[];
}

interface Kept extends Pick<Checkpoint, 'label' | 'tensors'> {
  readonly text: string;
}

export function memoryStore(kept: Kept[] = []): MemoryStore {
  return {
    name: 'the memory',
    kept,
    open: async () => {},
    newest: async () => {
      const last = kept.at(-1);
      return last && { label: last.label, tensors: copied(last.tensors), state: JSON.parse(last.text) };
    },
    write: async ({ label, state, tensors }) => {
      kept.push({ label, text: JSON.stringify(state), tensors: copied(tensors) });
    },
    close: async () => {},
  };
}

/** What a process leaves that is killed after so many checkpoints. */
export function leftAfter({ kept }: MemoryStore, checkpoints: number): MemoryStore {
  return memoryStore(kept.slice(0, checkpoints));
}

function copied(tensors: Checkpoint['tensors']): Map<string, NdArray<TypedArray>> {
  return new Map([...tensors].map(([name, { data, shape }]) => [name, new NdArray(data.slice(), shape)]));
}
