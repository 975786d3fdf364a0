import type { Archive, Unpack } from './archive.ts'
import { blobSource } from './byte-source.ts'
import { inflateHead, inflateToBlob } from './inflate.ts'
import { isTarHeader, magicLength } from './magic.ts'
import { baseName, joinPath } from './paths.ts'
import { unpack as unpackTar } from './unpack-tar.ts'

/** A gzip holds one stream: a tar, or one file, named after the archive without its extension. */
export const unpack: Unpack = async (archive: Archive) => {
  const { path, source, budget, signal } = archive
  let inflated = 0
  const onBytes = (bytes: Uint8Array) => {
    inflated += bytes.length
    budget.addInflated(bytes.length, inflated, source.size, path)
  }
  const head = await inflateHead(source, 'gzip', path, magicLength, signal)
  const whole = blobSource(await inflateToBlob(source, 'gzip', path, { signal, onBytes }), path)
  if (isTarHeader(head)) return unpackTar({ ...archive, source: whole })
  budget.addFiles(1, path)
  const name = baseName(path).replace(/\.gz(ip)?$/i, '') || 'unnamed'
  return { files: [{ path: joinPath(path, name), source: whole }], problems: [] }
}
