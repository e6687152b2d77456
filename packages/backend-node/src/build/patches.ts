import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from './buildError.js';

/** A change to one place of tfjs-node's binding. */
export interface Patch {
  readonly file: string;
  readonly reason: string;
  readonly before: string;
  readonly after: string;
}

/** What the binding lacks. Each is small, stands alone, and does nothing to what tfjs-node's own kernels call. */
export const PATCHES: readonly Patch[] = [
  {
    file: 'tfjs_backend.cc',
    reason: 'fused operations take a list of strings (fused_ops), which the binding cannot pass',
    before: `    case TF_ATTR_STRING: {
`,
    after: `    case TF_ATTR_STRING: {
      if (IsArray(env, nstatus, &js_value)) {
        uint32_t count;
        nstatus = napi_get_array_length(env, js_value, &count);
        ENSURE_NAPI_OK(env, nstatus);
        std::vector<std::string> strings(count);
        std::vector<const void *> pointers(count);
        std::vector<size_t> lengths(count);
        for (uint32_t i = 0; i < count; ++i) {
          napi_value element;
          nstatus = napi_get_element(env, js_value, i, &element);
          ENSURE_NAPI_OK(env, nstatus);
          nstatus = GetStringParam(env, element, strings[i]);
          ENSURE_NAPI_OK(env, nstatus);
          pointers[i] = strings[i].data();
          lengths[i] = strings[i].size();
        }
        TFE_OpSetAttrStringList(tfe_op, attr_name, pointers.data(),
                                lengths.data(), static_cast<int>(count));
        break;
      }
`,
  },
  {
    file: 'tfjs_backend.cc',
    reason: 'fused convolutions take a list of types (TArgs), which the binding cannot pass',
    before: `    case TF_ATTR_TYPE: {
`,
    after: `    case TF_ATTR_TYPE: {
      if (IsArray(env, nstatus, &js_value)) {
        uint32_t count;
        nstatus = napi_get_array_length(env, js_value, &count);
        ENSURE_NAPI_OK(env, nstatus);
        std::vector<TF_DataType> types(count);
        for (uint32_t i = 0; i < count; ++i) {
          napi_value element;
          nstatus = napi_get_element(env, js_value, i, &element);
          ENSURE_NAPI_OK(env, nstatus);
          int32_t type;
          nstatus = napi_get_value_int32(env, element, &type);
          ENSURE_NAPI_OK(env, nstatus);
          types[i] = static_cast<TF_DataType>(type);
        }
        TFE_OpSetAttrTypeList(tfe_op, attr_name, types.data(),
                              static_cast<int>(count));
        break;
      }
`,
  },
  {
    file: 'tfjs_backend.cc',
    reason:
      'tensor numbers overflow after 2^31 tensors; then tensors are never freed (tensorflow/tfjs#8326) and, later, mixed up',
    before: `  return tfe_handle_map_.insert(std::make_pair(next_tensor_id_++, tfe_handle))
      .first->first;
`,
    after: `  for (;;) {
    const int32_t id = next_tensor_id_;
    next_tensor_id_ = id == 0x7fffffff ? 0 : id + 1;
    if (tfe_handle_map_.emplace(id, tfe_handle).second) return id;
  }
`,
  },
];

/** Applies all patches to the sources in a folder. */
export function applyPatches(folder: string, patches: readonly Patch[] = PATCHES): void {
  for (const { file, reason, before, after } of patches) {
    const path = join(folder, file);
    const source = readFileSync(path, 'utf8');
    if (source.split(before).length !== 2) {
      throw new BuildError({
        where: `${file} of tfjs-node`,
        expected: `one place to change (${reason})`,
        received: `${source.split(before).length - 1}`,
        remedy: 'This is not the tfjs-node that this package knows.',
      });
    }
    writeFileSync(
      path,
      source.replace(before, () => after),
    );
  }
}
