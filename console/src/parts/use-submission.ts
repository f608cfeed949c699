import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'

export interface Submission {
  readonly start: () => void
  readonly isPending: boolean
  readonly error: Error | null
}

/** One submission at a time: the second press of a double click comes before the page is drawn anew, and does nothing. */
export function useSubmission<Answer>(act: () => Promise<Answer>, done: (answer: Answer) => void): Submission {
  const underWay = useRef(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: act,
    onSuccess: done,
    onSettled: () => {
      underWay.current = false
    },
    // An answer may be a secret: nothing but the page that asked for it holds it.
    gcTime: 0,
  })
  const start = () => {
    if (underWay.current) return
    underWay.current = true
    mutate()
  }
  return { start, isPending, error }
}
