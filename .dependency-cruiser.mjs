/**
 * Who may import whom (docs/architecture.md). The two tables are the rule; what follows turns them into checks.
 * Tests may import what they like, but nothing may import a test.
 */

/** Folder in `src/` → the folders that it may import, besides itself. */
const folders = {
  base: [],
  files: ['base'],
  graph: ['base'],
  formats: ['base', 'files', 'graph'],
  evidence: ['base', 'graph'],
  inputs: ['base', 'files'],
  runtime: ['base', 'graph'],
  outputs: ['base'],
  exporters: ['base', 'graph'],
  exports: ['base'],
  measure: ['base'],
  live: ['base'],
  engine: [
    'base',
    'files',
    'graph',
    'evidence',
    'formats',
    'exporters',
    'inputs',
    'runtime',
    'outputs',
    'measure',
    'exports',
  ],
  lessons: ['base', 'engine'],
  store: ['base', 'files', 'measure', 'exports', 'live', 'engine', 'lessons', 'sw'],
  views: ['base', 'live', 'lessons', 'store', 'ui', 'outputs'],
  ui: ['base'],
  sw: ['base'],
}

/** Folder in `src/` → the packages that it may import. */
const packages = {
  files: ['@zip\\.js/zip\\.js'],
  formats: ['pbf'],
  engine: ['client-zip'],
  inputs: ['geotiff', 'jpeg-lossless-decoder-js', 'libheif-js', 'papaparse', 'tinyqueue'],
  runtime: ['@tensorflow/[^/]+', 're2js', 'tinyqueue'],
  store: ['zustand'],
  views: ['react', 'react-aria-components'],
  ui: ['react', 'react-aria-components'],
}

const test = '\\.(test|fixture)\\.tsx?$|/fixtures?(/|\\.ts$)'

/** The page's side of the engine. Everything else in `src/engine` belongs to the worker. */
const engineClient =
  '^src/engine/(attempt|client|connection|file-parts|link|memory|page-services|protocol|refusals|step-down|streams|transfer|worker-link)\\.ts$'

/** Folders of `src/formats` that are no format but what several formats share. */
const formatParts =
  '^src/formats/(hdf5|shared|sidecars|keras/(layers|model|operations|weights)|tensorflow-js/(model-json|weights))/|^src/formats/keras/[^/]+$'

const folderRules = Object.entries(folders).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import ${allowed.length === 0 ? 'no other folder' : allowed.join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: test },
  to: { path: '^src/', pathNot: [folder, ...allowed].map((name) => `^src/${name}/`) },
}))

const packageRules = Object.keys(folders).map((folder) => {
  const allowed = packages[folder] ?? []
  return {
    name: `${folder}-packages`,
    comment: `src/${folder} may import ${allowed.length === 0 ? 'no package' : `these packages only: ${allowed.join(', ')}`}.`,
    severity: 'error',
    from: { path: `^src/${folder}/`, pathNot: test },
    to: { path: 'node_modules/', pathNot: allowed.map((name) => `node_modules/${name}/`) },
  }
})

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...folderRules,
    ...packageRules,
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-builtin',
      comment: 'There is no Node in a browser.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-import-of-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { path: test },
    },
    {
      name: 'formats-apart',
      comment:
        'A format does not know another one; what two of them need is a folder of its own, named in formatParts.',
      severity: 'error',
      from: { path: '^src/formats/((?:(?:keras|tensorflow-js)/)?[^/]+)/', pathNot: test },
      to: { path: '^src/formats/[^/]+/', pathNot: ['^src/formats/$1/', formatParts] },
    },
    {
      name: 'executors-apart',
      comment:
        'The runtime knows an executor by its rows in rungs.ts; the download is written by that of TensorFlow.js.',
      severity: 'error',
      from: { path: '^src/runtime/[^/]+\\.ts$', pathNot: ['^src/runtime/rungs\\.ts$', test] },
      to: {
        path: '^src/runtime/[^/]+/',
        pathNot: '^src/runtime/tfjs/executor\\.ts$',
      },
    },
    {
      name: 'outputs-apart',
      comment: 'An output kind does not know another one; what two of them need goes beside their folders.',
      severity: 'error',
      from: { path: '^src/outputs/([^/]+)/', pathNot: test },
      to: { path: '^src/outputs/[^/]+/', pathNot: '^src/outputs/$1/' },
    },
    {
      name: 'react-by-one-hook',
      comment: 'The store is plain TypeScript; use-store.ts and use-lessons.ts are its only ties to React.',
      severity: 'error',
      from: { path: '^src/store/', pathNot: ['^src/store/(use-store|lessons/use-lessons)\\.ts$', test] },
      to: { path: 'node_modules/(react|zustand/(react|index|esm/(react|index)))' },
    },
    {
      name: 'store-commands-only',
      comment: 'Views read the state and call commands; the engine is behind the store.',
      severity: 'error',
      from: { path: '^src/views/', pathNot: test },
      to: { path: '^src/outputs/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'page-reads-no-bytes',
      comment:
        'Of src/files the page needs the folder walk and the names of paths; everything else runs in the worker.',
      severity: 'error',
      from: { path: '^src/store/', pathNot: test },
      to: { path: '^src/files/', pathNot: '^src/files/(walk|paths)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'service-worker-by-register',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: '^src/sw/', pathNot: '^src/sw/register\\.ts$' },
    },
    {
      name: 'engine-by-client',
      comment: 'The page talks to the engine by its client alone.',
      severity: 'error',
      from: { path: '^src/(store|lessons|main\\.tsx)', pathNot: test },
      to: { path: '^src/engine/', pathNot: engineClient },
    },
    {
      name: 'engine-client-apart',
      comment: 'Nothing that the page loads may bring the worker’s side, and TensorFlow.js with it, along.',
      severity: 'error',
      from: { path: engineClient },
      to: { path: '^src/(?!base/|engine/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engine-host-not-in-client',
      severity: 'error',
      from: { path: engineClient },
      to: { path: '^src/engine/', pathNot: engineClient, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'page-without-tensorflow',
      comment: 'The first paint must not wait for TensorFlow.js: it is reached through the worker only.',
      severity: 'error',
      from: { path: '^src/main\\.tsx$' },
      to: { path: '^src/runtime/|node_modules/@tensorflow/', reachable: true },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|wasm)(\\?url)?$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
