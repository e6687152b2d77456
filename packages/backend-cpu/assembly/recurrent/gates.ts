/** Gates and their slopes, four at a time. */
import { GateActivation } from '../generated/layout';
import { loadPart, storePart } from '../math/lanes';
import { sigmoid, tanh } from '../math/sigmoid';

// @ts-ignore: decorator
@inline
function hardSigmoid(x: v128): v128 {
  const line = f32x4.add(f32x4.mul(x, f32x4.splat(0.2)), f32x4.splat(0.5));
  return f32x4.pmin(f32x4.pmax(line, f32x4.splat(0)), f32x4.splat(1));
}

/**
 * Makes gates of pre-activations in place: `bytes` of them, which are a multiple of 32. Two vectors at once, of which V8
 * makes one of 256 bits.
 */
export function activateGates(activation: i32, at: usize, bytes: usize): void {
  const end = at + bytes;
  if (activation == GateActivation.sigmoid) {
    for (; at < end; at += 32) {
      const a = sigmoid(v128.load(at)), b = sigmoid(v128.load(at, 16));
      v128.store(at, a);
      v128.store(at, b, 16);
    }
  } else if (activation == GateActivation.tanh) {
    for (; at < end; at += 32) {
      const a = tanh(v128.load(at)), b = tanh(v128.load(at, 16));
      v128.store(at, a);
      v128.store(at, b, 16);
    }
  } else if (activation == GateActivation.hardSigmoid) {
    for (; at < end; at += 16) v128.store(at, hardSigmoid(v128.load(at)));
  } else if (activation == GateActivation.relu) {
    for (; at < end; at += 16) v128.store(at, f32x4.pmax(v128.load(at), f32x4.splat(0)));
  }
}

/** The slope at a gate, from its value. */
// @ts-ignore: decorator
@inline
function slopeOf(activation: i32, y: v128): v128 {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  if (activation == GateActivation.sigmoid) return f32x4.mul(y, f32x4.sub(one, y));
  if (activation == GateActivation.tanh) return f32x4.sub(one, f32x4.mul(y, y));
  if (activation == GateActivation.relu) return v128.and(one, f32x4.gt(y, zero));
  if (activation == GateActivation.hardSigmoid) {
    return v128.and(f32x4.splat(0.2), v128.and(f32x4.gt(y, zero), f32x4.lt(y, one)));
  }
  return one;
}

/** The gradient of a pre-activation from that of the gate, kept between ±clip unless that is 0. */
// @ts-ignore: decorator
@inline
export function gateGradient(activation: i32, dy: v128, y: v128, clip: f32): v128 {
  const gradient = f32x4.mul(dy, slopeOf(activation, y));
  if (clip == 0) return gradient;
  return f32x4.pmax(f32x4.pmin(gradient, f32x4.splat(clip)), f32x4.splat(-clip));
}

/** `count` of four floats; fewer only at the end of a row. */
// @ts-ignore: decorator
@inline
export function loadLanes(address: usize, count: i32): v128 {
  return count >= 4 ? v128.load(address) : loadPart(address, count);
}

// @ts-ignore: decorator
@inline
export function storeLanes(address: usize, lanes: v128, count: i32): void {
  if (count >= 4) v128.store(address, lanes);
  else storePart(address, lanes, count);
}
