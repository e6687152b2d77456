import { create } from '@bufbuild/protobuf';
import type { Parameter } from '@neutype/core';
import type { PlacedLayer } from '@neutype/layers';
import { type GraphProto, GraphProtoSchema } from '../../proto/onnx_pb.js';
import type { GraphWriter } from '../graphWriter.js';
import { presentNumbers } from '../presentSteps.js';
import { choiceOf, isSet, maskValueOf } from '../settings.js';
import type { Value } from '../value.js';
import { floatInfo } from '../valueInfo.js';
import { gateActivationsOf, gateOf, resetsBefore } from './gates.js';
import { type Recurrence, statesBefore, zeroState } from './states.js';

/**
 * A recurrent layer as a loop over its steps, for what ONNX's operators do not do: padding anywhere, over which the state
 * stays, the cell after each step, and gates with an activation of their own.
 */
export function scanned(recurrence: Recurrence): Value {
  const { graph, layer, sequence } = recurrence;
  const maskValue = maskValueOf(layer);
  const states = statesBefore(recurrence).map((state) => state ?? zeroState(recurrence));
  const present =
    maskValue === undefined
      ? []
      : [presentNumbers(graph, sequence, maskValue, { keepdims: true, layout: 'time' })];
  const steps = [projected(recurrence), ...present];
  const direction = isSet(layer, 'backwards') ? 1 : 0;
  const givesAll = isSet(layer, 'returnSequences');
  const used = [...states, ...(givesAll ? ['all'] : [])].map(() => true);
  const outputs = graph.ops('Scan', [...states, ...steps], used, {
    body: { graph: bodyOf(recurrence, states.length, steps.length) },
    num_scan_inputs: steps.length,
    scan_input_directions: steps.map(() => direction),
    scan_output_directions: givesAll ? [direction] : undefined,
  });
  if (givesAll) return graph.value(outputs.at(-1) as string, layer.outputShape, 'time');
  return graph.value(joined(graph, layer, outputs), layer.outputShape);
}

/** What comes out of a state: the hidden part, or the cell behind it. */
function joined(graph: GraphWriter, layer: PlacedLayer, state: readonly string[]): string {
  return isSet(layer, 'returnCell') ? graph.op('Concat', state, { axis: 1 }) : (state[0] as string);
}

/** What comes of the inputs, of all steps in one product. */
function projected({ graph, layer, x }: Recurrence): string {
  const { inputWeight, bias } = layer.parameters as Record<string, Parameter>;
  const product = graph.op('MatMul', [x, graph.parameter(inputWeight as Parameter)]);
  return bias === undefined ? product : graph.op('Add', [product, graph.parameter(bias)]);
}

/** One step: states, what comes of the input and whether it is one go in; states and what comes out of the layer go out. */
function bodyOf(recurrence: Recurrence, stateCount: number, stepCount: number): GraphProto {
  const body = recurrence.graph.body();
  const named = (name: string) => body.freeName(`${recurrence.layer.name}/${name}`);
  const before = Array.from({ length: stateCount }, () => named('state'));
  const [z, present] = Array.from({ length: stepCount }, () => named('step')) as [string, string?];
  const step: Step = { body, recurrence, z, before };
  const next = CELLS[recurrence.layer.kind]?.(step) as readonly string[];
  const after = next.map((state, index) => kept(body, present, state, before[index] as string));
  const givesAll = isSet(recurrence.layer, 'returnSequences');
  const y = givesAll ? [body.op('Identity', [joined(body, recurrence.layer, after)])] : [];
  return create(GraphProtoSchema, {
    name: named('body'),
    node: body.nodes,
    input: [...before, z, ...(present === undefined ? [] : [present])].map((name) => floatInfo(name)),
    output: [...after, ...y].map((name) => floatInfo(name)),
  });
}

function kept(body: GraphWriter, present: string | undefined, state: string, before: string): string {
  if (present === undefined) return state;
  return body.op('Where', [body.op('Greater', [present, body.scalar(0.5)]), state, before]);
}

interface Step {
  readonly body: GraphWriter;
  readonly recurrence: Recurrence;
  readonly z: string;
  readonly before: readonly string[];
}

/** The states after a step. */
const CELLS: Readonly<Record<string, (step: Step) => readonly string[]>> = {
  'simple-rnn': ({ body, recurrence, z, before: [hidden] }) => {
    const [activation] = gateActivationsOf(recurrence.layer) as [string];
    return [gateOf(body, body.op('Add', [z, ofState(body, recurrence, hidden as string)]), activation)];
  },
  lstm: lstmStep,
  gru: gruStep,
};

function ofState(body: GraphWriter, { layer }: Recurrence, hidden: string): string {
  return body.op('MatMul', [hidden, body.parameter(layer.parameters['hiddenWeight'] as Parameter)]);
}

function parts(body: GraphWriter, { units }: Recurrence, x: string, count: number): string[] {
  const sizes = body.ints(new Array<number>(count).fill(units));
  return body.ops('Split', [x, sizes], new Array<boolean>(count).fill(true), { axis: -1 });
}

function lstmStep({ body, recurrence, z, before }: Step): readonly string[] {
  const { parameters } = recurrence.layer;
  const [hidden, cell] = before as [string, string];
  const [toInput, toForget, toCell, toOutput] = gateActivationsOf(recurrence.layer) as [
    string,
    string,
    string,
    string,
  ];
  const sum = body.op('Add', [z, ofState(body, recurrence, hidden)]);
  const [zi, zf, zg, zo] = parts(body, recurrence, sum, 4) as [string, string, string, string];
  const seeing = (x: string, name: string, seen: string) => {
    const peephole = parameters[name];
    return peephole === undefined ? x : body.op('Add', [x, body.op('Mul', [seen, body.parameter(peephole)])]);
  };
  const input = gateOf(body, seeing(zi, 'inputPeephole', cell), toInput);
  const forget = gateOf(body, seeing(zf, 'forgetPeephole', cell), toForget);
  const entering = body.op('Mul', [input, gateOf(body, zg, toCell)]);
  const next = body.op('Add', [body.op('Mul', [forget, cell]), entering]);
  const output = gateOf(body, seeing(zo, 'outputPeephole', next), toOutput);
  return [body.op('Mul', [output, body.op('Tanh', [next])]), next];
}

function gruStep({ body, recurrence, z, before }: Step): readonly string[] {
  const { layer } = recurrence;
  const [hidden] = before as [string];
  const [toReset, toUpdate, toHidden] = gateActivationsOf(layer) as [string, string, string];
  const [zr, zu, zh] = parts(body, recurrence, z, 3) as [string, string, string];
  const { qr, qu, qh } = productsOfState(body, recurrence, hidden);
  const reset = gateOf(body, body.op('Add', [zr, qr]), toReset);
  const update = gateOf(body, body.op('Add', [zu, qu]), toUpdate);
  const candidate = gateOf(body, body.op('Add', [zh, qh(reset)]), toHidden);
  const keeps = choiceOf(layer, 'updateGate', ['replaces', 'keeps']) === 'keeps';
  const [from, to] = keeps ? [candidate, hidden] : [hidden, candidate];
  return [body.op('Add', [from, body.op('Mul', [update, body.op('Sub', [to, from])])])];
}

/** What a state adds to the gates of a gru, and to its candidate by the reset gate. */
interface ProductsOfState {
  readonly qr: string;
  readonly qu: string;
  qh(reset: string): string;
}

function productsOfState(body: GraphWriter, recurrence: Recurrence, hidden: string): ProductsOfState {
  const { layer } = recurrence;
  if (resetsBefore(layer)) return productsOfResetState(body, recurrence, hidden);
  const { hiddenBias } = layer.parameters;
  const product = ofState(body, recurrence, hidden);
  const q = hiddenBias === undefined ? product : body.op('Add', [product, body.parameter(hiddenBias)]);
  const [qr, qu, whole] = parts(body, recurrence, q, 3) as [string, string, string];
  return { qr, qu, qh: (reset) => body.op('Mul', [reset, whole]) };
}

function productsOfResetState(body: GraphWriter, recurrence: Recurrence, hidden: string): ProductsOfState {
  const weight = body.parameter(recurrence.layer.parameters['hiddenWeight'] as Parameter);
  const [toReset, toUpdate, toHidden] = parts(body, recurrence, weight, 3) as [string, string, string];
  return {
    qr: body.op('MatMul', [hidden, toReset]),
    qu: body.op('MatMul', [hidden, toUpdate]),
    qh: (reset) => body.op('MatMul', [body.op('Mul', [reset, hidden]), toHidden]),
  };
}
