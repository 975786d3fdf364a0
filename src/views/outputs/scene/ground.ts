import { useEffect, useState } from 'react'
import type { Frame } from '../../../base/frame.ts'
import { type Rectangle, toPicture } from '../../../base/geometry.ts'
import { own } from '../../../base/own.ts'
import type { Picture, PreparedInput } from '../../../base/plan.ts'
import type { LivePicture } from '../../../live/contract.ts'
import { batchPicture, isMirrored, shownEntry, sourceKey, useLiveFeed, useStore } from '../../../store/index.ts'

/** What lies below a drawing. `place` is in pixels of the frame. */
export type Ground =
  /** A frame of a live source, drawn like in a mirror if `mirrored`. */
  | { readonly kind: 'frame'; readonly picture: LivePicture; readonly mirrored: boolean; readonly name: string }
  | { readonly kind: 'file'; readonly url: string; readonly name: string }
  /** Drawn from the tensor of the input, for pictures that browsers cannot show. */
  | { readonly kind: 'input'; readonly picture: Picture; readonly place: Rectangle; readonly name: string }

/** What lies below the drawing of the shown result; see `useRunGround` and `useFrameGround`. */
export function useGround(frame: Frame, at: number): Ground | null {
  const isLive = useStore((state) => state.live.source !== null)
  const live = useFrameGround(at)
  const ofRun = useRunGround(frame, at)
  return isLive ? live : ofRun
}

/** The frame that the shown live result was made with. */
function useFrameGround(at: number): Ground | null {
  const picture = useLiveFeed((feed) => feed.picture)
  const mirrored = useStore(isMirrored)
  const name = useStore((state) => state.live.source ?? '')
  return picture === null || at > 0 ? null : { kind: 'frame', picture, mirrored, name }
}

/**
 * The picture that the shown run was made with; `null` if there is none, or if it has not been read yet. `at` is its
 * place in the batch.
 */
function useRunGround(frame: Frame, at: number): Ground | null {
  const input = useStore((state) => shownEntry(state)?.result?.settings.inputs.find(({ name }) => name === frame.input))
  const from = input?.from ?? null
  const url = useStore((state) => (from === null ? undefined : own(state.input.originals, sourceKey(from))))
  const prepared = useStore((state) => own(state.input.prepared, frame.input ?? ''))
  const value = prepared?.phase === 'ready' ? prepared.value : null
  const later = useLaterPicture(value, at)
  if (input === undefined) return null
  const name = input.file.split('/').at(-1) ?? input.file
  if (url !== undefined && frame.of === 'picture') return { kind: 'file', url, name }
  const picture = at === 0 ? (value?.picture ?? null) : later
  if (value === null || picture === null) return null
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height }
  if (frame.of === 'picture' && value.geometry !== null)
    return { kind: 'input', picture, place: toPicture(value.geometry, whole), name }
  return { kind: 'input', picture, place: { x: 0, y: 0, width: frame.width, height: frame.height }, name }
}

/** A picture of the batch that is not its first one; `null` until the worker has drawn it. */
function useLaterPicture(value: PreparedInput | null, at: number): Picture | null {
  const [drawn, setDrawn] = useState<{
    readonly of: PreparedInput
    readonly at: number
    readonly picture: Picture | null
  }>()
  useEffect(() => {
    if (value === null || at === 0) return
    let wanted = true
    void batchPicture(value.input, at).then((picture) => {
      if (wanted) setDrawn({ of: value, at, picture })
    })
    return () => {
      wanted = false
    }
  }, [value, at])
  return drawn?.of === value && drawn?.at === at ? drawn.picture : null
}
