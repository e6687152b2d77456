/** One thing that every backend must do: passes by returning, fails by throwing. Knows no test runner. */
export interface ContractCase {
  readonly group: string;
  readonly name: string;
  run(): Promise<void> | void;
}

/** What became of one case. */
export interface ContractResult {
  readonly group: string;
  readonly name: string;
  readonly milliseconds: number;
  /** Why it failed; absent if it passed. */
  readonly failure?: string;
}

/**
 * Runs cases one after another on the current backend, for pages and scripts that have no test runner.
 *
 * @param report called after each case
 */
export async function runCases(
  cases: readonly ContractCase[],
  report: (result: ContractResult) => void = () => {},
): Promise<ContractResult[]> {
  const results: ContractResult[] = [];
  for (const { group, name, run } of cases) {
    const started = performance.now();
    const failure = await failureOf(run);
    const milliseconds = performance.now() - started;
    const result = { group, name, milliseconds, ...(failure === undefined ? {} : { failure }) };
    results.push(result);
    report(result);
  }
  return results;
}

async function failureOf(run: ContractCase['run']): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
