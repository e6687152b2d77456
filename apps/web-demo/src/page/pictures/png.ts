/** A canvas of this size in CSS pixels, with this ground, that is sharp on any screen and in print. */
export function paperOf(
  width: number,
  height: number,
  ground: string,
): { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: Math.round(SHARPNESS * width), height: Math.round(SHARPNESS * height) });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no 2D canvas to draw on.');
  context.scale(SHARPNESS, SHARPNESS);
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  return { canvas, context };
}

const SHARPNESS = 2;

/** @throws Error where the browser makes no file of the canvas */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new Error('This browser makes no PNG of it.');
  return blob;
}
