import { useId, useMemo, useState } from 'react'
import { formatCount, formatFigure } from '../../../base/format.ts'
import type { ActivationPicture } from '../../../base/inspection.ts'
import type { Picture } from '../../../base/plan.ts'
import { useStore } from '../../../store/index.ts'
import { PictureCanvas } from '../../../ui/PictureCanvas.tsx'
import { Toggle } from '../../../ui/Toggle.tsx'
import { laidOver } from './laid-over.ts'
import styles from './Selected.module.css'
import { drawTiles, oneOf, ownScale } from './tiles.ts'

type Drawn = Exclude<ActivationPicture, { readonly kind: 'vector' }>

/** Feature maps, heads of an attention, or a sequence: small, with the chosen one in large. */
export function MapPicker({ picture }: { readonly picture: Drawn }) {
  const { tiles } = picture
  const [chosen, setChosen] = useState(0)
  const [over, setOver] = useState(false)
  const name = useId()
  const input = useInputPicture()
  const pictures = useMemo(() => Array.from({ length: tiles.shown }, (_, i) => oneOf(tiles, i)), [tiles])
  const scales = useMemo(() => pictures.map((one) => ownScale(one, picture.kind !== 'steps')), [pictures, picture.kind])
  const small = useMemo(
    () => pictures.map((one, i) => drawTiles(one, 1, scales[i] ?? ownScale(one, true))),
    [pictures, scales],
  )
  const large = small[chosen]
  const covered = useMemo(() => {
    const [one, scale] = [pictures[chosen], scales[chosen]]
    return over && input !== null && one !== undefined && scale !== undefined ? laidOver(input, one, scale) : null
  }, [over, input, pictures, scales, chosen])
  if (large === undefined) return null
  const caption = captionOf(picture, chosen)
  return (
    <>
      {tiles.shown < 2 ? null : (
        <fieldset className={styles.maps}>
          <legend className="hidden-text">{picture.kind === 'maps' ? 'Feature maps' : 'Heads'}</legend>
          {small.map((one, i) => (
            <label key={labelOf(picture, i)} className={styles.map} title={labelOf(picture, i)}>
              <input
                type="radio"
                name={name}
                checked={i === chosen}
                aria-label={labelOf(picture, i)}
                onChange={() => setChosen(i)}
              />
              <PictureCanvas {...one} pixelated label="" />
            </label>
          ))}
        </fieldset>
      )}
      <PictureCanvas {...(covered ?? large)} pixelated label={caption} />
      <p className={styles.caption}>{caption}</p>
      {picture.kind !== 'maps' || input === null ? null : (
        <Toggle label="Lay it over the input" value={over} onChange={setOver} />
      )}
    </>
  )
}

function labelOf(picture: Drawn, index: number): string {
  if (picture.kind !== 'maps') return `Head ${index + 1}`
  const peak = picture.peaks[index]
  return peak === undefined ? '' : `Map ${peak.map}, at most ${formatFigure(peak.value)}`
}

function captionOf(picture: Drawn, index: number): string {
  const { shown, total } = picture.tiles
  if (picture.kind === 'attention')
    return `Head ${index + 1} of ${total}: how much each position (row) attends to each other one (column).`
  if (picture.kind === 'steps') return 'Each feature (row) over the steps of the sequence, from left to right.'
  const peak = picture.peaks[index]
  if (peak === undefined) return ''
  const of = shown < total ? ` ${formatCount(shown)} of ${formatCount(total)} are drawn, each on its own scale.` : ''
  return `Map ${peak.map} is greatest at row ${peak.row + 1}, column ${peak.column + 1}: ${formatFigure(peak.value)}.${of}`
}

/** The picture of the first input that has one, as the model sees it. */
function useInputPicture(): Picture | null {
  return useStore(({ input, model }) => {
    for (const { name } of model.loaded?.inputs ?? []) {
      const prepared = input.prepared[name]
      if (prepared?.phase === 'ready' && prepared.value.picture !== null) return prepared.value.picture
    }
    return null
  })
}
