/** Characters with a special meaning in TensorFlow.js node names: `node:index`, a leading `^`. */
const forbidden = /[:^]/g

/** Gives every node a unique name that TensorFlow.js accepts; valid names are kept. */
export class Names {
  readonly #taken = new Set<string>()

  /** TensorFlow.js looks names up in plain objects, where `constructor` and `__proto__` always exist. */
  give(name: string): string {
    const plain = name.replace(forbidden, '_')
    const base = plain === '' || plain in Object.prototype ? `node_${plain}` : plain
    let candidate = base
    for (let i = 1; this.#taken.has(candidate); i++) candidate = `${base}_${i}`
    this.#taken.add(candidate)
    return candidate
  }
}
