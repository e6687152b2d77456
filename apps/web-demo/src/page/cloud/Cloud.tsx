import './cloud.css';
import { useEffect, useRef } from 'preact/hooks';
import { chosenDigit, cloud, cloudDigits, soughtClass, wantCloud } from '../state/cloud.js';
import { ChosenDigit } from './ChosenDigit.js';
import { ClassLegend } from './ClassLegend.js';
import { CloudCanvas } from './CloudCanvas.js';
import { cloudInWords } from './cloudWords.js';
import { MistakeList } from './MistakeList.js';

/** How far below the window the cloud is when it begins to be computed. */
const NEAR = '400px';

/** Some hundred digits, placed by what the last hidden layer makes of them: those that look alike to it lie together. */
export function Cloud() {
  const sectionRef = useRef<HTMLElement>(null);
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => wantCloud(entry?.isIntersecting ?? false), {
      rootMargin: NEAR,
    });
    if (sectionRef.current) watch.observe(sectionRef.current);
    return () => watch.disconnect();
  }, []);
  return (
    <section ref={sectionRef} class="cloud" aria-labelledby="cloud-title">
      {cloud.value && <CloudContents />}
    </section>
  );
}

function CloudContents() {
  const { value } = cloud;
  const digits = cloudDigits.value;
  if (!value) return null;
  const words = cloudInWords(
    value,
    digits.map(({ label }) => label),
  );
  return (
    <>
      <h3 id="cloud-title">What looks alike to it</h3>
      <p class="remark">
        Digits that it was not taught with. {sourceInWords(value.source, value.values)} The better it tells
        them apart, the farther the ten heaps part. A ring is a mistake: click it.
      </p>
      <div class="cloud-picture">
        <CloudCanvas words={words} />
      </div>
      <div class="cloud-aside">
        <ClassLegend sought={soughtClass.value} />
        <ChosenDigit />
        <MistakeList digits={digits} cloud={value} chosen={chosenDigit.value} />
      </div>
    </>
  );
}

function sourceInWords(source: 'hidden' | 'answers', values: number): string {
  return source === 'hidden'
    ? `Before it answers, it turns each into ${values === 1 ? 'one number' : `${values} numbers`}; those with similar numbers lie close together.`
    : 'Those that get similar answers lie close together.';
}
