export { exampleName, type LayerExample, layerExamples } from './layerExamples.js';
