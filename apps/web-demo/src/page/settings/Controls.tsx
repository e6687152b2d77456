import { ownSettings } from '../../shared/plan/optimizerPlan.js';
import { DataField } from '../digits/DataField.js';
import { hasOwnNetwork } from '../state/network.js';
import { canTrain, canTrainOn, isBusy, startTraining } from '../state/run.js';
import { change, settings } from '../state/settings.js';
import { ArchitectureField } from './ArchitectureField.js';
import { Backends } from './Backends.js';
import { BlockList } from './blocks/BlockList.js';
import { ChoiceField } from './ChoiceField.js';
import { Group } from './Group.js';
import { CLIPS, LOSSES, OPTIMIZERS, SCHEDULES } from './hints.js';
import { NumberField } from './NumberField.js';
import { Setting } from './Setting.js';
import { StepField } from './StepField.js';
import './settings.css';

const OPTIMIZER_WORDS = Object.fromEntries(
  Object.entries(OPTIMIZERS).map(([name, { title, hint }]) => [name, [title, hint]]),
) as unknown as Readonly<Record<keyof typeof OPTIMIZERS, readonly [string, string]>>;

export function Controls() {
  return (
    <section aria-labelledby="controls-title">
      <h2 id="controls-title">Design</h2>
      <form
        class="controls"
        onSubmit={(event) => {
          event.preventDefault();
          startTraining({ keepWeights: false });
        }}
      >
        <fieldset disabled={isBusy.value}>
          <legend class="visually-hidden">Data and network</legend>
          <DataField />
          <ArchitectureField />
          <details class="group" open>
            <summary>Layer by layer</summary>
            <BlockList />
          </details>
        </fieldset>
        <TrainButtons />
        <fieldset disabled={isBusy.value} class="settings">
          <legend class="visually-hidden">Optimizer</legend>
          <ChoiceField
            name="optimizer"
            label="Optimizer"
            words={OPTIMIZER_WORDS}
            withIt={(chosen) => OPTIMIZERS[chosen].usual}
          />
        </fieldset>
        <StepField />
        <fieldset disabled={isBusy.value} class="settings">
          <legend class="visually-hidden">Length of training</legend>
          <NumberField name="batchSize" />
          <NumberField name="epochs" />
        </fieldset>
        <MoreSettings />
      </form>
    </section>
  );
}

function TrainButtons() {
  return (
    <div class="row">
      <button type="submit" class="primary" disabled={!canTrain.value}>
        Train
      </button>
      {hasOwnNetwork.value && (
        <button
          type="button"
          disabled={!canTrainOn.value}
          onClick={() => startTraining({ keepWeights: true })}
        >
          Train on
        </button>
      )}
      {hasOwnNetwork.value && <small>Train begins anew; Train on keeps the weights.</small>}
    </div>
  );
}

function MoreSettings() {
  const { optimizer, schedule, warmup, loss, clip } = settings.value;
  const own = ownSettings(optimizer);
  const isBusyNow = isBusy.value;
  return (
    <>
      <fieldset disabled={isBusyNow}>
        <legend class="visually-hidden">More settings</legend>
        <Group
          title="How it learns"
          names={[...own, 'schedule', 'warmup', 'interval', 'factor', 'loss', 'focus', 'clip', 'clipLimit']}
        >
          {own.map((name) =>
            name === 'nesterov' ? <Nesterov key={name} /> : <NumberField key={name} name={name} />,
          )}
          <ChoiceField name="schedule" label="Over time" words={SCHEDULES} />
          {(schedule === 'stepDecay' || schedule === 'reduceOnPlateau') && <NumberField name="interval" />}
          {(schedule === 'stepDecay' ||
            schedule === 'exponentialDecay' ||
            schedule === 'reduceOnPlateau') && <NumberField name="factor" />}
          {(schedule !== 'oneCycle' || warmup !== 0) && <NumberField name="warmup" />}
          <ChoiceField name="loss" label="Loss" words={LOSSES} />
          {loss === 'categoricalFocal' && <NumberField name="focus" />}
          <ChoiceField name="clip" label="Clip gradients" words={CLIPS} />
          {clip !== 'none' && <NumberField name="clipLimit" />}
        </Group>
        <Group title="Against overfitting" names={['l2', 'l1', 'maxNorm', 'labelSmoothing', 'patience']}>
          <p class="remark">Also add dropout to the layers, use more digits, or vary them.</p>
          <NumberField name="l2" />
          <NumberField name="l1" />
          <NumberField name="maxNorm" />
          {loss === 'categoricalCrossentropy' && <NumberField name="labelSmoothing" />}
          <NumberField name="patience" />
        </Group>
        <Group title="Digits it learns from" names={['trainingDigits', 'shift', 'rotate', 'zoom', 'noise']}>
          <NumberField name="trainingDigits" />
          <NumberField name="shift" />
          <NumberField name="rotate" />
          <NumberField name="zoom" />
          <NumberField name="noise" />
        </Group>
      </fieldset>
      <Group title="Machine" names={['seed', 'backend']}>
        <fieldset disabled={isBusyNow} class="settings">
          <legend class="visually-hidden">Chance</legend>
          <NumberField name="seed" />
        </fieldset>
        <Backends />
      </Group>
    </>
  );
}

function Nesterov() {
  return (
    <Setting label="Nesterov" hint="Looks at the slope where its speed will take it, not where it is.">
      {({ id, hintId }) => (
        <input
          id={id}
          type="checkbox"
          name="nesterov"
          aria-describedby={hintId}
          checked={settings.value.nesterov}
          onChange={({ currentTarget }) => change({ nesterov: currentTarget.checked })}
        />
      )}
    </Setting>
  );
}
