import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { NotInitializedError } from '@neutype/core';
import { standardScaler } from '@neutype/datasets';
import { apply, flatten, input, layer, linear, relu, softmax } from '@neutype/layers';
import { type NdArray, ndarray, type TypedArray, zeros } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { mul } from '@tensorflow/tfjs-core';
import {
  load,
  networkToSafetensors,
  readSafetensors,
  save,
  saveOnnx,
  writeSafetensors,
} from '../../src/index.js';

type Tensors = Map<string, NdArray<TypedArray>>;
type Said = Record<string, unknown>;

function range(count: number, first = 1): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** The file of a small network, with its tensors and what it says changed. */
async function changed(
  change: (tensors: Tensors, said: Said) => void,
  name = 'digits.safetensors',
): Promise<File> {
  const network = input(4).to(relu(3), softmax(2));
  network.initialize(random(5));
  const scaler = standardScaler([
    [1, 2, 3, 4],
    [4, 3, 2, 2],
  ]);
  const pieces = await networkToSafetensors(network, { preparation: scaler, classes: ['a', 'b'] });
  const { metadata, tensors } = await readSafetensors(new Blob(pieces));
  const said = JSON.parse(metadata['neutype']!) as Said;
  const map = new Map(tensors);
  change(map, said);
  return new File(writeSafetensors(map, { neutype: JSON.stringify(said) }), name);
}

describe('load refuses a file', () => {
  it('whose tensors are not the parameters, and lists all that are missing, unexpected and misshapen', async () => {
    const file = await changed((tensors) => {
      tensors.delete('relu-1.bias');
      tensors.set('relu-1.weight', zeros([3, 4]));
      tensors.set('softmax-2.bias', zeros([2]));
      tensors.set('softmax-1.bias', zeros([3]));
    });
    await expect(load(file)).rejects.toThrow(
      'load, digits.safetensors: expected the parameters of its layers, got ' +
        "1 missing: 'relu-1.bias' [3]; 1 unexpected: 'softmax-2.bias' [2]; " +
        "2 of another shape: 'relu-1.weight', [3, 4] rather than [4, 3], 'softmax-1.bias', [3] rather than [2].",
    );
  });

  it('that is full of others, and does not name them all', async () => {
    const file = await changed((tensors) => {
      for (let index = 0; index < 13; index++) tensors.set(`more-${index}.bias`, zeros([1]));
    });
    await expect(load(file)).rejects.toThrow(/13 unexpected: .*'more-9.bias' \[1\] and 3 more\.$/);
  });

  it.each<[string, (tensors: Tensors, said: Said) => void, string]>([
    [
      'of a newer version',
      (_, said) => {
        said['version'] = 2;
      },
      'load, digits.safetensors: expected a file of version 1, got one of version 2. It was written by a newer version of Neutype: update neutype.',
    ],
    [
      'whose architecture is of a newer version',
      (_, said) => {
        (said['architecture'] as Said)['version'] = 2;
      },
      'load, digits.safetensors, networkFrom, version: expected 1, got 2. It was written by a newer version of Neutype',
    ],
    [
      'without an architecture',
      (_, said) => delete said['architecture'],
      'expected the architecture of its network',
    ],
    [
      'with a layer that nobody knows',
      (_, said) => {
        const { layers } = said['architecture'] as { layers: Said[] };
        layers[1]!['kind'] = 'magic';
      },
      "load, digits.safetensors, layer relu-1: expected a kind of layer that this version of Neutype knows, got 'magic'.",
    ],
    [
      'with too many classes',
      (_, said) => {
        said['classes'] = ['a', 'b', 'c'];
      },
      'load, digits.safetensors, classes: expected 2',
    ],
    [
      'without what its preparation has learned',
      (tensors) => tensors.delete('preparation/0/shift'),
      'The file is damaged',
    ],
    [
      'whose preparation divides by 0',
      (tensors) => tensors.set('preparation/1/factor', ndarray(new Float64Array(4), [4])),
      'expected a preparation: numbers other than 0, got 0 at 0.',
    ],
    [
      'whose preparation is unknown',
      (_, said) => {
        said['preparation'] = {
          'input-1': [{ method: 'magic', shift: 'preparation/0/shift', factor: 'preparation/1/factor' }],
        };
      },
      'expected a preparation: ',
    ],
    [
      'that says a preparation of no input',
      (_, said) => {
        said['preparation'] = { 'input-2': [] };
      },
      "expected a preparation of its inputs, got one of 'input-2'.",
    ],
  ])('%s', async (_, change, message) => {
    await expect(load(await changed(change))).rejects.toThrow(message);
  });

  it('of a checkpoint, and says how training goes on from it', async () => {
    const file = new Blob(writeSafetensors({ weight: zeros([2]) }, { kind: 'neutype checkpoint' }));
    await expect(load(file)).rejects.toThrow(
      'got a checkpoint of a training. Make the network and its optimizer anew: train(x, y, { checkpoint: directory, resume: true }) goes on',
    );
  });

  it('of tensors alone, and says how they are read', async () => {
    const file = new Blob(writeSafetensors({ weight: zeros([2]) }));
    await expect(load(file)).rejects.toThrow(
      'load, the file: expected a network, which save(network, file) writes, got tensors alone. readSafetensors(file) reads them',
    );
  });
});

it('a file whose numbers have another type, as other tools write them, is loaded', async () => {
  const file = await changed((tensors) => {
    tensors.set('relu-1.bias', ndarray(Float64Array.of(1.5, 2, -3), [3]));
  });
  const network = await load(file);
  expect([...(await network.parameter('relu-1.bias').read())]).toEqual([1.5, 2, -3]);
});

describe('save refuses', () => {
  it('a network that has no values yet', async () => {
    const saved = save(input(2).to(linear(1)), '/nowhere/at/all.safetensors');
    await expect(saved).rejects.toThrow(NotInitializedError);
    await expect(saved).rejects.toThrow(
      'save, parameter linear-1.weight: expected values, got none yet. Train the network first, or give it its first values: network.initialize(random(0)).',
    );
  });

  it('what is no network', async () => {
    await expect(save([] as never, 'x')).rejects.toThrow('save, network: expected a network');
  });

  it('an optimizer, and says where its network is', async () => {
    const optimizer = { network: input(2).to(linear(1)) };
    await expect(save(optimizer as never, 'x')).rejects.toThrow('Give its network: optimizer.network.');
  });

  it('a preparation that was fitted on other features than the network takes', async () => {
    const network = input([2, 2]).to(flatten(), softmax(3));
    network.initialize(random(1));
    const fitted = (features: number) => standardScaler([range(features), range(features, 7)]);
    const saved = save(network, 'x', { preparation: [{ divide: 255 }, fitted(3)] });
    await expect(saved).rejects.toThrow(
      'save, option preparation, standardScaler: expected one for the 4 features of a sample [2, 2], got one that was fitted on 3.',
    );
    await expect(saveOnnx(network, 'x', { preparation: { 'input-1': fitted(5) } })).rejects.toThrow(
      'saveOnnx, option preparation, input-1, standardScaler: expected one for the 4 features',
    );
    expect(await networkToSafetensors(network, { preparation: fitted(4) })).not.toEqual([]);
  });

  it('layers that a file cannot hold, with what to do', async () => {
    const applied = input(2).to(apply((x) => x));
    await expect(save(applied, 'x')).rejects.toThrow(
      "save, layer apply-1, fn: expected a plain value, which a file can hold, got a function. Make it a layer of your own, layer({ kind: 'name', settings: {}, forward }), and have load make it again: { layers: { name: () => … } }.",
    );
    const own = input(2).to(layer({ kind: 'double', forward: (x) => mul(x, 2) }));
    await expect(save(own, 'x')).rejects.toThrow("Write layer({ kind: 'double', settings: { … }, … })");
  });
});
