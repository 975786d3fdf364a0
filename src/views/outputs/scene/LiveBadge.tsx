import { useStore } from '../../../store/index.ts'
import styles from './Scene.module.css'

/** Says over the picture that it is live, and how many results are drawn per second. */
export function LiveBadge() {
  const phase = useStore((state) => state.live.phase)
  const rate = useStore((state) => state.live.figures?.rate ?? null)
  if (phase === 'off') return null
  return (
    <span className={styles.live} aria-hidden="true">
      {phase === 'paused' ? 'paused' : 'live'}
      {phase === 'paused' || rate === null ? null : (
        <>
          {' '}
          <span className="num">{rate.toFixed(1)}</span> frames/s
        </>
      )}
    </span>
  )
}
