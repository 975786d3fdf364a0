import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The folder of the package that a module belongs to, of nested packages the innermost. */
const packageFolder = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//

/**
 * Ships the licences of the build: `LICENSE`, and `THIRD_PARTY.md` followed by the notices of every npm package that has
 * a module in the bundle. `collect` belongs to the page and to its workers, `write` to the page, whose bundle is the
 * last. Fails the build for a package without a licence text.
 */
export function notices(): { readonly collect: () => Plugin; readonly write: () => Plugin } {
  const folders = new Set<string>()
  const collect = (): Plugin => ({
    name: 'glassbox:notices-collect',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue
        for (const id of file.moduleIds) {
          const folder = packageFolder.exec(id)?.[1]
          if (folder !== undefined) folders.add(folder)
        }
      }
    },
  })
  const write = (): Plugin => ({
    name: 'glassbox:notices-write',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler() {
        const ours = readFileSync(join(root, 'THIRD_PARTY.md'), 'utf8')
        const source = `${ours.trimEnd()}\n\n${packageNotices([...folders].sort())}`
        this.emitFile({ type: 'asset', fileName: 'THIRD_PARTY.md', source })
        this.emitFile({ type: 'asset', fileName: 'LICENSE', source: readFileSync(join(root, 'LICENSE')) })
      },
    },
  })
  return { collect, write }
}

/** Markdown: a heading for each distinct text, the packages under it, then the text. */
export function packageNotices(folders: readonly string[]): string {
  const byText = new Map<string, string[]>()
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const text = licenceText(folder) || (license === 'Apache-2.0' ? apache : '')
    if (text === '') throw new Error(`${name} ${version} (${license}) is in the bundle, but has no licence text.`)
    byText.set(text, [...(byText.get(text) ?? []), `- ${name} ${version} (${license})`])
  }
  const sections = [...byText].map(([text, packages]) => `${packages.join('\n')}\n\n\`\`\`\n${text}\n\`\`\`\n`)
  return `## npm packages in the bundle\n\n${sections.join('\n')}`
}

const apache = 'The Apache License 2.0; its text is in the file LICENSE.'

/** The licence and the notice of a package, from their files or from its README; empty if it has neither. */
function licenceText(folder: string): string {
  const names = readdirSync(folder).sort()
  const read = (name: string) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
  const files = names.filter((name) => /^(licen[cs]e|copying|notice)(\W|$)/i.test(name))
  if (files.length > 0) return files.map((name) => read(name).trim()).join('\n\n')
  const readme = names.find((name) => /^readme(\W|$)/i.test(name))
  return readme === undefined ? '' : (/^(?:#+ *)?licen[cs]e\b(?:.*\n)+/im.exec(read(readme))?.[0].trim() ?? '')
}
