import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Contract tests read documents that are not part of this project.
    exclude: [...configDefaults.exclude, ...(process.env.CONTRACTS_DIR ? [] : ['test/contracts/**'])],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
