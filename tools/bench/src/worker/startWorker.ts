import { engineInfo } from '@neutype/backend-cpu';

/** Prints how many milliseconds the engine takes to start: to compile its kernels and to choose between them. */
const began = performance.now();
engineInfo();
console.log(performance.now() - began);
