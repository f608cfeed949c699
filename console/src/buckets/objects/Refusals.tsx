import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import { callIdOf } from '../../aws/failure.ts'
import { counted } from '../../parts/counted.ts'
import type { Refusal } from './delete-objects.ts'

/** More keys than somebody would read. */
const SHOWN = 100

/** The objects that S3 refused to delete, key by key; nothing where there are none. */
export function Refusals({ refused, dismiss }: { readonly refused: readonly Refusal[]; readonly dismiss: () => void }) {
  if (refused.length === 0) return null
  return (
    <Alert
      type="error"
      dismissible
      dismissAriaLabel="Dismiss what was not deleted"
      onDismiss={dismiss}
      header={`${counted(refused.length, 'object was', 'objects were')} not deleted`}
    >
      <ul className="refusals" aria-label="Objects that were not deleted">
        {refused.slice(0, SHOWN).map(({ key, code, sentence, requestId }) => (
          <li key={key}>
            <strong>{key}</strong>: {code}: {sentence}{' '}
            {code === 'AccessDenied' && requestId !== undefined && (
              <Link href={`/trail/${callIdOf(requestId)}`}>Why?</Link>
            )}
          </li>
        ))}
      </ul>
      {refused.length > SHOWN && <Box>And {refused.length - SHOWN} more.</Box>}
    </Alert>
  )
}
