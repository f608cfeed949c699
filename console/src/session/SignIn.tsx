import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useState } from 'react'
import { PasswordRules } from '../accounts/PasswordRules.tsx'
import { config } from '../app/config.ts'
import { useTitle } from '../parts/use-title.ts'
import { endReason } from './session.ts'
import { SignInRefused, signInWithKey, signInWithPassword } from './sign-in.ts'

/** The page before all others: an IAM user with a password, or an access key of a user or the root. */
export function SignIn() {
  const [way, setWay] = useState('password')
  const reason = endReason()
  useTitle('Sign in')
  return (
    <main className="sign-in">
      <SpaceBetween size="l">
        <Box textAlign="center" variant="h1">
          Sign in to Rolecall
        </Box>
        {reason !== undefined && <Alert type="info">{reason}</Alert>}
        <Container>
          <Tabs
            activeTabId={way}
            onChange={({ detail }) => setWay(detail.activeTabId)}
            ariaLabel="Ways to sign in"
            tabs={[
              { id: 'password', label: 'IAM user', content: <PasswordForm /> },
              { id: 'key', label: 'Access key', content: <KeyForm /> },
            ]}
          />
        </Container>
        <Box textAlign="center" color="text-body-secondary" fontSize="body-s">
          Rolecall {config().version}, APIs at {config().endpoint}
        </Box>
      </SpaceBetween>
    </main>
  )
}

function PasswordForm() {
  const [account, setAccount] = useState(config().account)
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [required, setRequired] = useState<SignInRefused>()
  const mustChange = required !== undefined
  const submit = async () => {
    try {
      await signInWithPassword({ account, userName, password, ...(mustChange && { newPassword }) })
    } catch (error) {
      if (!(error instanceof SignInRefused && error.code === 'PasswordChangeRequired' && !mustChange)) throw error
      setRequired(error)
    }
  }
  return (
    <SignInForm header={mustChange ? 'Choose a new password' : 'Sign in as an IAM user'} submit={submit}>
      {mustChange && <Alert type="info">{required.message}</Alert>}
      <FormField label="Account ID or account alias">
        <Input value={account} onChange={({ detail }) => setAccount(detail.value)} autoComplete="organization" />
      </FormField>
      <FormField label="IAM user name">
        <Input
          value={userName}
          onChange={({ detail }) => setUserName(detail.value)}
          autoComplete="username"
          autoFocus
        />
      </FormField>
      <FormField label={mustChange ? 'Old password' : 'Password'}>
        <Input
          type="password"
          value={password}
          onChange={({ detail }) => setPassword(detail.value)}
          autoComplete="current-password"
        />
      </FormField>
      {mustChange && (
        <FormField
          label="New password"
          {...(required.passwordPolicy !== undefined && {
            description: <PasswordRules policy={required.passwordPolicy} />,
          })}
        >
          <Input
            type="password"
            value={newPassword}
            onChange={({ detail }) => setNewPassword(detail.value)}
            autoComplete="new-password"
          />
        </FormField>
      )}
    </SignInForm>
  )
}

function KeyForm() {
  const [accessKeyId, setAccessKeyId] = useState('')
  const [secret, setSecret] = useState('')
  return (
    <SignInForm
      header="Sign in with an access key"
      description="Of the root or of a user. The secret signs one request here in the browser; it is neither sent nor kept."
      submit={() => signInWithKey(accessKeyId.trim(), secret.trim())}
    >
      <FormField label="Access key ID">
        <Input
          value={accessKeyId}
          onChange={({ detail }) => setAccessKeyId(detail.value)}
          autoComplete="off"
          autoFocus
        />
      </FormField>
      <FormField label="Secret access key">
        <Input type="password" value={secret} onChange={({ detail }) => setSecret(detail.value)} autoComplete="off" />
      </FormField>
    </SignInForm>
  )
}

function SignInForm({
  header,
  description,
  submit,
  children,
}: {
  readonly header: string
  readonly description?: string
  readonly submit: () => Promise<void>
  readonly children: ReactNode
}) {
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const onSubmit = async () => {
    setBusy(true)
    setRefusal(undefined)
    try {
      await submit()
    } catch (error) {
      setRefusal(error instanceof SignInRefused ? error.message : 'The server cannot be reached. Is it running?')
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void onSubmit()
      }}
    >
      <SpaceBetween size="m">
        <Header variant="h2" description={description}>
          {header}
        </Header>
        {children}
        {refusal !== undefined && <Alert type="error">{refusal}</Alert>}
        <Button variant="primary" fullWidth loading={busy} formAction="submit">
          Sign in
        </Button>
      </SpaceBetween>
    </form>
  )
}
