/** The last one to three elements of an array, which fill no vector. */

/** `count` floats from `address`; the other lanes are zero. */
export function loadPart(address: usize, count: i32): v128 {
  let lanes = v128.load32_zero(address);
  if (count > 1) lanes = v128.load32_lane(address + 4, lanes, 1);
  if (count > 2) lanes = v128.load32_lane(address + 8, lanes, 2);
  return lanes;
}

/** The first `count` lanes to `address`. */
export function storePart(address: usize, lanes: v128, count: i32): void {
  v128.store32_lane(address, lanes, 0);
  if (count > 1) v128.store32_lane(address + 4, lanes, 1);
  if (count > 2) v128.store32_lane(address + 8, lanes, 2);
}

/** All bits set in the first `count` lanes. */
export function partMask(count: i32): v128 {
  return i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3));
}

// @ts-ignore: decorator
@inline
export function sumLanes(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
  );
}

// @ts-ignore: decorator
@inline
export function maxLanes(lanes: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    max<f32>(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
}

// @ts-ignore: decorator
@inline
export function minLanes(lanes: v128): f32 {
  return min<f32>(
    min<f32>(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    min<f32>(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
}
