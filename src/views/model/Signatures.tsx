import { chooseSignature, type State } from '../../store/index.ts'
import { Select } from '../../ui/Select.tsx'
import styles from './Model.module.css'

/** A picker for the signature; renders nothing if there is only one. */
export function Signatures({ loaded }: { readonly loaded: NonNullable<State['model']['loaded']> }) {
  const { signatures } = loaded.summary
  if (signatures.length < 2) return null
  return (
    <div className={styles.signature}>
      <Select
        label="Signature"
        showLabel
        value={loaded.signature}
        options={signatures.map(({ name }) => ({ id: name, label: name }))}
        testId="signature-select"
        onChange={chooseSignature}
      />
    </div>
  )
}
