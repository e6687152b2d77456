import { logSoftmax, softmax } from '@neutype/layers';
import { BATCH } from '../atoms.js';
import type { NodeReading, Value } from '../node.js';
import type { StepDefinition } from '../step.js';
import { asPlaced, withLast } from '../view.js';
import { softmaxed } from './scores.js';

/** Softmax or LogSoftmax. Before version 13 it went along all axes from one on. */
export function probabilities(node: NodeReading): readonly Value[] {
  const { attributes, operator, opset, trunk } = node;
  const [given] = node.inputs;
  const axis = attributes.int('axis', opset < 13 ? 1 : -1);
  if (given?.kind === 'scores') {
    if (operator !== 'Softmax') throw node.error('a softmax of scores', operator);
    return [softmaxed(node, given, axis)];
  }
  const view = trunk.settled(node.view(0));
  const from = node.axis(axis, view.axes.length);
  const along = opset < 13 ? view.axes.slice(from).flat() : view.axes[from]!;
  if (along.includes(BATCH)) throw node.error('an axis other than that of the samples');
  const make = operator === 'Softmax' ? softmax : logSoftmax;
  const place = view.placed.findIndex(
    (atoms) => atoms.length === along.length && atoms.every((atom) => along.includes(atom)),
  );
  const name = operator === 'Softmax' ? 'softmax' : 'logSoftmax';
  if (place > 0 && place < view.placed.length - 1) {
    return [trunk.along(view, (step): StepDefinition => ({ layer: make({ axis: place }), inputs: [step] }))];
  }
  const features = asPlaced(view, along);
  const lying = trunk.arrangedView(view, withLast(view, features));
  return [
    trunk.along(
      lying,
      (step): StepDefinition => ({
        layer: make(),
        inputs: [step],
        activation: { name, withUnits: (units, options) => make(units, options) },
      }),
    ),
  ];
}
