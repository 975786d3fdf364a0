import { useState } from 'react'
import { formatCount } from '../../base/format.ts'
import type { Token, TokenText } from '../../base/vocabulary.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './Tokens.module.css'

/** Tokens shown at first, and at most. */
const first = 60
const most = 2000

/** The tokens of a text in the order of the input, with the number of each; padding is only counted. */
export function Tokens({ of: { tokens } }: { readonly of: TokenText }) {
  const [all, setAll] = useState(false)
  const used = withoutPadding(tokens)
  const padding = tokens.length - used.length
  const shown = used.slice(0, all ? most : first)
  return (
    <div className={styles.tokens}>
      <ol className={styles.list} aria-label="Tokens">
        {shown.map(({ piece, id, text }, place) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: tokens repeat, and stay in their order
            key={place}
            className={classNames(styles.token, text === null && styles.marker, text === 1 && styles.second)}
          >
            {piece} <span className={styles.id}>{id}</span>
          </li>
        ))}
      </ol>
      <p className="muted">
        {formatCount(used.length, 'token')}
        {padding > 0 ? `, then ${formatCount(padding)} of padding` : ''}.{' '}
        {used.length > first ? (
          <Button look="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? `Show the first ${first}` : `Show ${used.length > most ? `the first ${formatCount(most)}` : 'all'}`}
          </Button>
        ) : null}
      </p>
    </div>
  )
}

function withoutPadding(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ piece, text }) => text !== null || !isPadding(piece))
}

function isPadding(piece: string): boolean {
  return piece === '[PAD]' || piece === '<pad>' || piece === '[padding]'
}
