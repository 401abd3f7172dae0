import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['tools/vitest-setup.mjs'],
    testTimeout: 20_000,
    // Most tests wait for programs; by default a machine of two cores would run one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})
