import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { signInAddress } from '../accounts/account.ts'
import { Copyable } from '../parts/Copyable.tsx'
import { csv } from '../parts/csv.ts'
import { download } from '../parts/download.ts'
import { Secret } from '../parts/Secret.tsx'

/** A password that was set, this once: to copy, to show, to download as AWS's console names and fills the file. */
export const RetrievedPassword = ({ userName, password }: { readonly userName: string; readonly password: string }) => (
  <SpaceBetween size="m">
    <Alert type="warning">
      The password is shown this once. Copy or download it now: one that is lost can only be replaced.
    </Alert>
    <KeyValuePairs
      items={[
        { label: 'Console sign-in URL', value: <Copyable text={signInAddress()} what="Console sign-in URL" /> },
        { label: 'User name', value: <Copyable text={userName} what="User name" /> },
        { label: 'Console password', value: <Secret text={password} what="Console password" /> },
      ]}
    />
    <Button
      iconName="download"
      onClick={() =>
        download(
          `${userName}_credentials.csv`,
          'text/csv',
          csv([
            ['User name', 'Password', 'Console sign-in URL'],
            [userName, password, signInAddress()],
          ]),
        )
      }
    >
      Download .csv file
    </Button>
  </SpaceBetween>
)
