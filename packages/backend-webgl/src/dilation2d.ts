import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import {
  backend_util,
  type Dilation2DAttrs,
  Dilation2DBackpropFilter,
  Dilation2DBackpropInput,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

type Dilation = backend_util.Conv2DInfo;
type Shape3 = [number, number, number];
type Shape4 = [number, number, number, number];

/** The gradients of dilation2d, which tfjs has for every backend but this one. */
export function registerDilation2dGradients(): void {
  registerKernel({ kernelName: Dilation2DBackpropInput, backendName: 'webgl', kernelFunc: ofInput });
  registerKernel({ kernelName: Dilation2DBackpropFilter, backendName: 'webgl', kernelFunc: ofFilter });
}

const ofInput: KernelFunc = gradientBy((dilation) => ({
  variableNames: ['taken', 'dy'],
  outputShape: dilation.inShape,
  userCode: /* glsl */ `
    void main() {
      ivec4 at = getOutputCoords();
      float sum = 0.;
      ${eachTap(dilation)} {
        ivec2 corner = at.yz - ${offset(dilation)};
        ivec2 to = corner / ${strides(dilation)};
        if (any(lessThan(corner, ivec2(0))) || to * ${strides(dilation)} != corner) continue;
        if (any(greaterThanEqual(to, ivec2(${dilation.outHeight}, ${dilation.outWidth})))) continue;
        if (getTaken(at.x, to.x, to.y, at.w) == float(tap)) sum += getDy(at.x, to.x, to.y, at.w);
      }
      setOutput(sum);
    }`,
}));

const ofFilter: KernelFunc = gradientBy((dilation) => ({
  variableNames: ['taken', 'dy'],
  outputShape: [dilation.filterHeight, dilation.filterWidth, dilation.inChannels],
  userCode: /* glsl */ `
    void main() {
      ivec3 at = getOutputCoords();
      float tap = float(at.x * ${dilation.filterWidth} + at.y);
      float sum = 0.;
      for (int image = 0; image < ${dilation.batchSize}; image++)
        for (int row = 0; row < ${dilation.outHeight}; row++)
          for (int column = 0; column < ${dilation.outWidth}; column++)
            if (getTaken(image, row, column, at.z) == tap) sum += getDy(image, row, column, at.z);
      setOutput(sum);
    }`,
}));

/** Which tap of the filter each output was taken from: the first of those that attain the maximum. */
function takenTaps(dilation: Dilation): GPGPUProgram {
  return {
    variableNames: ['x', 'pixelFilter'],
    outputShape: dilation.outShape,
    userCode: /* glsl */ `
      void main() {
        ivec4 at = getOutputCoords();
        float largest = 0.;
        int taken = -1;
        ${eachTap(dilation)} {
          ivec2 from = at.yz * ${strides(dilation)} + ${offset(dilation)};
          if (any(lessThan(from, ivec2(0)))) continue;
          if (any(greaterThanEqual(from, ivec2(${dilation.inHeight}, ${dilation.inWidth})))) continue;
          float value = getX(at.x, from.x, from.y, at.w) + getPixelFilter(tap / ${dilation.filterWidth}, tap % ${dilation.filterWidth}, at.w);
          if (taken < 0 || value > largest) {
            largest = value;
            taken = tap;
          }
        }
        setOutput(float(taken));
      }`,
  };
}

function eachTap({ filterHeight, filterWidth }: Dilation) {
  return `for (int tap = 0; tap < ${filterHeight * filterWidth}; tap++)`;
}

function strides({ strideHeight, strideWidth }: Dilation) {
  return `ivec2(${strideHeight}, ${strideWidth})`;
}

/** From an output's corner to where `tap` looks. */
function offset({ filterWidth, dilationHeight, dilationWidth, padInfo }: Dilation) {
  return `(ivec2(tap / ${filterWidth}, tap % ${filterWidth}) * ivec2(${dilationHeight}, ${dilationWidth}) - ivec2(${padInfo.top}, ${padInfo.left}))`;
}

function gradientBy(programFor: (dilation: Dilation) => GPGPUProgram): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { x, filter, dy } = inputs as { x: TensorInfo; filter: TensorInfo; dy: TensorInfo };
    const { strides, pad, dilations } = attrs as object as Dilation2DAttrs;
    const dilation = backend_util.computeDilation2DInfo(
      x.shape as Shape4,
      filter.shape as Shape3,
      strides,
      pad,
      'NHWC',
      dilations,
    );
    const webgl = backend as MathBackendWebGL;
    const taken = webgl.compileAndRun(takenTaps(dilation), [x, filter], 'float32');
    const gradient = webgl.compileAndRun(programFor(dilation), [taken, dy], 'float32');
    webgl.disposeIntermediateTensorInfo(taken);
    return gradient;
  };
}
