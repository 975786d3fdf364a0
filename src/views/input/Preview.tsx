import { formatNumber } from '../../base/format.ts'
import type { InputSource, PreparedInput } from '../../base/plan.ts'
import { formatShape, hasFinite, sizeOf } from '../../base/tensor.ts'
import { sourceKey, useStore } from '../../store/index.ts'
import { PictureCanvas } from '../../ui/PictureCanvas.tsx'
import { HeadTable } from './HeadTable.tsx'
import { headColumns } from './head-columns.ts'
import styles from './Input.module.css'
import { SoundPreview } from './SoundPreview.tsx'
import { Tokens } from './Tokens.tsx'

/**
 * The original beside the model's input: a picture drawn from the input tensor itself, a sound, or its first numbers.
 * `source` is `null` for a live source.
 */
export function Preview({ source, value }: { readonly source: InputSource | null; readonly value: PreparedInput }) {
  const original = useStore((state) =>
    source?.kind === 'file' ? state.input.originals[sourceKey(source.file)] : undefined,
  )
  const name = source?.kind === 'file' ? (source.file.path.split('/').at(-1) ?? source.file.path) : value.source
  const { picture, sound, stats } = value
  const size = sizeText(value)
  const columns = headColumns(value, source)
  return (
    <div className={styles.preview}>
      {sound === null ? null : <SoundPreview sound={sound} name={name} url={original ?? null} />}
      <div className={picture === null ? styles.alone : styles.pair}>
        {original === undefined || sound !== null ? null : (
          <figure>
            <img className={styles.original} src={original} alt={`The original ${name}`} />
            <figcaption className={styles.caption}>{name}</figcaption>
          </figure>
        )}
        {picture === null ? null : (
          <figure>
            <PictureCanvas
              {...picture}
              pixelated
              label={`What the model sees: ${size} pixels, values from ${formatNumber(stats.min)} to ${formatNumber(stats.max)}`}
            />
            <figcaption className={styles.caption}>
              what the model sees <span className="num">{size}</span>
            </figcaption>
          </figure>
        )}
      </div>
      <p className={styles.read}>{value.source}</p>
      {value.tokens === null ? null : <Tokens of={value.tokens} />}
      {picture !== null || sound !== null || value.tokens !== null ? null : columns === null ? (
        <Head head={value.head} total={sizeOf(value.shape)} />
      ) : (
        <HeadTable label={`First rows of ${name}`} columns={columns} rows={value.shape[0] ?? 0} />
      )}
      <p className={styles.tensor}>
        <span className="num">{formatShape(value.shape)}</span> {value.spec.dtype}
        {value.spec.dtype === 'string' ? null : !hasFinite(stats, { shape: value.shape, dtype: value.spec.dtype }) ? (
          ', no finite value'
        ) : (
          <>
            , <span className="num">{formatNumber(stats.min)}</span> …{' '}
            <span className="num">{formatNumber(stats.max)}</span>, mean{' '}
            <span className="num">{formatNumber(stats.mean)}</span>
          </>
        )}
      </p>
    </div>
  )
}

/** The size of the picture in the tensor, which may be larger than its drawing. */
function sizeText({ geometry, tiles, picture }: PreparedInput): string {
  const of = geometry?.input ?? picture
  if (of === null) return ''
  const whole = `${of.width} × ${of.height}`
  return tiles === null ? whole : `${whole} in tiles of ${tiles.width} × ${tiles.height}`
}

/** Several strings are quoted, to tell where each one ends. */
function textOf(element: number | string, several: boolean): string {
  if (typeof element === 'number') return formatNumber(element)
  return several ? `“${element}”` : element
}

/** The first elements of an input that is not a picture. */
function Head({ head, total }: { readonly head: PreparedInput['head']; readonly total: number }) {
  return (
    <p className={styles.head}>
      <span className="hidden-text">First values: </span>
      {head.map((element) => textOf(element, head.length > 1)).join('  ')}
      {total > head.length ? ' …' : ''}
    </p>
  )
}
