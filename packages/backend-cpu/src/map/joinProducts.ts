import type { MapInstruction, MapOperand, RegisterOperand } from './program.js';

/**
 * A product whose only use is a sum or a difference right after it becomes one instruction with that, which spares a pass
 * over the strip. It is rounded twice all the same: the bits stay.
 */
export function joinProducts(instructions: readonly MapInstruction[]): readonly MapInstruction[] {
  if (instructions.length === 1) return instructions;
  const joined: MapInstruction[] = [];
  for (let index = 0; index < instructions.length; index++) {
    const both = joinedWithNext(instructions, index);
    joined.push(both ?? instructions[index]!);
    if (both !== undefined) index++;
  }
  return joined;
}

function joinedWithNext(instructions: readonly MapInstruction[], index: number): MapInstruction | undefined {
  const [product, next] = [instructions[index]!, instructions[index + 1]];
  if (next === undefined || product.operation !== 'mul' || product.to.kind !== 'register') return undefined;
  if (next.operation !== 'add' && next.operation !== 'sub') return undefined;
  const { to } = product;
  const [left, right] = next.operands.map((operand) => isRegister(operand, to));
  if (left === right || isReadLater(instructions, index + 1, to)) return undefined;
  const other = next.operands[left ? 1 : 0]!;
  const operation = next.operation === 'add' ? 'productPlus' : left ? 'productMinus' : 'minusProduct';
  return { operation, operands: [...product.operands, other], to: next.to };
}

/** Whether an instruction after the one at `index` reads what is in the register now. */
function isReadLater(
  instructions: readonly MapInstruction[],
  index: number,
  register: RegisterOperand,
): boolean {
  if (isRegister(instructions[index]!.to, register)) return false;
  for (const { operands, to } of instructions.slice(index + 1)) {
    if (operands.some((operand) => isRegister(operand, register))) return true;
    if (isRegister(to, register)) return false;
  }
  return false;
}

function isRegister(operand: MapOperand, { register }: RegisterOperand): boolean {
  return operand.kind === 'register' && operand.register === register;
}
