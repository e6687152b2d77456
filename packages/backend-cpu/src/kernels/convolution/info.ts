import { backend_util, util } from '@tensorflow/tfjs-core';

type Pad = Parameters<typeof backend_util.computeConv2DInfo>[4];
type Rounding = 'floor' | 'round' | 'ceil';

/** The attributes that tfjs's convolution kernels have in common. */
export interface ConvolutionAttrs {
  readonly strides: [number, number] | number;
  readonly pad: Pad;
  readonly dataFormat?: string;
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: Rounding;
}

/** The geometry of a convolution; undefined where it is not ours: images stored channels first, or nothing to do. */
export function convolutionInfo(
  inputShape: number[],
  filterShape: number[],
  attrs: object,
  depthwise = false,
): backend_util.Conv2DInfo | undefined {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs as ConvolutionAttrs;
  if (dataFormat === 'NCHW' || util.sizeFromShape(inputShape) * util.sizeFromShape(filterShape) === 0)
    return undefined;
  const info = backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
  return util.sizeFromShape(info.outShape) === 0 ? undefined : info;
}

/** Every position of the window sees one pixel and every pixel is seen: the convolution is a matrix product. */
export function isPointwise(info: backend_util.Conv2DInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, inHeight, inWidth, outHeight, outWidth } =
    info;
  const one = [filterHeight, filterWidth, strideHeight, strideWidth].every((length) => length === 1);
  return (
    one && inHeight === outHeight && inWidth === outWidth && info.padInfo.top === 0 && info.padInfo.left === 0
  );
}
