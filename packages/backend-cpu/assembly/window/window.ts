import { intArgument } from '../runtime/command';

/**
 * A window that slides over images [batch, height, width, channels] and gives one output pixel per position. These
 * are set from a command by `readWindow`; each thread has its own.
 */
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

/** Thirteen arguments from `first` on, in the order of `src/kernels/convolution/window.ts`. */
export function readWindow(command: usize, first: i32): void {
  height = intArgument(command, first);
  width = intArgument(command, first + 1);
  channels = intArgument(command, first + 2);
  outHeight = intArgument(command, first + 3);
  outWidth = intArgument(command, first + 4);
  windowHeight = intArgument(command, first + 5);
  windowWidth = intArgument(command, first + 6);
  strideHeight = intArgument(command, first + 7);
  strideWidth = intArgument(command, first + 8);
  dilationHeight = intArgument(command, first + 9);
  dilationWidth = intArgument(command, first + 10);
  padTop = intArgument(command, first + 11);
  padLeft = intArgument(command, first + 12);
}
