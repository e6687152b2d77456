// @ts-ignore: decorator
@inline
export function greater(a: v128, b: v128): v128 { return f32x4.gt(a, b); }
// @ts-ignore: decorator
@inline
export function greaterEqual(a: v128, b: v128): v128 { return f32x4.ge(a, b); }
// @ts-ignore: decorator
@inline
export function less(a: v128, b: v128): v128 { return f32x4.lt(a, b); }
// @ts-ignore: decorator
@inline
export function lessEqual(a: v128, b: v128): v128 { return f32x4.le(a, b); }
// @ts-ignore: decorator
@inline
export function equal(a: v128, b: v128): v128 { return f32x4.eq(a, b); }
// @ts-ignore: decorator
@inline
export function notEqual(a: v128, b: v128): v128 { return f32x4.ne(a, b); }

// @ts-ignore: decorator
@inline
export function isNan(x: v128): v128 { return f32x4.ne(x, x); }
// @ts-ignore: decorator
@inline
export function isInf(x: v128): v128 { return f32x4.eq(f32x4.abs(x), f32x4.splat(Infinity)); }
// @ts-ignore: decorator
@inline
export function isFinite(x: v128): v128 { return f32x4.lt(f32x4.abs(x), f32x4.splat(Infinity)); }

// @ts-ignore: decorator
@inline
export function logicalAnd(a: v128, b: v128): v128 { return v128.and(a, b); }
// @ts-ignore: decorator
@inline
export function logicalOr(a: v128, b: v128): v128 { return v128.or(a, b); }
// @ts-ignore: decorator
@inline
export function logicalXor(a: v128, b: v128): v128 { return v128.xor(a, b); }
// @ts-ignore: decorator
@inline
export function logicalNot(a: v128): v128 { return v128.not(a); }

// @ts-ignore: decorator
@inline
export function select(condition: v128, a: v128, b: v128): v128 { return v128.bitselect(a, b, condition); }

/** 1 where a condition holds, else 0. */
// @ts-ignore: decorator
@inline
export function conditionToFloat(condition: v128): v128 { return v128.and(condition, f32x4.splat(1)); }
// @ts-ignore: decorator
@inline
export function conditionToInt(condition: v128): v128 { return v128.and(condition, i32x4.splat(1)); }
