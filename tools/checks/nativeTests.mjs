/**
 * Says in one line how many tests ran on native TensorFlow in the last `npm test`, or that none could. Fails where it
 * is there and none ran.
 */
import { readFileSync } from 'node:fs';

const { diagnoseNodeBackend } = await import('../../packages/backend-node/dist/index.js');

const SUITES = [
  ['packages/backend-node', 'tensorflow.test.ts'],
  ['tools/runtime-tests', 'tensorflowNode.test.ts'],
];

/** The tests of a file that passed. */
function passedIn([folder, file]) {
  const { testResults } = JSON.parse(
    readFileSync(new URL(`../../${folder}/test-results.json`, import.meta.url), 'utf8'),
  );
  return testResults
    .filter(({ name }) => name.endsWith(`/${file}`))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed').length;
}

const { available, detail } = await diagnoseNodeBackend();
const [own, contract] = SUITES.map(passedIn);
if (available) {
  console.log(`${own} own tests and ${contract} of the backend contract ran on ${detail}`);
  process.exitCode = own > 0 && contract > 0 ? 0 : 1;
} else {
  console.log(`native TensorFlow could not be tested: ${detail}`);
}
