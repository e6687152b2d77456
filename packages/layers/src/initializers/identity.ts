import { checkNumber, checkOptions, ShapeError } from '@neutype/errors';
import { formatShape, sizeOf } from '@neutype/ndarray';
import type { Initializer } from './initializer.js';

/**
 * `scale` on the diagonal and 0 elsewhere: a layer then passes on what comes, as far as it has a unit for it. Of filters it
 * is the middle that does so, channel by channel; with padding `'same'` such a convolution changes nothing. In PyTorch these
 * are `eye_` and `dirac_`, in Keras `Identity`.
 *
 * Le et al., "A Simple Way to Initialize Recurrent Networks of Rectified Linear Units", 2015.
 *
 * @throws OptionError for a scale that is not finite
 * @throws ShapeError in the network, for a parameter that is a vector
 *
 * @example
 * ```ts
 * residual(linear(64, { weight: identity({ scale: 0.1 }) }));
 * ```
 */
export function identity(options: { readonly scale?: number } = {}): Initializer {
  checkOptions('identity', options, ['scale']);
  const { scale = 1 } = options;
  checkNumber('identity, scale', scale);
  return {
    name: `identity(scale=${scale})`,
    fill: (target, shape) => {
      if (shape.length < 2) {
        throw new ShapeError({
          where: 'identity',
          expected: 'weights, [inputs, units], or filters, [rows, columns, channels, filters]',
          received: formatShape(shape),
        });
      }
      const [inputs, units] = shape.slice(-2) as [number, number];
      const window = shape.slice(0, -2);
      const middle = window.reduce((at, size) => at * size + Math.floor(size / 2), 0);
      const start = sizeOf(window) === 1 ? 0 : middle * inputs * units;
      for (let unit = 0; unit < Math.min(inputs, units); unit++) target[start + unit * units + unit] = scale;
    },
  };
}
