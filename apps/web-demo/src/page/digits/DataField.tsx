import type { DatasetName } from '../../shared/settings.js';
import { lookAtSamples, ownClasses, ownImages, takeFiles } from '../state/digits.js';
import { change, settings } from '../state/settings.js';
import { filesChosen } from './filesIn.js';
import { SampleStrip } from './SampleStrip.js';
import { inWords } from './words.js';
import './digits.css';

/** Which digits a network learns from: chosen, shown, or a person's own. */
export function DataField() {
  return (
    <div class="data-field">
      <label>
        Data
        <select
          name="dataset"
          value={settings.value.dataset}
          onChange={(event) => change({ dataset: event.currentTarget.value as DatasetName })}
        >
          <option value="synthetic">Synthetic digits (at once)</option>
          <option value="mnist">MNIST, 70,000 digits (11 MB)</option>
          {ownImages.value && (
            <option value="own">
              Your own images ({ownImages.value.labels.length.toLocaleString('en')}, in{' '}
              {inWords(ownClasses.value, 'class', 'classes')})
            </option>
          )}
        </select>
      </label>
      <SampleStrip onView={lookAtSamples} />
      <p class="remark own-digits">
        Or your own: choose <Chooser name="a folder of images" isFolder /> or <Chooser name="files" />, or
        drop them anywhere.
      </p>
    </div>
  );
}

function Chooser({ name, isFolder = false }: { readonly name: string; readonly isFolder?: boolean }) {
  return (
    <label class="chooser">
      {name}
      <input
        type="file"
        class="visually-hidden"
        multiple
        {...(isFolder ? { webkitdirectory: true } : {})}
        onChange={({ currentTarget: input }) => {
          void takeFiles(filesChosen(input.files));
          input.value = '';
        }}
      />
    </label>
  );
}
