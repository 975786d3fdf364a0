import { defineConfig } from 'vitest/config'

/** Folders whose tests leave nothing behind for the next file: no mocked module, no backend of TensorFlow.js. */
const pure = ['base', 'files', 'formats', 'inputs', 'outputs', 'evidence', 'exports', 'measure', 'sw', 'ui', 'views']
const pureTests = [`src/{${pure.join()}}/**/*.test.{ts,tsx}`, 'scripts/**/*.test.mjs']

/** Unit tests run in Node and need none of the build's plugins. */
export default defineConfig({
  // For Node, geotiff replaces the Worker of browsers, which fails within the threads of Vitest; nothing here starts one.
  resolve: { alias: { 'web-worker': 'data:text/javascript,export default class {}' } },
  test: {
    server: { deps: { inline: ['geotiff'] } },
    environment: 'node',
    pool: 'threads',
    allowOnly: false,
    // Starting a browser or Wasm takes several seconds on a busy machine.
    testTimeout: 20_000,
    // Half the time of a single file is the translation of its imports; the cache is keyed by their content.
    experimental: { fsModuleCache: true },
    projects: [
      // Files of one thread share their modules, which takes a third of the time.
      { extends: true, test: { name: 'pure', include: pureTests, isolate: false } },
      { extends: true, test: { name: 'isolated', include: ['src/**/*.test.{ts,tsx}'], exclude: pureTests } },
    ],
  },
})
