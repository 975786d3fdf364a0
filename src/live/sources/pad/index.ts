import type { LiveItem, LiveSource } from '../../contract.ts'
import { Drawing } from './drawing.ts'

/** The sheet of the page; it keeps its lines while other sources are shown. */
export const sheet = new Drawing()

export const pad: LiveSource = {
  id: 'pad',
  label: 'Draw',
  start: 'Start drawing',
  promise: 'Draw with a pen, a finger or the mouse; the model answers while you draw.',
  feeds: 'pictures',
  item: 'frame',
  continuous: false,
  open: async ({ input }) => {
    if (sheet.isEmpty) sheet.fit(input)
    return {
      listen: (onItem) => {
        // Lines that are there already.
        queueMicrotask(() => onItem(0))
        return sheet.subscribe(() => onItem(0))
      },
      take: () => (sheet.isEmpty ? null : itemOf(sheet)),
      facts: () => ({ size: sheet.size, rate: null, device: null, mirrored: false }),
      devices: async () => [],
      ended: new Promise(() => undefined),
      close: () => undefined,
    }
  },
}

function itemOf(drawing: Drawing): LiveItem {
  const { width, height } = drawing.size
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { alpha: false })
  if (context !== null) drawing.paint(context)
  const image = canvas.transferToImageBitmap()
  return {
    time: performance.now() / 1000,
    source: { kind: 'frame', frame: image, name: 'Drawing' },
    picture: { image, width, height },
    close: () => image.close(),
  }
}
