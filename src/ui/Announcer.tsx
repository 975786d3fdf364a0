/** Speaks to screen readers; drawn once, so that the region exists before its first message. */
export function Announcer({ message }: { readonly message: string }) {
  return (
    <div className="hidden-text" role="status" aria-live="polite">
      {message}
    </div>
  )
}
