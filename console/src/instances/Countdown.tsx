import { useEffect, useState } from 'react'
import { Time } from '../parts/Time.tsx'
import { timeLeft } from './time-left.ts'

/** How long it is to a moment, second by second; `after`: what is so from then on. */
export function Countdown({ to, after }: { readonly to: Date; readonly after: string }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const left = to.getTime() - now
  if (left <= 0) return after
  return (
    <>
      in <span className="countdown">{timeLeft(left)}</span> (<Time at={to} />)
    </>
  )
}
