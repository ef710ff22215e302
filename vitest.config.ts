import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take the longest; begun late, they would run alone in the end. */
const LONGEST =
  /\/(crash\/|conversations\/trouble\/|slack\/transport\/strangers|workspaces\/isolation|sandbox\/restart|operators-installation)/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLongest = ({ moduleId }: TestSpecification): boolean => LONGEST.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/image/**', 'test/outside/**'],
    // They wait more than they work, so there are more of them than cores.
    maxWorkers: Math.max(5, availableParallelism()),
    maxConcurrency: 2,
    // No module of `src` or `sandbox` keeps anything that one test could leave for the next. To load all of them again for
    // each file took half of the processor's time.
    isolate: false,
    // Real processes and servers on two shared cores take their time.
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
