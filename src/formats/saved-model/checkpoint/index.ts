import { EngineError } from '../../../base/errors.ts'
import { formatBytes, formatCount } from '../../../base/format.ts'
import { sizeOf, type TensorData } from '../../../base/tensor.ts'
import type { TreeFile } from '../../../files/tree.ts'
import { type Constant, fillFrom, stored } from '../../../graph/constant.ts'
import { decodeElements, swapped } from '../decode.ts'
import { type StoredType, storedType } from '../dtypes.ts'
import { crc32c } from './crc32c.ts'
import { type BundleEntry, type BundleHeader, readEntry, readHeader } from './entry.ts'
import { Shard } from './shard.ts'
import { type Extent, sliceKey } from './slice-key.ts'
import { assembled } from './slices.ts'
import { splitStrings } from './strings.ts'
import { binaryText, readTable } from './table.ts'

/** Largest accepted index; a tensor takes tens of bytes. */
const largestIndex = 256 * 2 ** 20

/** The variables of a SavedModel: `variables.index` and its data files (TensorFlow's tensor bundle, version 2). */
export class Checkpoint {
  readonly header: BundleHeader
  private readonly entries = new Map<string, BundleEntry>()
  private readonly constants = new Map<string, Constant>()
  private shards: readonly (Shard | null)[] = []

  private constructor(
    readonly file: TreeFile,
    private readonly table: ReadonlyMap<string, Uint8Array>,
  ) {
    this.header = readHeader(table.get('') ?? new Uint8Array(0), file.path)
  }

  /** Raises `model-invalid`, `checksum-mismatch`, `file-truncated`, `file-unreadable`, `cancelled`. */
  static async open(file: TreeFile, signal?: AbortSignal): Promise<Checkpoint> {
    const { size } = file.source
    if (size > largestIndex)
      throw new EngineError('model-invalid', `${file.path} is ${formatBytes(size)}; a checkpoint index is far smaller.`)
    return new Checkpoint(file, readTable(await file.source.read(0, size, signal), file.path))
  }

  /** Names of the data files, in order. */
  shardNames(): readonly string[] {
    const { shards } = this.header
    const digits = (n: number) => String(n).padStart(5, '0')
    const stem = this.file.name.replace(/\.index$/, '')
    return Array.from({ length: shards }, (_, i) => `${stem}.data-${digits(i)}-of-${digits(shards)}`)
  }

  /** Minimum size of each data file, in bytes. */
  shardSizes(): readonly number[] {
    const sizes = new Array<number>(this.header.shards).fill(0)
    for (const key of this.table.keys()) {
      if (key === '') continue
      const { shard, offset, size, slices } = this.entry(key)
      if (slices.length > 0) continue
      if (shard >= sizes.length)
        throw new EngineError(
          'model-invalid',
          `${this.file.path} refers to data file ${formatCount(shard)} of ${formatCount(sizes.length)}.`,
          'Copy or download the file again.',
        )
      sizes[shard] = Math.max(sizes[shard] as number, offset + size)
    }
    return sizes
  }

  attach(files: readonly (TreeFile | null)[]): void {
    this.shards = files.map((file) => (file === null ? null : new Shard(file)))
  }

  has(name: string): boolean {
    return this.table.has(keyOf(name))
  }

  /** A tensor by name, with its values still in the file. Raises `weight-missing`, `model-invalid`. */
  constant(name: string): Constant {
    const key = keyOf(name)
    const held = this.constants.get(key)
    if (held !== undefined) return held
    const entry = this.entry(key, name)
    const constant = entry.slices.length === 0 ? this.lazy(entry, name) : this.sliced(entry, name)
    this.constants.set(key, constant)
    return constant
  }

  /** A slice of a tensor: the value of one piece of a partitioned variable. */
  slice(name: string, extents: readonly Extent[]): Constant {
    const entry = this.entry(keyOf(name), name)
    const exact = entry.slices.find((slice) =>
      slice.every(({ start, length }, i) => {
        const wanted = extents[i]
        const full = entry.shape[i] ?? 0
        return wanted?.start === start && fill(wanted.length, full) === fill(length, full)
      }),
    )
    if (exact !== undefined) return this.single(sliceKey(name, exact), name)
    return assembled([{ constant: this.constant(name), at: entry.shape.map(() => 0) }], extents, entry.shape)
  }

  /** The bytes of a scalar string tensor. */
  async bytes(name: string, signal?: AbortSignal): Promise<Uint8Array | null> {
    if (!this.has(name)) return null
    const entry = this.entry(keyOf(name), name)
    return (await this.strings(entry, name, signal))[0] ?? null
  }

  private single(key: string, name: string): Constant {
    return this.lazy(this.entry(key, name), name)
  }

  private sliced(entry: BundleEntry, name: string): Constant {
    const pieces = entry.slices.map((slice) => ({
      constant: this.single(sliceKey(name, slice), name),
      at: slice.map(({ start }) => start),
    }))
    return assembled(
      pieces,
      entry.shape.map((length) => ({ start: 0, length })),
      entry.shape,
    )
  }

  private entry(key: string, name = key): BundleEntry {
    const held = this.entries.get(key)
    if (held !== undefined) return held
    const bytes = this.table.get(key)
    if (bytes === undefined)
      throw new EngineError(
        'weight-missing',
        `${this.file.path} has no tensor "${name}", which the graph needs.`,
        'saved_model.pb and the folder "variables" are probably from different exports. Take both from the same one.',
      )
    const entry = readEntry(bytes, name, this.file.path)
    this.entries.set(key, entry)
    return entry
  }

  private lazy(entry: BundleEntry, name: string): Constant {
    const type = storedType(entry.dtype)
    if (type === null)
      throw new EngineError(
        'model-invalid',
        `${this.file.path}: the tensor "${name}" has a dtype that is not supported (${entry.dtype}).`,
      )
    const expected = sizeOf(entry.shape) * type.bytes
    if (type.dtype !== 'string' && expected !== entry.size)
      throw new EngineError(
        'model-invalid',
        `${this.file.path}: "${name}" with shape [${entry.shape.join(', ')}] needs ${formatCount(expected, 'byte')}, but the index states ${formatCount(entry.size)}.`,
        'Copy or download the file again.',
      )
    const { shape, size } = entry
    const read = (signal?: AbortSignal) => this.read(entry, type, name, signal)
    const asStored = type.name === 'float32' && !this.header.bigEndian
    const fill = async (signal?: AbortSignal) => fillFrom(await this.verified(entry, name, signal))
    const file = this.shardFile(entry).path
    return stored({ dtype: type.dtype, shape, bytes: size, file, read, ...(asStored && { fill }) })
  }

  private async read(entry: BundleEntry, type: StoredType, name: string, signal?: AbortSignal): Promise<TensorData> {
    if (type.dtype === 'string') {
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
      return (await this.strings(entry, name, signal)).map((bytes) => decoder.decode(bytes))
    }
    const stored = await this.verified(entry, name, signal)
    const bytes = this.header.bigEndian ? swapped(stored, type) : stored
    return decodeElements(type, bytes, `The variable "${name}"`)
  }

  private async verified(entry: BundleEntry, name: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const stored = await this.raw(entry, signal)
    this.verify(entry, [stored], name)
    return stored
  }

  private async strings(entry: BundleEntry, name: string, signal?: AbortSignal): Promise<readonly Uint8Array[]> {
    const { path } = this.shardFile(entry)
    const { strings, checked } = splitStrings(await this.raw(entry, signal), sizeOf(entry.shape), path)
    this.verify(entry, checked, name)
    return strings
  }

  private raw({ shard, offset, size }: BundleEntry, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const data = this.shards[shard] ?? null
    if (data === null) throw this.missing(shard)
    return data.read(offset, offset + size, signal)
  }

  private verify({ crc, shard }: BundleEntry, parts: readonly Uint8Array[], name: string): void {
    let found = 0
    for (const part of parts) found = crc32c(part, found)
    if (found === crc) return
    throw new EngineError(
      'checksum-mismatch',
      `The bytes of "${name}" in ${this.shards[shard]?.file.path ?? this.shardNames()[shard]} do not match their checksum: the file is damaged.`,
      'Copy or download the folder "variables" again.',
    )
  }

  private shardFile({ shard }: BundleEntry): TreeFile {
    const data = this.shards[shard] ?? null
    if (data === null) throw this.missing(shard)
    return data.file
  }

  private missing(shard: number): EngineError {
    const name = this.shardNames()[shard] ?? `data file ${shard}`
    return new EngineError('weights-missing', `${name} is missing.`, 'Drop the whole folder of the SavedModel.')
  }
}

const ascii = /^[ -~]*$/

function keyOf(name: string): string {
  return ascii.test(name) ? name : binaryText(new TextEncoder().encode(name))
}

function fill(length: number, full: number): number {
  return length < 0 ? full : length
}
