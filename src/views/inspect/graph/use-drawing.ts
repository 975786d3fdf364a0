import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Drawing } from './layout.ts'
import type { LayoutAnswer, LayoutRequest } from './layout-worker.ts'
import type { Structure } from './structure.ts'

/** The worker that lays out graphs; it starts before there is a graph. */
export function useLayoutWorker(): RefObject<Worker | null> {
  const worker = useRef<Worker | null>(null)
  useEffect(() => {
    const started = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module', name: 'layout' })
    worker.current = started
    return () => started.terminate()
  }, [])
  return worker
}

export interface DrawingState {
  /** The last drawing, with the structure that it shows; `null` before the first one. */
  readonly shown: { readonly structure: Structure; readonly drawing: Drawing } | null
  readonly error: string | null
}

/** Lays out a structure, again whenever groups are opened or closed. */
export function useDrawing(
  worker: RefObject<Worker | null>,
  structure: Structure,
  open: ReadonlySet<number>,
): DrawingState {
  const [state, setState] = useState<DrawingState>({ shown: null, error: null })
  const sent = useRef<{ id: number; structure: Structure | null }>({ id: 0, structure: null })
  useEffect(() => {
    const { current } = worker
    const answered = ({ data }: MessageEvent<LayoutAnswer>) => {
      const { id, structure: laidOut } = sent.current
      if (data.id === id && laidOut !== null)
        setState({ shown: { structure: laidOut, drawing: data.drawing }, error: null })
    }
    const failed = (event: ErrorEvent) => {
      event.preventDefault()
      setState((before) => ({ ...before, error: event.message || 'its worker could not be started' }))
    }
    current?.addEventListener('message', answered)
    current?.addEventListener('error', failed)
    return () => {
      current?.removeEventListener('message', answered)
      current?.removeEventListener('error', failed)
      // Another drawing sends its structure anew.
      sent.current = { ...sent.current, structure: null }
    }
  }, [worker])
  useEffect(() => {
    const isNew = sent.current.structure !== structure
    sent.current = { id: sent.current.id + 1, structure }
    const request: LayoutRequest = { id: sent.current.id, structure: isNew ? structure : null, open: [...open] }
    worker.current?.postMessage(request)
  }, [worker, structure, open])
  return state
}
