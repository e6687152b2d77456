import type { BackendDiagnosis } from '@neutype/core';

const BACKEND = 'webgl';

/** What WebGL 2 offers here: the renderer, and whether results keep 32 bits. */
export interface WebglSupport {
  readonly renderer: string;
  /** Without it every result is rounded to 16-bit floats, too coarse for most training. */
  readonly float32Textures: boolean;
}

/** Looks for WebGL 2 on a canvas of its own; `undefined` where there is none. */
export function findWebgl(): WebglSupport | undefined {
  const context = newCanvas()?.getContext('webgl2') as WebGL2RenderingContext | null | undefined;
  if (!context) return undefined;
  const debug = context.getExtension('WEBGL_debug_renderer_info');
  const support: WebglSupport = {
    renderer: String(context.getParameter(debug?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER)),
    float32Textures: context.getExtension('EXT_color_buffer_float') !== null,
  };
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return support;
}

/** Whether WebGL can be used here, in words for a person. */
export function diagnoseWebgl(support: WebglSupport | undefined): BackendDiagnosis {
  if (support === undefined) {
    return {
      name: BACKEND,
      available: false,
      detail: 'there is no WebGL 2 here',
      remedy:
        "WebGL is a browser's: open the page in one with hardware acceleration switched on, or use the backend 'cpu'.",
    };
  }
  const precision = support.float32Textures ? '32-bit floats' : '16-bit floats only';
  return { name: BACKEND, available: true, detail: `${support.renderer}, ${precision}` };
}

function newCanvas(): OffscreenCanvas | HTMLCanvasElement | undefined {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(1, 1);
  return typeof document === 'undefined' ? undefined : document.createElement('canvas');
}
