import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { packageNotices } from './notices.ts'

/** @type {string[]} */
const folders = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/**
 * A package folder with these files.
 * @param {string} name
 * @param {string} license
 * @param {Readonly<Record<string, string>>} files
 */
function made(name, license, files) {
  const folder = mkdtempSync(join(tmpdir(), 'notices-'))
  folders.push(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', license }))
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  return folder
}

it('states each licence text once, with the packages that it belongs to', () => {
  const text = packageNotices([
    made('a', 'MIT', { LICENSE: 'MIT of one\r\n' }),
    made('b', 'MIT', { 'license.txt': 'MIT of one' }),
    made('c', 'MIT', { 'README.md': '# c\n\nText.\n\nLICENSE (MIT)\n-------\n\nMIT of c\n' }),
    made('d', 'Apache-2.0', {}),
  ])
  expect(text).toContain('- a 1.0.0 (MIT)\n- b 1.0.0 (MIT)\n\n```\nMIT of one\n```')
  expect(text).toContain('- c 1.0.0 (MIT)\n\n```\nLICENSE (MIT)\n-------\n\nMIT of c\n```')
  expect(text).toContain('- d 1.0.0 (Apache-2.0)\n\n```\nThe Apache License 2.0')
})

it('refuses a package without a licence text', () => {
  expect(() => packageNotices([made('e', 'MIT', { 'README.md': '# e' })])).toThrow('no licence text')
})
