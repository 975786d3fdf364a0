/**
 * @typedef {import('./draw.mjs').Case} Case
 * @typedef {import('./draw.mjs').Tensor} Tensor
 * @typedef {{ GraphBuilder: any, literal: any, createRuntime: any }} Modules
 */

/** @param {{ load: (path: string) => Promise<any>, createRuntime: any }} product */
export async function modulesOf({ load, createRuntime }) {
  const [{ GraphBuilder }, { literal }] = await Promise.all([
    load('/src/graph/builder.ts'),
    load('/src/graph/constant.ts'),
  ])
  return { GraphBuilder, literal, createRuntime }
}

/** @param {Tensor} tensor */
function typed({ dtype, data }) {
  if (dtype === 'bool') return Uint8Array.from(data)
  if (dtype === 'int32') return Int32Array.from(data)
  const values = Float32Array.from(data)
  // x86 sets the sign of a NaN that it computes, which some kernels read as a negative number.
  const words = new Uint32Array(values.buffer)
  for (const [i, value] of data.entries()) if (Number.isNaN(value)) words[i] = 0xffc00000
  return values
}

/**
 * The case as a graph of the product, and what a person would give it.
 * @param {Modules} modules
 * @param {Case} drawn
 */
function graphOf({ GraphBuilder, literal }, { inputs, nodes }) {
  const b = new GraphBuilder()
  const values = new Map()
  /** @type {Record<string, { dtype: string, shape: readonly number[], data: any }>} */
  const given = {}
  inputs.forEach(({ dtype, shape, constant, free, data }, i) => {
    const value = { dtype, shape, data: typed({ dtype, shape, data }) }
    if (!constant) given[`x${i}`] = value
    const declared = shape.map((dim, axis) => (free.includes(axis) ? null : dim))
    values.set(`x${i}`, constant ? b.constant(literal(dtype, shape, value.data)) : b.input(`x${i}`, dtype, declared))
  })
  nodes.forEach(({ op, inputs: from, attributes, outputs }, i) => {
    const made = b.ops(
      op,
      from.map((name) => values.get(name)),
      attributes,
    )
    for (let k = 0; k < outputs; k++) values.set(`n${i}:${k}`, made[k])
  })
  const last = nodes.length - 1
  for (let k = 0; k < Number(nodes[last]?.outputs); k++) b.output(`y${k}`, values.get(`n${last}:${k}`))
  return { graph: b.build(), given }
}

/** The buffers of inputs that are to be on the GPU before the first kernel. @type {WeakSet<ArrayBufferLike>} */
const placed = new WeakSet()

/**
 * TensorFlow.js computes small tensors on the CPU while they are in memory, as inputs are. Most operands of a model are
 * results of the GPU's kernels, so half of the cases begin with their inputs there.
 *
 * @param {{ prototype: any }} backend the class `WebGPUBackend` or `MathBackendWebGL`
 */
export function placeInputsOnGpu({ prototype }) {
  const { uploadToGPU, write } = prototype
  prototype.write = function (/** @type {any} */ values, /** @type {any} */ shape, /** @type {any} */ dtype) {
    const dataId = write.call(this, values, shape, dtype)
    if (values?.length > 0 && placed.has(values.buffer)) uploadToGPU.call(this, dataId)
    return dataId
  }
}

/** Runs cases on a rung of the product: its lowering, its executor, its kernels. */
export class Bench {
  /** @param {Modules} modules @param {string} backend */
  constructor(modules, backend) {
    this.modules = modules
    this.backend = backend
    this.runtime = modules.createRuntime()
    /** Details of the rung: its device, its threads. */
    this.note = ''
    /** Description of a rewrite → the number of cases in which it was needed. @type {Map<string, number>} */
    this.rewrites = new Map()
  }

  /**
   * @param {Case} drawn
   * @param {boolean} optimise
   * @param {number} id decides where the inputs are
   * @returns {Promise<readonly Tensor[]>} the outputs; raises what the product raises
   */
  async run(drawn, optimise, id) {
    const { graph, given } = graphOf(this.modules, drawn)
    if (id % 4 > 1)
      for (const [i, { constant, sizes = false }] of drawn.inputs.entries())
        if (!constant && !sizes) placed.add(given[`x${i}`]?.data.buffer)
    const { session, optimisation, ladder } = await this.runtime.start(graph, {
      backend: this.backend,
      lost: [],
      optimise,
    })
    this.note = ladder.find((/** @type {{ id: string }} */ { id }) => id === this.backend).reason
    if (!optimise)
      for (const { label } of optimisation.passes) this.rewrites.set(label, (this.rewrites.get(label) ?? 0) + 1)
    try {
      const { outputs } = await session.run(given)
      return outputs.map((/** @type {{ value: Tensor }} */ { value }) => value)
    } finally {
      session.dispose()
    }
  }
}
