import { useId } from 'react'
import { piecesOf, type WordId, words } from '../../lessons/words.ts'
import styles from './Words.module.css'

/** A text whose marked words explain themselves: on hover, on focus and when pressed. */
export function Words({ text }: { readonly text: string }) {
  return piecesOf(text).map((piece, i) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
    return piece.word === null ? <Plain key={i} text={piece.text} /> : <Word key={i} id={piece.word} />
  })
}

/** Text between backquotes is code. */
function Plain({ text }: { readonly text: string }) {
  return text.split('`').map((part, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
      <code key={i} className="num">
        {part}
      </code>
    ) : (
      part
    ),
  )
}

function Word({ id }: { readonly id: WordId }) {
  const meaning = useId()
  return (
    <span className={styles.word}>
      <button type="button" className={styles.name} aria-describedby={meaning}>
        {id}
      </button>
      <span role="tooltip" id={meaning} className={styles.meaning}>
        {words[id]}
      </span>
    </span>
  )
}
