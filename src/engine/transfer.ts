/** Objects that a message can move; what is not among them is copied, or refused by the browser. */
const movable: ReadonlySet<string> = new Set([
  'ArrayBuffer',
  'AudioData',
  'ImageBitmap',
  'MessagePort',
  'OffscreenCanvas',
  'ReadableStream',
  'VideoFrame',
])

/**
 * What a message moves to the other side rather than copies: the buffers of typed arrays, pictures, frames, ports. Plain
 * objects and arrays are searched; an array that begins with something other than an object is taken for one of values.
 */
export function transferablesOf(message: unknown): Transferable[] {
  const found = new Set<Transferable>()
  collect(message, found)
  return [...found]
}

function collect(value: unknown, found: Set<Transferable>): void {
  if (typeof value !== 'object' || value === null) return
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
  } else if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item !== 'object') break
      collect(item, found)
    }
  } else if (Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) collect(item, found)
  } else if (movable.has(value.constructor?.name ?? '')) {
    found.add(value as Transferable)
  }
}
