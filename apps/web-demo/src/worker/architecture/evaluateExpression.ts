import { nearestName } from '@neutype/errors';
import { Network, nearestLayer } from '@neutype/layers';
import { ArchitectureError, quoted } from '../../shared/architecture/architectureError.js';
import {
  type Expression,
  type Operator,
  parseExpression,
} from '../../shared/architecture/parseExpression.js';

type Callable = (...args: unknown[]) => unknown;

/** A function that a line may call, and how many arguments TypeScript lets it have. */
export interface Signature {
  readonly call: Callable;
  readonly least: number;
  readonly most: number;
}

/** The functions that a line may call, by name. */
export type Scope = ReadonlyMap<string, Signature>;

/**
 * Evaluates one TypeScript expression made of calls, method calls `.to(…)`, literals and arithmetic, and nothing else:
 * no access to anything but the functions given in `scope`. What a person types is never passed to `eval`.
 *
 * @throws {ArchitectureError} for what is not such an expression; and whatever the called functions throw.
 */
export function evaluateExpression(source: string, scope: Scope): unknown {
  if (source.trim() === '') {
    throw new ArchitectureError('Write an architecture, such as input(784).to(softmax(10)).');
  }
  return evaluate(parseExpression(source).expression, scope);
}

function evaluate(node: Expression, scope: Scope): unknown {
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'list':
      return evaluateAll(node.items, scope);
    case 'options':
      return Object.fromEntries(node.entries.map(([name, value]) => [name, evaluate(value, scope)]));
    case 'sign': {
      const value = numberOf(node.operand, scope);
      return node.negative ? -value : value;
    }
    case 'arithmetic':
      return calculate[node.operator](numberOf(node.left, scope), numberOf(node.right, scope));
    case 'name':
      signatureOf(node.name, scope);
      throw new ArchitectureError(`${node.name} must be called: write ${node.name}(…).`);
    case 'call':
      return call(node.name, evaluateAll(node.args, scope), scope);
    case 'chain':
      return node.links.reduce<unknown>(
        (network, { items }) => networkOf(network).to(...(evaluateAll(items, scope) as [])),
        evaluate(node.first, scope),
      );
  }
}

function evaluateAll(nodes: readonly Expression[], scope: Scope): unknown[] {
  return nodes.map((node) => evaluate(node, scope));
}

const calculate: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

function numberOf(node: Expression, scope: Scope): number {
  const value = evaluate(node, scope);
  if (typeof value === 'number') return value;
  throw new ArchitectureError('Only numbers can be calculated with.');
}

function networkOf(value: unknown): Network {
  if (value instanceof Network) return value;
  throw new ArchitectureError('Layers stand behind a network: begin with input(784).');
}

function call(name: string, args: readonly unknown[], scope: Scope): unknown {
  const { call, least, most } = signatureOf(name, scope);
  if (args.length >= least && args.length <= most) return call(...args);
  throw new ArchitectureError(`${name}(…) takes ${countOf(least, most)}, got ${args.length}.`);
}

function countOf(least: number, most: number): string {
  if (least === most) return `${least} argument${least === 1 ? '' : 's'}`;
  if (most === Number.POSITIVE_INFINITY) return `${least} argument${least === 1 ? '' : 's'} or more`;
  return `${least} to ${most} arguments`;
}

function signatureOf(name: string, scope: Scope): Signature {
  const found = scope.get(name);
  if (found) return found;
  const names = [...scope.keys()];
  const layer = nearestLayer(name);
  const meant = layer !== undefined && scope.has(layer) ? layer : nearestName(name, names);
  throw new ArchitectureError(
    meant === undefined
      ? `There is no layer ${quoted(name)}. There are linear, relu, conv2d, maxPool2d, batchNorm, dropout, lstm and many more.`
      : `There is no layer ${quoted(name)}. Did you mean ${meant}?`,
  );
}
