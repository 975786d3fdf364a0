import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { samples } from './samples.ts'

const publicFolder = new URL('../../public/', import.meta.url)
const notices = readFileSync(new URL('../../THIRD_PARTY.md', import.meta.url), 'utf8')

function sizeOf(url: string): number {
  return statSync(new URL(url, publicFolder)).size
}

describe.each(samples.map((sample) => [sample.id, sample] as const))('sample %s', (id, sample) => {
  test('lists exactly the files of its folder', () => {
    const folder = fileURLToPath(new URL(`samples/${id}/`, publicFolder))
    const listed = [...sample.files.map((file) => file.url), sample.picture].sort()
    const found = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `samples/${id}/${`${entry.parentPath}/${entry.name}`.slice(folder.length).replace(/^\//, '')}`)
    expect(listed).toEqual(found.sort())
  })

  test('has the stated size', () => {
    const bytes = sample.files.reduce((sum, file) => sum + sizeOf(file.url), 0)
    expect(sample.bytes).toBe(bytes)
  })

  test('has its licence and the source of each file in THIRD_PARTY.md', () => {
    const start = notices.indexOf(`public/samples/${id}`)
    expect(start).toBeGreaterThan(0)
    const next = notices.indexOf('\n## ', start)
    const section = notices.slice(start, next === -1 ? undefined : next)
    expect(section).toContain(sample.licence)
    for (const file of sample.files) {
      const name = file.path
        .split('/')
        .at(-1)
        ?.replace(/^group\d+-shard1of1$/, 'groupN-shard1of1')
      expect(section).toContain(`\`${name}\``)
    }
  })
})

test('ids and paths are unique, and the total stays under 25 MB', () => {
  expect(new Set(samples.map((sample) => sample.id)).size).toBe(samples.length)
  for (const sample of samples) expect(new Set(sample.files.map((file) => file.path)).size).toBe(sample.files.length)
  const urls = samples.flatMap((sample) => [...sample.files.map((file) => file.url), sample.picture])
  expect(urls.reduce((sum, url) => sum + sizeOf(url), 0)).toBeLessThan(25_000_000)
})

test('label lists are as long as the model has classes', () => {
  const lines = (path: string): readonly string[] =>
    readFileSync(new URL(path, publicFolder), 'utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '')
  const photo = lines('samples/photo/labels.txt')
  expect(photo).toHaveLength(1000)
  // Darknet's own order, not the alphabetical order of the WordNet ids.
  expect([photo[0], photo[7], photo[23]]).toEqual(['kit fox', 'Egyptian cat', 'African elephant'])
  expect(lines('samples/doodle/class_names.txt')).toHaveLength(345)
  for (const sample of ['digits', 'keras'])
    expect(lines(`samples/${sample}/labels.txt`)).toEqual(Array.from({ length: 10 }, (_, i) => String(i)))
  expect(lines('samples/penguins/labels.txt')).toHaveLength(3)
})
