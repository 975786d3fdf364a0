import { pick } from './damage-json.mjs'

/** @typedef {import('./pack.mjs').File} File */

/** @type {readonly ((path: string) => string)[]} */
const names = [
  (path) => `../../${path}`,
  (path) => `/${path}`,
  (path) => `C:\\${path.replaceAll('/', '\\')}`,
  (path) => `__proto__/${path}`,
  (path) => path.toUpperCase(),
  (path) => `${path}\u0000.txt`,
  (path) => path.replace(/[^/]*$/, ''),
  (path) => `${'deep/'.repeat(19)}${path}`,
  (path) => `${path}/`,
  (path) => path.replace(/\.[^./]*$/, ''),
  (path) => path.replace(/[^/]*$/, '\ud800\u202e.json'),
  () => '',
  () => 'constructor',
]

/**
 * Renamed, missing, duplicated and empty files, and files with the content of another.
 * @type {Readonly<Record<string, (files: readonly File[], at: number, random: () => number) => readonly File[]>>}
 */
export const mixUps = {
  'an odd name': (files, at, random) =>
    files.map((file, i) => (i === at ? { ...file, path: pick(names, random)(file.path) } : file)),
  'a missing file': (files, at) => files.filter((_, i) => i !== at),
  'a file twice': (files, at) => [...files, /** @type {File} */ (files[at])],
  'an empty file': (files, at) => files.map((file, i) => (i === at ? { ...file, bytes: new Uint8Array(0) } : file)),
  'the content of another file': (files, at, random) =>
    files.map((file, i) => (i === at ? { ...file, bytes: pick(files, random).bytes } : file)),
}
