import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import type { Core } from '../packages.ts'
import type { CustomOp, OpCall } from './op.ts'
import { sipHash } from './siphash.ts'
import { bytesOf, given, numbersOf } from './values.ts'

/** FarmHash's Fingerprint64. */
function fingerprint(tf: Core, bytes: Uint8Array): bigint {
  const { high, low } = tf.util.fingerPrint64(bytes)
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
}

function buckets(call: OpCall, hash: (bytes: Uint8Array) => bigint): readonly Tensor[] {
  const count = BigInt(call.attributes.number('num_buckets', 1))
  const places = bytesOf(call.tf, call.inputs[0]).map((bytes) => Number(hash(bytes) % count))
  return [call.tf.tensor(places, given(call.inputs[0]).shape, 'int32')]
}

function strongHashes(call: OpCall): readonly Tensor[] {
  const [first = 0, second = 0] = call.attributes.numbers('key')
  const key = [BigInt.asUintN(64, BigInt(first)), BigInt.asUintN(64, BigInt(second))] as const
  return buckets(call, (bytes) => sipHash(key, bytes))
}

const multiplier = 0xc6a4a7935bd1e995n
const mask = 0xffffffffffffffffn
const mixed = (x: bigint): bigint => x ^ (x >> 47n)

/** TensorFlow's `Hash64`: MurmurHash64A. */
function murmur(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.length - (bytes.length % 8)
  let hash = 0xdecafcaffen ^ ((BigInt(bytes.length) * multiplier) & mask)
  for (let i = 0; i < whole; i += 8) {
    const block = (mixed((view.getBigUint64(i, true) * multiplier) & mask) * multiplier) & mask
    hash = ((hash ^ block) * multiplier) & mask
  }
  if (whole < bytes.length) {
    let rest = 0n
    for (let i = bytes.length - 1; i >= whole; i--) rest = (rest << 8n) | BigInt(bytes[i] ?? 0)
    hash = ((hash ^ rest) * multiplier) & mask
  }
  return mixed((mixed(hash) * multiplier) & mask)
}

/** TensorFlow's `FingerprintCat64`. */
function joined(x: bigint, y: bigint): bigint {
  let result = x ^ multiplier
  result ^= (mixed((y * multiplier) & mask) * multiplier) & mask
  result = (result * multiplier) & mask
  return mixed((mixed(result) * multiplier) & mask)
}

/** All combinations of one feature from each dense column `[batch, n]`, hashed: indices, hashes and dense shape. */
async function cross({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  if (attributes.number('N', 0) > 0 || !attributes.flag('hashed_output'))
    throw new EngineError('unknown-op', 'The model crosses sparse or unhashed columns, which is not supported.')
  const columns = await Promise.all(
    inputs.map(async (column) => {
      const width = column.shape[1] ?? 1
      const features =
        column.dtype === 'string'
          ? bytesOf(tf, column).map((bytes) => fingerprint(tf, bytes))
          : (await numbersOf(column)).map((number) => BigInt.asUintN(64, BigInt(number)))
      return { width, features }
    }),
  )
  const rows = inputs[0]?.shape[0] ?? 0
  const width = columns.reduce((product, column) => product * column.width, 1)
  const count = BigInt(attributes.number('num_buckets', 0))
  const key = BigInt(attributes.number('hash_key', 0))
  const places: number[] = []
  const hashes: number[] = []
  for (let row = 0; row < rows; row++)
    for (let place = 0; place < width; place++) {
      let rest = place
      let stride = width
      const hash = columns.reduce((sum, { width: size, features }) => {
        stride /= size
        const index = Math.floor(rest / stride)
        rest %= stride
        return joined(sum, features[row * size + index] ?? 0n)
      }, key)
      places.push(row, place)
      hashes.push(Number(count > 0n ? hash % count : hash % 0x7fffffffn))
    }
  return [
    tf.tensor(places, [hashes.length, 2], 'int32'),
    tf.tensor1d(hashes, 'int32'),
    tf.tensor1d([rows, width], 'int32'),
  ]
}

export const hashingOps: readonly CustomOp[] = [
  {
    op: 'StringToHashBucketFast',
    replaces: true,
    asynchronous: false,
    execute: (call) => buckets(call, (bytes) => fingerprint(call.tf, bytes)),
  },
  { op: 'StringToHashBucket', asynchronous: false, execute: (call) => buckets(call, murmur) },
  { op: 'StringToHashBucketStrong', asynchronous: false, execute: strongHashes },
  { op: 'SparseCross', asynchronous: true, execute: cross },
]
