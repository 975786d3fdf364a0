/** Announces messages to screen readers; rendered once, so that the region exists before its first message. */
export function Announcer({ message }: { readonly message: string }) {
  return (
    <div className="hidden-text" role="status" aria-live="polite">
      {message}
    </div>
  )
}
