import Box from '@cloudscape-design/components/box'
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
  return (
    <>
      <span className="countdown">{left <= 0 ? after : `in ${timeLeft(left)}`}</span>
      <Box color="text-body-secondary" fontSize="body-s">
        <Time at={to} />
      </Box>
    </>
  )
}
