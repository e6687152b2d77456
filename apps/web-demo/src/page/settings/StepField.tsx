import { useId } from 'preact/hooks';
import { ranges } from '../../shared/settings.js';
import { changeStep, isUpdating } from '../state/run.js';
import { settings } from '../state/settings.js';
import { NumberField } from './NumberField.js';

const { min, max } = ranges.step;
/** Places of the slider in each tenfold. */
const PLACES = 20;

/** The step, as a number and as a slider whose every place is a twelfth more; it may be turned while training goes on. */
export function StepField() {
  const id = useId();
  const place = Math.round(PLACES * Math.log10(settings.value.step));
  return (
    <div class="step-field">
      <NumberField name="step" onChange={changeStep} />
      <input
        id={id}
        type="range"
        aria-label="Learning rate"
        aria-valuetext={String(settings.value.step)}
        min={PLACES * Math.log10(min)}
        max={PLACES * Math.log10(max)}
        step={1}
        value={place}
        onInput={({ currentTarget }) => {
          const value = 10 ** (Number(currentTarget.value) / PLACES);
          changeStep(Number(Math.min(max, Math.max(min, value)).toPrecision(2)));
        }}
      />
      {isUpdating.value && <small class="remark">Turn it now: the next update takes it.</small>}
    </div>
  );
}
