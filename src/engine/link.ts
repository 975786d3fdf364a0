import type { FromHost, ToHost } from './protocol.ts'

/** A two-way channel to one host, such as a worker. */
export interface Link {
  /** Objects in `transfer` are moved to the other side and become unusable on this one. */
  post(message: ToHost, transfer: Transferable[]): void
  /** Set once, before the first message. */
  onMessage(listener: (message: FromHost) => void): void
  /** Resolves with the reason, as text, when the other side ends for any cause; never rejects. */
  readonly lost: Promise<string>
  close(): void
}
