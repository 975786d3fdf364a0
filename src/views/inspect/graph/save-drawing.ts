/** What a drawing takes from the style sheet of the page, as attributes: its policy allows no inline styles. */
const properties = [
  ...['fill-opacity', 'stroke-width', 'stroke-dasharray', 'paint-order'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor'],
] as const

interface Size {
  readonly width: number
  readonly height: number
}

/** A drawing of the page as a file of its own, from its left upper corner, with the styles that it has on the page. */
export function svgText(drawn: SVGSVGElement, { width, height }: Size): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement
  const originals = drawn.querySelectorAll('*')
  const rgb = colourReader()
  copy.querySelectorAll('*').forEach((element, i) => {
    const original = originals[i]
    if (original === undefined) return
    const style = getComputedStyle(original)
    for (const name of ['class', 'style', 'data-item', 'data-toggle']) element.removeAttribute(name)
    for (const name of properties) element.setAttribute(name, style.getPropertyValue(name))
    for (const name of ['fill', 'stroke']) element.setAttribute(name, rgb(style.getPropertyValue(name)))
  })
  copy.querySelector(':scope > g')?.removeAttribute('transform')
  for (const name of ['class', 'aria-hidden']) copy.removeAttribute(name)
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`)
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  ground.setAttribute('width', String(width))
  ground.setAttribute('height', String(height))
  ground.setAttribute('fill', rgb(getComputedStyle(document.body).backgroundColor))
  copy.prepend(ground)
  return new XMLSerializer().serializeToString(copy)
}

/** Colours that every program reads: `color-mix` computes to `oklab(…)`. Patterns and `none` stay. */
function colourReader(): (colour: string) => string {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const known = new Map<string, string>()
  return (colour) => {
    if (context === null || colour === 'none' || colour.startsWith('url(')) return colour
    const found = known.get(colour)
    if (found !== undefined) return found
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = colour
    context.fillRect(0, 0, 1, 1)
    const [red, green, blue, alpha = 255] = context.getImageData(0, 0, 1, 1).data
    const read = alpha === 0 ? 'none' : `rgb(${red}, ${green}, ${blue})`
    known.set(colour, read)
    return read
  }
}

/** The longest side of a picture, px. */
const mostSide = 8000

/** The same as PNG, twice as large if that is not too large. Raises what the browser raises for a picture that it cannot draw. */
async function pngOf(svg: string, { width, height }: Size): Promise<Blob> {
  const scale = Math.min(2, mostSide / Math.max(width, height))
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(width * scale))
    canvas.height = Math.max(1, Math.round(height * scale))
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too large')) : resolve(blob))),
    )
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** The text of a drawing as a file, by its extension. */
export const fileKinds = {
  svg: async (text: string): Promise<Blob> => new Blob([text], { type: 'image/svg+xml' }),
  png: pngOf,
} as const
