import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { Page } from '../../parts/Page.tsx'
import { RetrievedPassword } from '../RetrievedPassword.tsx'
import { USERS_CRUMBS } from '../users.ts'

/** After the wizard: the password, once. */
export const RetrievePassword = (props: { readonly userName: string; readonly password: string }) => (
  <Page title="Retrieve password" above={USERS_CRUMBS}>
    <Container header={<Header variant="h2">Console sign-in details</Header>}>
      <RetrievedPassword {...props} />
    </Container>
    <Box float="right">
      <Button variant="primary" href="/iam/users">
        Return to users list
      </Button>
    </Box>
  </Page>
)
