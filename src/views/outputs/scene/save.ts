import type { Frame } from '../../../base/frame.ts'
import { savePicture } from '../../../store/index.ts'
import type { Ground } from './ground.ts'
import { Pen } from './pen.ts'

/** Longest side of a saved picture, px; a canvas of more memory may fail. */
const longest = 4096
/** Lines and letters are made for a picture of about this size, px. */
const usual = 1000

/** Saves the picture with its drawing as a PNG file, named after the picture and the kind of drawing. */
export function saveDrawn(kind: string, frame: Frame, ground: Ground | null, paint: (pen: Pen) => void): Promise<void> {
  const name = (ground?.name ?? 'picture').replace(/\.\w+$/, '')
  return savePicture(`${name}-${kind}.png`, () => draw(frame, ground, paint))
}

async function draw(frame: Frame, ground: Ground | null, paint: (pen: Pen) => void): Promise<Blob> {
  const side = Math.max(frame.width, frame.height)
  const scale = Math.min(1, longest / side)
  const canvas = new OffscreenCanvas(Math.round(frame.width * scale), Math.round(frame.height * scale))
  const context = canvas.getContext('2d')
  if (context === null) throw new Error(`The browser has no canvas of ${canvas.width} × ${canvas.height} pixels.`)
  if (ground !== null) {
    const { x, y, width, height } = ground.kind === 'input' ? ground.place : { x: 0, y: 0, ...frame }
    context.drawImage(await imageOf(ground), x * scale, y * scale, width * scale, height * scale)
  }
  const zoom = Math.max(1, (side * scale) / usual)
  context.scale(zoom, zoom)
  const size = { width: canvas.width / zoom, height: canvas.height / zoom }
  paint(new Pen(context, { x: 0, y: 0, width: frame.width, height: frame.height }, size))
  return canvas.convertToBlob({ type: 'image/png' })
}

async function imageOf(ground: Ground): Promise<CanvasImageSource> {
  if (ground.kind === 'frame') return ground.picture.image
  if (ground.kind === 'input') {
    const { rgba, width, height } = ground.picture
    return createImageBitmap(new ImageData(rgba, width, height))
  }
  const image = new Image()
  image.src = ground.url
  await image.decode()
  return image
}
