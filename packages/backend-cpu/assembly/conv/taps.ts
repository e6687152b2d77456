/** Of the taps `dilation` apart from `corner` on, the first that is not before the image; `window` if all are. */
// @ts-ignore: decorator
@inline
export function firstTap(corner: i32, dilation: i32, window: i32): i32 {
  return corner >= 0 ? 0 : min((dilation - 1 - corner) / dilation, window);
}

/** One more than the last of them that is within `length`. */
// @ts-ignore: decorator
@inline
export function endTap(corner: i32, dilation: i32, length: i32, window: i32): i32 {
  return corner >= length ? 0 : min((length - 1 - corner) / dilation + 1, window);
}
