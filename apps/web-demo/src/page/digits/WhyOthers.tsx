import { whyOthers } from '../state/digits.js';

/** Why a network learns from other digits than those that were asked for. */
export function WhyOthers() {
  return (
    <div role="status" data-testid="why-others">
      {whyOthers.value && <p class="remark">{whyOthers.value}</p>}
    </div>
  );
}
