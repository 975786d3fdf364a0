import type { FromHost, ToHost } from './protocol.ts'

/** A two-way channel to one host; what a client holds of a worker. */
export interface Link {
  /** `transfer` is moved to the other side: it is lost to this one. */
  post(message: ToHost, transfer: Transferable[]): void
  /** Set once, before the first message. */
  onMessage(listener: (message: FromHost) => void): void
  /** Resolves, with the reason in words, when the other end is gone for whatever cause; never rejects. */
  readonly lost: Promise<string>
  close(): void
}
