import { Heads } from './heads.ts'
import { SmallFiles } from './small-files.ts'
import type { Reads } from './tree.ts'

/** Caches reads until the last running load of the drop ends: afterwards, weights would be in memory twice. */
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
