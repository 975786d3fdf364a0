import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** What the built index.html names: scripts, style sheets, preloads, icons, the manifest. */
const linked = /(?:src|href)="(\.\/[^"]+)"/g

/** Static imports of a built module (`import"./x.js"`, `from"./x.js"`); `import("./x.js")` is not one. */
const imported = /(?:import|from)\s*["'](\.[^"']+\.js)["']/g

/**
 * The files that the first paint needs, relative to `folder`: index.html, what it links, and what those import
 * statically. Or what another file of the build needs: `entry`, and its static imports.
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
