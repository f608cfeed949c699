/** What a step of the lesson is, and what several of them need. */
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { clientConfig } from '../aws/client.ts'
import { credentialsOf, currentSession } from '../session/session.ts'
import { type Exchange, shown } from './exchange.ts'
import type { Facts, Secrets } from './facts.ts'

/** What a step is handed, and what it finds out. */
export interface Running {
  readonly facts: Facts
  readonly secrets: Secrets
  readonly tell: (exchange: Exchange) => void
  readonly signal: AbortSignal
}
export interface Found {
  readonly facts: Facts
  readonly secrets?: Secrets
}

export interface Step {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly run: (running: Running) => Promise<Found>
  /** Steps of the same side that have to have been run. */
  readonly after?: string
  /** What the person runs in a terminal, since a browser has no way to it. */
  readonly command?: (facts: Facts) => string
}

export const PERMISSIONS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
})
export const trustPolicy = (Principal: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] })

export const mine = () => {
  const session = currentSession()
  if (!session) throw new Error('Nobody is signed in.')
  return credentialsOf(session)
}
export const ownIam = () => new IAMClient(clientConfig(mine(), 'us-east-1'))

/** The Principal of the role's trust policy, read back from IAM. */
export async function trustOf(RoleName: string, tell: Running['tell']): Promise<string> {
  const { Role } = await shown(ownIam(), (to) => to.send(new GetRoleCommand({ RoleName })), tell)
  // IAM keeps policies as the JSON that they were written in.
  const document = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '{}')) as {
    readonly Statement?: readonly { readonly Principal?: Readonly<Record<string, string>> }[]
  }
  const principal = document.Statement?.[0]?.Principal ?? {}
  return Object.entries(principal)
    .map(([type, name]) => `${type}: ${name}`)
    .join(', ')
}

/** Runs a call that is to be refused, and answers the refusal's sentence. */
export async function refusalOf(call: Promise<unknown>, expected: RegExp): Promise<string> {
  try {
    await call
  } catch (error) {
    if (error instanceof Error && expected.test(error.name)) return error.message
    throw error
  }
  throw new Error('This was to be refused, but was permitted.')
}
