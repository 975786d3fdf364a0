import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { DataId, TensorInfo } from '@tensorflow/tfjs-core'
import type { Gemm, Product } from './gemm.ts'
import { pack, packedLength } from './pack.ts'

/** tfjs's Emscripten module; parts of its types come from a package that is not a dependency. */
export interface WasmModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>
  _malloc(bytes: number): number
  _free(address: number): void
}

/** Fused activations as lower and upper limits of a sum. */
const limits: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['linear', [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]],
  ['relu', [0, Number.POSITIVE_INFINITY]],
  ['relu6', [0, 6]],
])

/** A weight packed for the kernel, on the backend's heap. */
interface Packed {
  readonly address: number
  readonly k: number
  readonly n: number
  readonly bias: DataId | undefined
}

/** `activation(a · weight + bias)`; the weight is treated as [k, n], whatever its shape. */
export interface ProductCall {
  readonly a: TensorInfo
  readonly weight: TensorInfo
  readonly bias: TensorInfo | undefined
  readonly activation: string
  readonly k: number
  readonly n: number
  /** Shape of the output. */
  readonly shape: readonly number[]
}

/** Layout of the rows of a, relative to its address; strides in values. */
export type Rows = Pick<Product, 'lines' | 'rows' | 'segments' | 'k' | 'rowStride' | 'segmentStride' | 'lineStride'>

/** A batch of images with the same row layout and padding. A matrix product is one image without padding. */
export interface Images {
  readonly count: number
  /** Values per image. */
  readonly length: number
  readonly rows: Rows
  readonly padding: Padding | null
}

/** Zero padding around an image of [height, width, channels]. */
export interface Padding {
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly top: number
  readonly left: number
  readonly paddedHeight: number
  readonly paddedWidth: number
}

const paddedLength = ({ paddedHeight, paddedWidth, channels }: Padding) => paddedHeight * paddedWidth * channels

/**
 * Products with model weights on the Wasm backend's heap. A weight is packed at its first product and freed with its
 * tensor; only adopted tensors are packed, because only those are known to be constant.
 */
export class Products {
  readonly #backend: BackendWasm
  readonly #wasm: WasmModule
  readonly #gemm: Gemm
  readonly #weights = new WeakSet<DataId>()
  readonly #packed = new Map<DataId, Packed>()

  constructor(backend: BackendWasm, gemm: Gemm) {
    this.#backend = backend
    this.#wasm = backend.wasm as unknown as WasmModule
    this.#gemm = gemm
  }

  adopt(weight: DataId): void {
    this.#weights.add(weight)
  }

  knows({ dataId }: TensorInfo): boolean {
    return this.#weights.has(dataId)
  }

  /** `null` if this is not a product with a weight, or not supported here. */
  multiply(call: ProductCall, images: Images): TensorInfo | null {
    const range = limits.get(call.activation)
    const packed = range === undefined || call.a.dtype !== 'float32' ? null : this.#packedOf(call)
    if (range === undefined || packed === null) return null
    const out = this.#backend.makeOutput([...call.shape], 'float32')
    const { count, length, rows, padding } = images
    const outLength = rows.lines * rows.rows * call.n
    if (outLength === 0) return out
    const padded = padding === null ? 0 : this.#allocate(paddedLength(padding))
    const [aStart, outStart] = [this.#address(call.a), this.#address(out)]
    for (let image = 0; image < count; image++) {
      const from = aStart + image * length * 4
      if (padding !== null) this.#pad(from, padded, padding)
      this.#gemm.multiply({
        ...rows,
        a: padding === null ? from : padded,
        b: packed.address,
        out: outStart + image * outLength * 4,
        n: call.n,
        rowStride: rows.rowStride * 4,
        segmentStride: rows.segmentStride * 4,
        lineStride: rows.lineStride * 4,
        least: range[0],
        most: range[1],
      })
    }
    if (padding !== null) this.#wasm._free(padded)
    return out
  }

  release(weight: DataId): void {
    const packed = this.#packed.get(weight)
    if (packed === undefined) return
    this.#packed.delete(weight)
    this.#wasm._free(packed.address)
  }

  #packedOf({ weight, bias, k, n }: ProductCall): Packed | null {
    if (!this.#weights.has(weight.dataId)) return null
    const packed = this.#packed.get(weight.dataId) ?? this.#pack(weight, bias, k, n)
    return packed !== null && packed.k === k && packed.n === n && packed.bias === bias?.dataId ? packed : null
  }

  #pack(weight: TensorInfo, bias: TensorInfo | undefined, k: number, n: number): Packed | null {
    const biased = bias === undefined || (this.#weights.has(bias.dataId) && bias.shape.at(-1) === n)
    if (k === 0 || n === 0 || weight.dtype !== 'float32' || !biased) return null
    const length = packedLength(k, n)
    const address = this.#allocate(length)
    const values = (tensor: TensorInfo) => this.#backend.typedArrayFromHeap(tensor) as Float32Array
    pack(values(weight), bias === undefined ? null : values(bias), k, n, this.#heap(address, length))
    const packed = { address, k, n, bias: bias?.dataId }
    this.#packed.set(weight.dataId, packed)
    return packed
  }

  #pad(from: number, to: number, padding: Padding): void {
    const { height, width, channels, top, left, paddedWidth } = padding
    const image = this.#heap(from, height * width * channels)
    const padded = this.#heap(to, paddedLength(padding)).fill(0)
    const [line, paddedLine] = [width * channels, paddedWidth * channels]
    for (let y = 0; y < height; y++)
      padded.set(image.subarray(y * line, (y + 1) * line), (y + top) * paddedLine + left * channels)
  }

  /** Creates a new view at each use, because growing the memory detaches old ones. */
  #heap(address: number, length: number): Float32Array {
    return new Float32Array(this.#wasm.HEAPU8.buffer, address, length)
  }

  #allocate(length: number): number {
    return this.#wasm._malloc(length * 4) >>> 0
  }

  #address({ dataId }: TensorInfo): number {
    return this.#backend.getMemoryOffset(dataId)
  }
}
