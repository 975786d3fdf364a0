import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** Files that the built index.html links: scripts, style sheets, preloads, icons, the manifest. */
const linked = /(?:src|href)="(\.\/[^"]+)"/g

/** Static imports of a built module (`import"./x.js"`, `from"./x.js"`); `import("./x.js")` is not one. */
const imported = /(?:import|from)\s*["'](\.[^"']+\.js)["']/g

/**
 * The files of the first paint, relative to `folder`: index.html, the files that it links, and their static imports.
 * With `entry`: that file and its static imports.
 * @param {string} folder a build
 * @param {string} [entry]
 * @returns {string[]}
 */
export function entryGraph(folder, entry = 'index.html') {
  /** @type {Set<string>} */
  const seen = new Set()
  const visit = (/** @type {string} */ path) => {
    if (seen.has(path)) return
    seen.add(path)
    const pattern = path.endsWith('.html') ? linked : path.endsWith('.js') ? imported : null
    if (pattern === null) return
    for (const [, target = ''] of readFileSync(join(folder, path), 'utf8').matchAll(pattern)) {
      visit(posix.join(posix.dirname(path), target))
    }
  }
  visit(entry)
  return [...seen]
}
