import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { Actions } from './Actions.tsx'
import { Copyable } from './Copyable.tsx'

/** A secret that is shown once: hidden until somebody asks, and copied without being shown. */
export function Secret({ text, what }: { readonly text: string; readonly what: string }) {
  const [open, setOpen] = useState(false)
  return (
    <Actions>
      <Copyable text={text} what={what} shown={open ? text : '•'.repeat(12)} />
      <Button variant="inline-link" ariaLabel={`${open ? 'Hide' : 'Show'} ${what}`} onClick={() => setOpen(!open)}>
        {open ? 'Hide' : 'Show'}
      </Button>
    </Actions>
  )
}
