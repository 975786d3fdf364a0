import { useMemo } from 'react'
import { formatNumber } from '../../../base/format.ts'
import type { ColourScale } from '../../../ui/colour-map.ts'
import { drawHeat } from '../../../ui/heat-map.ts'
import { PictureCanvas } from '../../../ui/PictureCanvas.tsx'
import styles from './TensorView.module.css'

const steps = 128

/** The colour scale of the heat map with its minimum and maximum. */
export function ColourLegend({ scale }: { readonly scale: ColourScale }) {
  const { kind, low, high } = scale
  const picture = useMemo(
    () => drawHeat((_, column) => low + ((high - low) * column) / (steps - 1), 1, steps, { kind, low, high }),
    [kind, low, high],
  )
  return (
    <div className={styles.legend}>
      <span className="num">{formatNumber(low)}</span>
      <div className={styles.ramp}>
        <PictureCanvas {...picture} label={`Colours from ${formatNumber(low)} to ${formatNumber(high)}`} />
      </div>
      <span className="num">{formatNumber(high)}</span>
    </div>
  )
}
