import { gzipSync } from 'node:zlib'
import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'

export interface Entry {
  readonly path: string
  readonly bytes: Buffer
}

export async function zip(entries: readonly Entry[]): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false })
  for (const { path, bytes } of entries) await writer.add(path, new Uint8ArrayReader(bytes))
  return Buffer.from(await (await writer.close()).arrayBuffer())
}

/** A gzipped POSIX tar. */
export function tarGz(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, bytes }) => [header(path, bytes.length), padded(bytes)])
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}

function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(512)
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`
  block.write(path, 0)
  block.write(octal(0o644, 8), 100)
  block.write(octal(0, 8), 108)
  block.write(octal(0, 8), 116)
  block.write(octal(size, 12), 124)
  block.write(octal(0, 12), 136)
  block.write('        ', 148)
  block.write('0', 156)
  block.write('ustar\x0000', 257)
  block.write(
    octal(
      block.reduce((sum, byte) => sum + byte, 0),
      8,
    ),
    148,
  )
  return block
}
