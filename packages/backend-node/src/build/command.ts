import { parseArgs } from 'node:util';
import { type BuildOptions, buildBinding } from './build.js';
import { BuildError } from './buildError.js';
import { CHOSEN } from './pinnedWheels.js';

const USAGE = `neutype-node-build: native TensorFlow for Neutype's node backend

Takes the C library out of the tensorflow-cpu Python wheel, compiles tfjs-node's
binding against it, and puts both where useBackend('node') finds them.
Needs pip and a C++ compiler now; neither of them afterwards.

  npx neutype-node-build [options]

  --tensorflow VERSION  such as 2.20.0 (default: ${CHOSEN.tensorflow}, whose checksum is known)
  --wheel FILE          a tensorflow-cpu wheel that is here already
  --tfjs-node FILE      the tarball of npm pack @tensorflow/tfjs-node@4.22.0
  --cache DIR           Neutype's cache (default: NEUTYPE_CACHE_DIR, else the system's)
  --force               build again what is there
  --help                this text
`;

const OPTIONS = {
  tensorflow: { type: 'string' },
  wheel: { type: 'string' },
  'tfjs-node': { type: 'string' },
  cache: { type: 'string' },
  force: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Runs the command. @returns its exit status */
export async function runBuildCommand(
  parameters: readonly string[],
  print: (line: string) => void = console.log,
): Promise<number> {
  try {
    const options = parse(parameters);
    if (options === undefined) {
      print(USAGE);
      return 0;
    }
    const { folder, tensorflow, reused } = await buildBinding(options, print);
    print(
      `TensorFlow ${tensorflow} ${reused ? 'is there already (--force builds it again)' : 'is ready'}: ${folder}`,
    );
    if (options.cache !== undefined)
      print(`Set NEUTYPE_CACHE_DIR=${options.cache} so that the backend finds it.`);
    print("Use it with await useBackend('node').");
    return 0;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    print(`neutype-node-build: ${error.message}`);
    return 1;
  }
}

/** The options; `undefined` if help is wanted. */
function parse(parameters: readonly string[]): BuildOptions | undefined {
  try {
    const { values } = parseArgs({ args: [...parameters], options: OPTIONS, allowPositionals: false });
    if (values.help) return undefined;
    return { ...values, tfjsNode: values['tfjs-node'] };
  } catch (error) {
    throw new BuildError(`${(error as Error).message} See --help.`);
  }
}
