import Checkbox from '@cloudscape-design/components/checkbox'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { ALL_BLOCKED, type PublicAccess } from '../settings.ts'
import { PUBLIC_ACCESS } from './public-access.ts'

/** The block of public access to write: all of it, or each of its four parts. */
export function PublicAccessFields({
  block,
  onChange,
}: {
  readonly block: PublicAccess
  readonly onChange: (block: PublicAccess) => void
}) {
  const set = Object.values(block).filter(Boolean).length
  const none: PublicAccess = {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  }
  return (
    <SpaceBetween size="s">
      <Checkbox
        checked={set === PUBLIC_ACCESS.length}
        indeterminate={set > 0 && set < PUBLIC_ACCESS.length}
        description="The same as turning on all four settings below."
        onChange={({ detail }) => onChange(detail.checked ? ALL_BLOCKED : none)}
      >
        Block all public access
      </Checkbox>
      <div className="indented">
        <SpaceBetween size="s">
          {PUBLIC_ACCESS.map(({ setting, label, says }) => (
            <Checkbox
              key={setting}
              checked={block[setting]}
              description={says}
              onChange={({ detail }) => onChange({ ...block, [setting]: detail.checked })}
            >
              {label}
            </Checkbox>
          ))}
        </SpaceBetween>
      </div>
    </SpaceBetween>
  )
}
