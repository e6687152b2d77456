import { DataError, shown } from '@neutype/errors';
import { isRecord } from '../isRecord.js';
import { MASK_ARGUMENTS } from './maskOperations.js';

/** One output of one call of a layer. */
export interface Reference {
  readonly layer: string;
  /** Which call of the layer, from 0. */
  readonly call: number;
  /** Which of its outputs, from 0. */
  readonly output: number;
}

/** What each call of a layer takes, as Keras 2, Keras 3 and tfjs write it. @throws DataError for anything else */
export function callsOf(inboundNodes: unknown, where: string): readonly (readonly Reference[])[] {
  if (!Array.isArray(inboundNodes)) throw unreadable(where, inboundNodes);
  return inboundNodes.map((node) => inputsOf(node, where));
}

/** `input_layers` or `output_layers`: a list of references, or one alone. */
export function endsOf(value: unknown, where: string): readonly Reference[] {
  const list = isRecord(value) ? Object.values(value) : value;
  if (!Array.isArray(list) || list.length === 0) throw unreadable(where, value);
  return typeof list[0] === 'string'
    ? [referenceOf(list, where)]
    : list.map((one) => referenceOf(one, where));
}

/** What a call of a layer says beside its inputs, as Keras 3 writes it. */
export function callOptionsOf(inboundNodes: unknown, call: number): Readonly<Record<string, unknown>> {
  const node: unknown = Array.isArray(inboundNodes) ? inboundNodes[call] : undefined;
  const options = isRecord(node) ? node['kwargs'] : undefined;
  return isRecord(options) ? options : {};
}

function inputsOf(node: unknown, where: string): readonly Reference[] {
  if (isRecord(node)) return tensorsOf(node, where);
  if (!Array.isArray(node)) throw unreadable(where, node);
  return typeof node[0] === 'string'
    ? [referenceOf(node, where)]
    : node.map((one) => referenceOf(one, where));
}

/** `['dense_1', 0, 0, {}]` */
function referenceOf(value: unknown, where: string): Reference {
  if (!Array.isArray(value)) throw unreadable(where, value);
  const [layer, call, output, others] = value as readonly unknown[];
  const isCount = (one: unknown) => Number.isSafeInteger(one) && (one as number) >= 0;
  if (typeof layer !== 'string' || !isCount(call) || !isCount(output)) throw unreadable(where, value);
  if (isRecord(others)) refuseTensors(others, where);
  return { layer, call: call as number, output: output as number };
}

/** Keras 3's form: the arguments of the call, tensors and lists of them. */
function tensorsOf(node: Readonly<Record<string, unknown>>, where: string): readonly Reference[] {
  const { args, kwargs } = node;
  if (!Array.isArray(args)) throw unreadable(where, node);
  if (isRecord(kwargs)) refuseTensors(kwargs, where);
  return args.flat().map((tensor) => {
    const config = isRecord(tensor) ? tensor['config'] : undefined;
    return referenceOf(isRecord(config) ? config['keras_history'] : undefined, where);
  });
}

/** A call that takes tensors by name takes more than its inputs: an initial state, a mask. */
function refuseTensors(named: Readonly<Record<string, unknown>>, where: string): void {
  const found = Object.entries(named).find(
    ([name, value]) => typeof value === 'object' && value !== null && !MASK_ARGUMENTS.includes(name),
  );
  if (found === undefined) return;
  throw new DataError({
    where,
    expected: 'a call with inputs alone',
    received: `${shown(found[0])} beside them`,
    remedy: 'Build this network here, and load the weights by themselves.',
  });
}

function unreadable(where: string, received: unknown): DataError {
  return new DataError({
    where,
    expected: 'what the layer takes its inputs from',
    received: shown(received),
  });
}
