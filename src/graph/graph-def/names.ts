/** Characters that TensorFlow.js reads as something else within a node's name: `node:index`, a leading `^`. */
const forbidden = /[:^]/g

/** Gives every node of a model a name of its own that TensorFlow.js does not trip over; a good name stays as it is. */
export class Names {
  readonly #taken = new Set<string>()

  /** TensorFlow.js looks names up in plain objects, where `constructor` and `__proto__` are found without being there. */
  give(name: string): string {
    const plain = name.replace(forbidden, '_')
    const base = plain === '' || plain in Object.prototype ? `node_${plain}` : plain
    let candidate = base
    for (let i = 1; this.#taken.has(candidate); i++) candidate = `${base}_${i}`
    this.#taken.add(candidate)
    return candidate
  }
}
