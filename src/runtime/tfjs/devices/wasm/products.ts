import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelBackend, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { convolutionImages, matrixRows } from '../../gemm/convolution.ts'
import { createGemm, type Gemm } from '../../gemm/gemm.ts'
import { Products, type WasmModule } from '../../gemm/products.ts'
import { multipliesCorrectly, selfTestLength } from '../../gemm/self-test.ts'
import type { Core } from '../../packages.ts'
import { ownMemory } from './memory.ts'

type Params = Parameters<KernelFunc>[0]
/** The output of a kernel call if it is a product with a weight, else `null`. */
type ProductKernel = (tf: Core, products: Products, params: Params) => TensorInfo | null

/** tfjs's kernels for products. */
const kernels: Readonly<Record<string, ProductKernel>> = {
  Conv2D: convolution,
  FusedConv2D: convolution,
  BatchMatMul: matrices,
  _FusedMatMul: matrices,
}

/** The attributes of the four kernels that are used here. */
interface Attributes {
  readonly strides: number
  readonly pad: number
  readonly dilations: number
  readonly dataFormat: string
  readonly dimRoundingMode?: string
  readonly transposeA: boolean
  readonly transposeB: boolean
  readonly activation?: string
}

function convolution(tf: Core, products: Products, { inputs, attrs }: Params): TensorInfo | null {
  const { x: a, filter: weight, bias, preluActivationWeights } = inputs
  const { strides, pad, dilations, dataFormat, dimRoundingMode, activation = 'linear' } = attrs as unknown as Attributes
  if (a === undefined || weight === undefined || !products.knows(weight) || preluActivationWeights !== undefined)
    return null
  if (dataFormat !== 'NHWC' || dimRoundingMode !== undefined) return null
  const info = tf.backend_util.computeConv2DInfo(a.shape as Shape4, weight.shape as Shape4, strides, dilations, pad)
  const images = info.inChannels === weight.shape[2] ? convolutionImages(info) : null
  if (images === null) return null
  const [k, n] = [info.filterHeight * info.filterWidth * info.inChannels, info.outChannels]
  return products.multiply({ a, weight, bias, activation, k, n, shape: info.outShape }, images)
}

function matrices(_: Core, products: Products, { inputs, attrs }: Params): TensorInfo | null {
  const { a, b: weight, bias, preluActivationWeights } = inputs
  const { transposeA, transposeB, activation = 'linear' } = attrs as unknown as Attributes
  if (a === undefined || weight === undefined || !products.knows(weight) || preluActivationWeights !== undefined)
    return null
  const [k = 0, n = 0] = weight.shape.slice(-2)
  const single = weight.shape.length <= a.shape.length && weight.shape.slice(0, -2).every((size) => size === 1)
  if (transposeA || transposeB || !single || k === 0 || a.shape.at(-1) !== k) return null
  const rows = a.shape.slice(0, -1)
  const images = matrixRows(
    rows.reduce((product, size) => product * size, 1),
    k,
  )
  return products.multiply({ a, weight, bias, activation, k, n, shape: [...rows, n] }, images)
}

type Shape4 = [number, number, number, number]

const productsOf = new WeakMap<object, Products>()
let replaced = false

export interface FastProducts {
  /** The execution detail to report. */
  readonly note: string
  /** Registers a tensor that stays constant until it is disposed. */
  adopt(weight: object): void
}

/**
 * Runs products with weights on our own kernel (`gemm/`), 2.5 times as fast as that of tfjs 4.22, which does not use
 * fused multiply-add; the rest stays with tfjs's kernels. `null` if our kernel cannot run.
 */
export function installFastProducts(tf: Core, backend: KernelBackend): FastProducts | null {
  const found = startGemm(backend as BackendWasm)
  if (found === null) return null
  const products = new Products(backend as BackendWasm, found.gemm)
  productsOf.set(backend, products)
  const dispose = backend.disposeData.bind(backend)
  backend.disposeData = (dataId, force) => {
    const freed = dispose(dataId, force)
    if (freed) products.release(dataId)
    return freed
  }
  if (!replaced) for (const [name, product] of Object.entries(kernels)) replaceKernel(tf, name, product)
  replaced = true
  return {
    note: `own matrix kernel${found.fused ? ', relaxed SIMD' : ''}`,
    adopt: (weight) => products.adopt(weight),
  }
}

function replaceKernel(tf: Core, name: string, product: ProductKernel) {
  const config = tf.getKernel(name, 'wasm')
  if (config === undefined) return
  const kernelFunc: KernelFunc = (params) => {
    const products = productsOf.get(params.backend as object)
    return (products === undefined ? null : product(tf, products, params)) ?? config.kernelFunc(params)
  }
  tf.unregisterKernel(name, 'wasm')
  tf.registerKernel({ ...config, kernelFunc })
}

/** Tries relaxed SIMD first, then SIMD; neither works without access to the heap. */
function startGemm(backend: BackendWasm): { readonly gemm: Gemm; readonly fused: boolean } | null {
  const wasm = backend.wasm as unknown as WasmModule
  const memory = ownMemory(backend)
  if (memory === null) return null
  const scratch = wasm._malloc(selfTestLength * 4) >>> 0
  try {
    for (const fused of [true, false]) {
      const gemm = createGemm(memory, fused)
      if (gemm !== null && multipliesCorrectly(gemm, memory, scratch)) return { gemm, fused }
    }
    return null
  } finally {
    wasm._free(scratch)
  }
}
