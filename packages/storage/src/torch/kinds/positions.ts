import { number } from '../python.js';
import { asItIs, mappedModule } from '../torchModule.js';
import {
  expressionStep,
  numberOf,
  parameterOf,
  type Step,
  type Taken,
  type Translator,
} from '../translation.js';

/** Layers that add positions to what comes in, and one that takes them off padding again. */
export const POSITIONS: Readonly<Record<string, Translator>> = {
  'positional-encoding': { needs: () => 'last', translate: (taken) => ({ steps: [encoding(taken)] }) },
  'position-embedding': { needs: () => 'last', translate: (taken) => ({ steps: [positions(taken)] }) },
  'keep-padding': {
    needs: () => 'last',
    translate: ({ settings }) => {
      const mask = number(numberOf(settings, 'maskValue', 0));
      const keep = (x: string, source: string) => `torch.where(${present(source, mask)}, ${x}, ${mask})`;
      return { steps: [{ modules: [], call: ([x, source]) => keep(x as string, source as string) }] };
    },
  },
};

function encoding({ settings }: Taken): Step {
  const { maskValue } = settings;
  const base = number(numberOf(settings, 'base', 10_000));
  const step = expressionStep((x) => withPositions(x, `waves(${x}, ${base})`, maskValue));
  return { ...step, helpers: ['waves'] };
}

function positions({ layer, settings, shape }: Taken): Step {
  const weight = parameterOf(layer, 'weight');
  const [length, features] = weight.shape as [number, number];
  const module = mappedModule(`nn.Embedding(${length}, ${features})`, [asItIs('weight', weight)]);
  const [time] = shape as [number];
  return {
    modules: [module],
    call: ([x], self) => withPositions(x as string, `${self('')}.weight[:${time}]`, settings['maskValue']),
  };
}

function withPositions(x: string, added: string, maskValue: unknown): string {
  if (typeof maskValue !== 'number') return `${x} + ${added}`;
  return `${x} + ${present(x, number(maskValue))} * ${added}`;
}

function present(x: string, mask: string): string {
  return `(${x} != ${mask}).any(-1, keepdim=True)`;
}
