import type { MapLayout } from '../map/layout.js';
import type { MapOperation } from '../map/operations.js';
import type { MapDestination, MapInstruction, MapOperand } from '../map/program.js';

/** Where a value is: the number of a constant, of an input or of a tensor in the program's layout, or of a register. */
export interface Place {
  readonly kind: 'constant' | 'input' | 'tensor' | 'register';
  readonly number: number;
}

/** All of a program that its code depends on: no addresses, numbers or sizes. */
export interface Structure {
  readonly constants: number;
  readonly inputs: number;
  /** Of each tensor, whether it holds conditions. */
  readonly tensors: readonly boolean[];
  readonly instructions: readonly {
    readonly operation: MapOperation;
    readonly operands: readonly Place[];
    readonly to: Place;
  }[];
  /** What the function sums, if it does. */
  readonly summed?: Place | undefined;
}

export function structureOf(
  instructions: readonly MapInstruction[],
  layout: MapLayout,
  summed: MapOperand | undefined,
): Structure {
  const { constants, inputs, tensors } = layout;
  const numbers = new Map(tensors.map(({ address }, number) => [address, number]));
  function placeOf(place: MapOperand | MapDestination): Place {
    if (place.kind === 'register') return { kind: 'register', number: place.register };
    const constant = (constants as readonly unknown[]).indexOf(place);
    if (constant >= 0) return { kind: 'constant', number: constant };
    const input = inputs.findIndex(({ operand }) => operand === place);
    if (input >= 0) return { kind: 'input', number: input };
    if (place.kind === 'tensor') return { kind: 'tensor', number: numbers.get(place.address)! };
    throw new Error(`A layout without an operand: ${JSON.stringify(place)}`);
  }
  return {
    constants: constants.length,
    inputs: inputs.length,
    tensors: tensors.map(({ dtype }) => dtype === 'bool'),
    instructions: instructions.map(({ operation, operands, to }) => ({
      operation,
      operands: operands.map(placeOf),
      to: placeOf(to),
    })),
    summed: summed && placeOf(summed),
  };
}
