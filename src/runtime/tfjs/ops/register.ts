import type { Tensor } from '@tensorflow/tfjs-core'
import type { Converter, Core } from '../packages.ts'
import { OpAttributes } from './attributes.ts'
import { customOps } from './index.ts'
import type { TensorLists } from './tensor-list.ts'

/** The argument that tfjs-converter passes to a custom op; `node` and `context` are private in its types. */
interface NodeValue {
  readonly inputs: readonly Tensor[]
  readonly node: { readonly rawAttrs?: unknown } & object
  readonly context: { readonly tensorListMap: TensorLists }
}

const read = new WeakMap<object, OpAttributes>()

/** One object per node, so that an op can cache what it parsed. */
function attributesOf(node: NodeValue['node']): OpAttributes {
  const known = read.get(node)
  if (known !== undefined) return known
  const attributes = new OpAttributes(node.rawAttrs)
  read.set(node, attributes)
  return attributes
}

/** Registers the custom ops with tfjs-converter, where they take precedence over built-in ops of the same name. */
export function registerOps(tf: Core, converter: Converter): void {
  for (const { op, execute, asynchronous } of customOps) {
    converter.registerOp(op, (value) => {
      const { inputs, node, context } = value as unknown as NodeValue
      const call = { tf, inputs, attributes: attributesOf(node), lists: context.tensorListMap }
      if (asynchronous) return Promise.resolve(execute(call)).then((outputs) => [...outputs])
      return tf.tidy(() => [...(execute(call) as readonly Tensor[])])
    })
  }
}
