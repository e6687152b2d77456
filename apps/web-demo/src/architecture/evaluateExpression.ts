import objectLiterals, { type ObjectExpression, type Property } from '@jsep-plugin/object';
import { nearestLayer } from '@neutype/layers';
import jsep from 'jsep';

jsep.plugins.register(objectLiterals);

type Callable = (...args: unknown[]) => unknown;
type Scope = Readonly<Record<string, Callable>>;
type Expression = jsep.CoreExpression | ObjectExpression;

/**
 * Evaluates one JavaScript expression made of calls, method calls `.to(…)` and literals, and nothing else: no
 * access to anything but the functions given in `scope`. What a person types is never passed to `eval`.
 *
 * @throws {SyntaxError} for what is not such an expression; and whatever the called functions throw.
 */
export function evaluateExpression(source: string, scope: Scope): unknown {
  if (source.trim() === '')
    throw new SyntaxError('Write an architecture, such as input(784).to(softmax(10)).');
  return evaluate(jsep(source), scope);
}

function evaluate(expression: jsep.Expression | null, scope: Scope): unknown {
  const node = expression as Expression | null;
  switch (node?.type) {
    case 'Literal':
      return node.value;
    case 'ArrayExpression':
      return evaluateAll(node.elements, scope);
    case 'ObjectExpression':
      return evaluateObject(node, scope);
    case 'UnaryExpression':
      return negate(node, scope);
    case 'Identifier':
      return lookUp(node.name, scope);
    case 'CallExpression':
      return call(node, scope);
    default:
      throw new SyntaxError(
        `Only layers, .to(…), numbers, texts, lists and options can stand here, not ${node?.type ?? 'a gap'}.`,
      );
  }
}

const evaluateAll = (nodes: readonly (jsep.Expression | null)[], scope: Scope) =>
  nodes.map((node) => evaluate(node, scope));

function evaluateObject({ properties }: ObjectExpression, scope: Scope): Record<string, unknown> {
  return Object.fromEntries(
    (properties as Property[]).map(({ key, value }) => {
      const literalOrName = key as jsep.Literal | jsep.Identifier;
      const name = literalOrName.type === 'Identifier' ? literalOrName.name : literalOrName.value;
      return [String(name), evaluate(value ?? null, scope)];
    }),
  );
}

function negate({ operator, argument }: jsep.UnaryExpression, scope: Scope): number {
  const value = evaluate(argument, scope);
  if (operator === '-' && typeof value === 'number') return -value;
  throw new SyntaxError(`The operator ${operator} has no meaning here.`);
}

function lookUp(name: string, scope: Scope): Callable {
  const found = Object.hasOwn(scope, name) ? scope[name] : undefined;
  if (found) return found;
  const nearest = nearestLayer(name);
  const advice =
    nearest !== undefined && nearest in scope
      ? `Did you mean ${nearest}?`
      : `Choose from: ${Object.keys(scope).join(', ')}.`;
  throw new ReferenceError(`There is no layer ${name}. ${advice}`);
}

function call({ callee, arguments: args }: jsep.CallExpression, scope: Scope): unknown {
  const target = callee as Expression;
  if (target.type === 'Identifier') return lookUp(target.name, scope)(...evaluateAll(args, scope));
  if (target.type !== 'MemberExpression' || target.computed) {
    throw new SyntaxError('Only layers and .to(…) can be called.');
  }
  const method = (target.property as jsep.Identifier).name;
  const owner = evaluate(target.object, scope);
  if (method !== 'to' || !canBeJoined(owner)) {
    throw new SyntaxError(`There is no method .${method}(…) here; layers are chained with .to(…).`);
  }
  return owner.to(...evaluateAll(args, scope));
}

function canBeJoined(value: unknown): value is { to: Callable } {
  return typeof value === 'object' && value !== null && 'to' in value && typeof value.to === 'function';
}
