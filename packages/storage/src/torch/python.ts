/** Values as Python writes them. */

/** A number. */
export function number(value: number): string {
  if (value === Infinity) return 'float("inf")';
  if (value === -Infinity) return 'float("-inf")';
  return String(value);
}

/** Numbers as a tuple, or as one where all are the same. */
export function numbers(values: readonly number[]): string {
  const [first = 0, ...others] = values;
  return others.every((value) => value === first) ? number(first) : tuple(values);
}

export function tuple(values: readonly number[]): string {
  return `(${values.map(number).join(', ')}${values.length === 1 ? ',' : ''})`;
}

/** A text in quotes, whatever it contains. */
export function text(value: string): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Arguments of a call, those left out that are undefined. */
export function call(name: string, ...given: readonly (string | undefined)[]): string {
  return `${name}(${given.filter((argument) => argument !== undefined).join(', ')})`;
}

/** `name=value`, unless it is the default. */
export function option(name: string, value: string, usual?: string): string | undefined {
  return value === usual ? undefined : `${name}=${value}`;
}

/** What names must not be: words of the language, what the printed code uses, and what every nn.Module has. */
const TAKEN: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import
  in is lambda nonlocal not or pass raise return try while with match case self torch nn F load_file model predict Apply
  Network Attention recur attend waves tuple range len isinstance zip float super sum
  T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval
  extra_repr forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules mtia
  named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer
  register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook
  register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter
  register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory
  state_dict to to_empty train training type xpu zero_grad`.split(/\s+/),
);

/** Names for variables and attributes, each once. */
export class Identifiers {
  readonly #used = new Set(TAKEN);

  /** The name as Python takes it, which never ends in `_`: `relu-1` as `relu_1`. */
  take(name: string): string {
    const plain = `${name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '')}`.replace(
      /^(?=[0-9]|$)/,
      'layer',
    );
    let chosen = plain;
    for (let count = 2; this.#used.has(chosen); count++) chosen = `${plain}_${count}`;
    this.#used.add(chosen);
    return chosen;
  }
}
