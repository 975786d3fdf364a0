/** Transferable objects; others are copied, or rejected by the browser. Frames are copied: that shares their pixels. */
const movable: ReadonlySet<string> = new Set([
  'ArrayBuffer',
  'AudioData',
  'MessagePort',
  'OffscreenCanvas',
  'ReadableStream',
])

/**
 * The objects that a message transfers instead of copying: buffers of typed arrays, and ports. Searches
 * plain objects and arrays; an array whose first element is not an object is assumed to contain values only.
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
