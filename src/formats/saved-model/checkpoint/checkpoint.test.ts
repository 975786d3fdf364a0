import { describe, expect, it } from 'vitest'
import { fixture, treeOf } from '../fixtures/tree.ts'
import { Checkpoint } from './index.ts'
import { sliceKey } from './slice-key.ts'

async function load(name: string, change: (files: Map<string, Uint8Array<ArrayBuffer>>) => void = () => {}) {
  const files = await fixture(name)
  change(files)
  const tree = await treeOf(files, '')
  const index = tree.get('variables/variables.index')
  if (index === undefined) throw new Error('no index')
  const checkpoint = await Checkpoint.open(index)
  checkpoint.attach(checkpoint.shardNames().map((shard) => tree.get(`variables/${shard}`) ?? null))
  return checkpoint
}

const data = 'variables/variables.data-00000-of-00001'

describe('checkpoints', () => {
  it('are read through a Snappy-compressed index', async () => {
    const checkpoint = await load('half_plus_two')
    expect(checkpoint.header).toEqual({ shards: 1, bigEndian: false })
    expect(await checkpoint.constant('a').read()).toEqual(Float32Array.of(0.5))
    expect(await checkpoint.constant('b').read()).toEqual(Float32Array.of(2))
    expect(() => checkpoint.constant('z')).toThrow(expect.objectContaining({ code: 'weight-missing' }))
  })

  it('join the slices of a partitioned variable, and return parts of it', async () => {
    const checkpoint = await load('tf1_partitioned_variable')
    const whole = checkpoint.constant('emb')
    expect(whole.shape).toEqual([6, 5])
    const all = (await whole.read()) as Float32Array
    const rows = checkpoint.slice('emb', [
      { start: 2, length: 2 },
      { start: 0, length: 5 },
    ])
    expect(await rows.read()).toEqual(all.slice(10, 20))
    const inner = checkpoint.slice('emb', [
      { start: 1, length: 2 },
      { start: 1, length: 2 },
    ])
    expect(await inner.read()).toEqual(Float32Array.of(...all.slice(6, 8), ...all.slice(11, 13)))
  })

  it('detect a changed byte by the checksum of its tensor', async () => {
    const checkpoint = await load('half_plus_two', (files) => {
      files.set(
        data,
        Uint8Array.from(files.get(data) ?? [], (byte, i) => (i === 1 ? byte ^ 4 : byte)),
      )
    })
    await expect(checkpoint.constant('a').read()).rejects.toMatchObject({
      code: 'checksum-mismatch',
      message: expect.stringMatching(/"a" in variables\/variables\.data-00000-of-00001/),
    })
    expect(await checkpoint.constant('b').read()).toEqual(Float32Array.of(2))
  })

  it('detect a damaged index by the checksum of its block', async () => {
    const path = 'variables/variables.index'
    const damaged = load('half_plus_two', (files) => {
      files.set(
        path,
        Uint8Array.from(files.get(path) ?? [], (byte, i) => (i === 9 ? byte ^ 1 : byte)),
      )
    })
    await expect(damaged).rejects.toMatchObject({ code: 'checksum-mismatch' })
  })
})

describe('keys of slices', () => {
  const hex = (key: string) => [...key].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join(' ')

  it('use the ordered code', () => {
    const key = sliceKey('emb', [
      { start: 2, length: 2 },
      { start: 0, length: -1 },
    ])
    expect(hex(key)).toBe('00 65 6d 62 00 01 01 02 82 82 80 7f')
    expect(hex(sliceKey('a', [{ start: 64, length: 100_000 }]))).toBe('00 61 00 01 01 01 c0 40 e1 86 a0')
  })
})
