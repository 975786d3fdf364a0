import { expect, it } from 'vitest'
import { noMetadata } from '../../base/model.ts'
import type { FrameImage } from '../../base/plan.ts'
import { prepareTensor } from '../prepare.ts'

/** As in browsers, the sizes are no own properties. */
class Bitmap {
  get width() {
    return 160
  }
  get height() {
    return 120
  }
}

class Video {
  get displayWidth() {
    return 160
  }
  get displayHeight() {
    return 120
  }
}

it.each([Bitmap, Video])('a frame is a picture of the size at which it is shown: %s', async (Kind) => {
  const frame = new Kind() as unknown as FrameImage
  const binding = { input: 'x', source: { kind: 'frame', frame, name: 'Camera' }, dims: {}, settings: [] } as const
  const spec = { name: 'x', dtype: 'float32', shape: [1, 8] } as const
  const context = { spec, metadata: noMetadata, file: () => Promise.reject(new Error('no file')) }
  // Node has no canvas, so the frame is not read; an input that takes no picture says which one it was given.
  await expect(prepareTensor(binding, context)).rejects.toMatchObject({
    code: 'input-shape',
    message: expect.stringContaining('Camera is a picture'),
  })
  const { openedFrame } = await import('./open.ts')
  const opened = openedFrame(frame, 'Camera')
  expect(opened.source).toBe('Camera, 160 × 120')
  expect(await opened.inputValue({})).toMatchObject({ type: 'image', width: 160, height: 120 })
})
