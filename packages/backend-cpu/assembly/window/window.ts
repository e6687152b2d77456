import { Command } from '../runtime/command';

/** A window that slides over images [batch, height, width, channels] and gives one output pixel per position. */
// @ts-ignore: decorator
@unmanaged
export class Window extends Command {
  height: i32;
  width: i32;
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  windowHeight: i32;
  windowWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  padTop: i32;
  padLeft: i32;
}

/** The window of the command at work, as `readWindow` sets it; each thread has its own. */
export let height: i32 = 0;
export let width: i32 = 0;
export let channels: i32 = 0;
export let outHeight: i32 = 0;
export let outWidth: i32 = 0;
export let windowHeight: i32 = 0;
export let windowWidth: i32 = 0;
export let strideHeight: i32 = 0;
export let strideWidth: i32 = 0;
export let dilationHeight: i32 = 0;
export let dilationWidth: i32 = 0;
export let padTop: i32 = 0;
export let padLeft: i32 = 0;

export function readWindow(window: Window): void {
  height = window.height;
  width = window.width;
  channels = window.channels;
  outHeight = window.outHeight;
  outWidth = window.outWidth;
  windowHeight = window.windowHeight;
  windowWidth = window.windowWidth;
  strideHeight = window.strideHeight;
  strideWidth = window.strideWidth;
  dilationHeight = window.dilationHeight;
  dilationWidth = window.dilationWidth;
  padTop = window.padTop;
  padLeft = window.padLeft;
}

/** The rows of the image under the window at a row of the output, from `windowTop` up to `windowBottom`. */
export function windowTop(row: i32): i32 {
  return strideHeight == 0 ? firstOfShare(row, outHeight, height) : max(row * strideHeight - padTop, 0);
}
export function windowBottom(row: i32): i32 {
  return strideHeight == 0 ? endOfShare(row, outHeight, height) : min(row * strideHeight - padTop + windowHeight, height);
}

/** The columns in the same way. */
export function windowLeft(column: i32): i32 {
  return strideWidth == 0 ? firstOfShare(column, outWidth, width) : max(column * strideWidth - padLeft, 0);
}
export function windowRight(column: i32): i32 {
  return strideWidth == 0 ? endOfShare(column, outWidth, width) : min(column * strideWidth - padLeft + windowWidth, width);
}

/** Windows whose stride is 0 share the image out among them: as PyTorch has it, they overlap where it does not divide. */
function firstOfShare(index: i32, count: i32, length: i32): i32 {
  return index * length / count;
}
function endOfShare(index: i32, count: i32, length: i32): i32 {
  return ((index + 1) * length + count - 1) / count;
}
