import { defineConfig } from 'vitest/config'

/** Unit tests run in Node and need none of the build's plugins. */
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'threads',
    allowOnly: false,
    // Starting a browser or Wasm takes several seconds on a busy machine.
    testTimeout: 20_000,
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    // Half the time of a single file is the translation of its imports; the cache is keyed by their content.
    experimental: { fsModuleCache: true },
  },
})
