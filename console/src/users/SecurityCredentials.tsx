import type { User } from '@aws-sdk/client-iam'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { AccessKeys } from './AccessKeys.tsx'
import { ConsoleSignIn } from './ConsoleSignIn.tsx'

/** What a user proves with who it is: a password for the console, access keys for the APIs. */
export const SecurityCredentials = ({ user, name }: { readonly user: User; readonly name: string }) => (
  <SpaceBetween size="l">
    <ConsoleSignIn user={user} name={name} />
    <AccessKeys userName={name} />
  </SpaceBetween>
)
