import { useEffect, useState } from 'react'

/** The value, or the last non-null value. */
export function useLast<T>(value: T | null): T | null {
  const [last, setLast] = useState(value)
  useEffect(() => {
    if (value !== null) setLast(value)
  }, [value])
  return value ?? last
}
