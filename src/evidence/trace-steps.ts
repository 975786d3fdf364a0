import { type ChannelMap, sameValues } from './channel-map.ts'
import { reorder } from './channel-order.ts'
import { arithmetic, clip, fakeQuantised } from './scaling-ops.ts'
import type { StepCall, TraceStep } from './trace-step.ts'

/** Ops that move, resize or pad pictures, or do nothing. */
const moving =
  /^(Identity|IdentityN|Cast|EnsureShape|StopGradient|PreventGradient|CheckNumerics|Snapshot|PlaceholderWithDefault|Resize\w+|ScaleAndTranslate|Pad|PadV2|MirrorPad|ImageProjectiveTransformV[23]|CropAndResize|Tile|BroadcastTo|ExpandDims|Squeeze|Round|Rint|Floor|AdjustContrastv2|AdjustSaturation|AdjustHue)$/

const rows: readonly (readonly [ops: RegExp, step: TraceStep])[] = [
  [moving, async ({ maps: [map] }) => (map === undefined ? null : [map])],
  [/^(Mul|Sub|Add|AddV2|BiasAdd|BiasAddV1|RealDiv|Div|DivNoNan|Neg)$/, arithmetic],
  [/^(Maximum|Minimum|ClipByValue)$/, clip],
  [/^FakeQuantWithMinMax(Vars|Args)$/, fakeQuantised],
  [/^(Transpose|Reshape|Slice|StridedSlice|ReverseV2|GatherV2|Split|SplitV|Unpack|ConcatV2|Pack)$/, reorder],
  [
    /^(SelectV2|Select)$/,
    async ({ maps: [, a, b] }) => (a !== undefined && b !== undefined && sameValues(a, b) ? [a] : null),
  ],
]

export async function stepOf(call: StepCall): Promise<readonly ChannelMap[] | null> {
  const row = rows.find(([ops]) => ops.test(call.node.op))
  return row === undefined ? null : row[1](call)
}
