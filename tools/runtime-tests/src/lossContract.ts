import { valueAndGradients } from '@neutype/core';
import { type Loss, type LossName, resolveLoss } from '@neutype/losses';
import { dispose, variable } from '@tensorflow/tfjs-core';
import type { ContractCase } from './contractCase.js';
import { expectClose, expectNoLeak } from './expect.js';
import golden from './golden/losses.json' with { type: 'json' };
import { type Packed, unpack } from './packed.js';

interface GoldenLoss {
  /** The loss, with `from logits` behind it where it is taken before the last activation. */
  readonly name: string;
  readonly targets: Packed;
  readonly outputs: Packed;
  readonly loss: number;
  readonly gradient: Packed;
}

/** Every loss and its gradient against PyTorch's. */
export const lossContract: readonly ContractCase[] = (golden as readonly GoldenLoss[]).map((goldenLoss) => ({
  group: 'losses agree with PyTorch',
  name: goldenLoss.name,
  run: () => expectNoLeak(() => checkLoss(goldenLoss)),
}));

async function checkLoss({ name, targets, outputs, loss, gradient }: GoldenLoss): Promise<void> {
  const measure = measureOf(name);
  const wanted = unpack(targets);
  const initial = unpack(outputs);
  const given = variable(initial);
  const { value, gradients } = valueAndGradients(() => measure(wanted, given), [given]);
  try {
    expectClose('loss', await value.data(), [loss]);
    expectClose('gradient', await gradients[0]!.data(), gradient.values);
  } finally {
    dispose([value, gradients[0]!, wanted, initial]);
    given.dispose();
  }
}

function measureOf(name: string): Loss['compute'] {
  const [lossName, logits] = name.split(' from ') as [LossName, string?];
  const loss = resolveLoss(lossName);
  if (logits === undefined) return loss.compute;
  const { softmax, sigmoid } = loss.fromLogits!;
  return (softmax ?? sigmoid)!.compute;
}
