// @ts-ignore: decorator
@inline
export function intToFloat(x: v128): v128 { return f32x4.convert_i32x4_s(x); }
