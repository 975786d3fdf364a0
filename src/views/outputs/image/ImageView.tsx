import { useMemo, useState } from 'react'
import { formatNumber } from '../../../base/format.ts'
import { rgbaOf } from '../../../base/picture.ts'
import { hasFinite } from '../../../base/tensor.ts'
import { exportResult } from '../../../store/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { NumberInput } from '../../../ui/NumberInput.tsx'
import { PictureCanvas } from '../../../ui/PictureCanvas.tsx'
import { RowPicker } from '../RowPicker.tsx'
import type { OutputViewProps } from '../view.ts'
import { BeforeAfter } from './BeforeAfter.tsx'
import { ContactSheet } from './ContactSheet.tsx'
import styles from './ImageView.module.css'

/** An output as a picture, drawn from black to white over an adjustable value range. */
export function ImageView({ data, output, index }: OutputViewProps<'image'>) {
  const [low, high] = data.range
  const [range, setRange] = useState<readonly [number, number]>([low, high])
  const [row, setRow] = useState(0)
  const at = row < data.count ? row : 0
  const picture = useMemo(() => rgbaOf(output.value, data, range, at), [output, data, range, at])
  const anyFinite = hasFinite(output.stats, output)
  const changed = range[0] !== low || range[1] !== high
  return (
    <div data-view="image">
      <RowPicker label="Picture" count={data.count} row={at} onChange={setRow} />
      <ContactSheet value={output.value} data={data} range={range} current={at} onPick={setRow} />
      {data.before === undefined ? (
        <PictureCanvas
          {...picture}
          pixelated={picture.width < 128}
          label={`Output ${output.name} as a picture of ${picture.width} × ${picture.height} pixels${anyFinite ? '' : ' without a finite value'}`}
        />
      ) : (
        <BeforeAfter key={at} {...data.before} at={at} after={picture} name={output.name} />
      )}
      <div className={styles.range}>
        <NumberInput label="Black at" value={range[0]} onChange={(next) => setRange([next ?? low, range[1]])} />
        <NumberInput label="White at" value={range[1]} onChange={(next) => setRange([range[0], next ?? high])} />
        {changed ? (
          <Button look="link" onClick={() => setRange([low, high])}>
            As detected: {formatNumber(low)} … {formatNumber(high)}
          </Button>
        ) : null}
        <Button onClick={() => exportResult('png', index, { range, picture: at })}>Save this picture</Button>
      </div>
      <p className={styles.note}>
        <span className="num">
          {picture.width} × {picture.height}
        </span>
        , {data.channels === 1 ? 'grey' : `${data.channels} channels`}
        {anyFinite ? (
          <>
            , values <span className="num">{formatNumber(output.stats.min)}</span> …{' '}
            <span className="num">{formatNumber(output.stats.max)}</span>
          </>
        ) : null}
        . {data.note}
      </p>
    </div>
  )
}
