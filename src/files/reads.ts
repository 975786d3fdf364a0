import { Heads } from './heads.ts'
import { SmallFiles } from './small-files.ts'
import type { Reads } from './tree.ts'

/** Kept until the last load of the drop that is under way ends: afterwards weights would be in memory twice. */
export function createReads(): Reads {
  const heads = new Heads()
  const small = new SmallFiles()
  let loads = 0

  function forget(): void {
    heads.forget()
    small.forget()
  }

  return {
    rememberHead: (source, most) => heads.remember(source, most),
    rememberSmall: (source) => small.remember(source),
    during: async (load) => {
      loads++
      try {
        return await load()
      } finally {
        loads--
        if (loads === 0) forget()
      }
    },
    forget,
  }
}
