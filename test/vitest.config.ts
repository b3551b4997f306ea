import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Contract tests read documents that are not part of this project.
    exclude: [...configDefaults.exclude, ...(process.env.CONTRACTS_DIR ? [] : ['test/contracts/**'])],
    globalSetup: ['test/global-setup.ts'],
    // Work goes on in databases, browsers and processes of their own: as many files as cores keep them all busy.
    maxWorkers: availableParallelism(),
    // How long a test takes is no part of it (bench/ measures): a busy machine must not be taken for a fault.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
