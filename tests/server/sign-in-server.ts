/** Sign-in over HTTP as the console's listener mounts it, beside the APIs, for the tests of the file that imports it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import { CreateAccountAliasCommand, CreateLoginProfileCommand } from '@aws-sdk/client-iam'
import { type App, openApp } from '../../src/app.ts'
import { serveHttp } from '../../src/aws/http.ts'
import type { CallRecord } from '../../src/aws/record.ts'
import { ephemeralRootKey } from '../../src/secrets/root-key.ts'
import type { SigningCredentials } from '../../src/signature/sign.ts'
import { openMemoryStore } from '../../src/store/memory/memory-store.ts'
import type { Store } from '../../src/store/store.ts'
import { clients, createUser, type Reachable, send, signed } from '../harness.ts'

export const ACCOUNT = '123456789012'
export const PASSWORD = 'correct Horse 7'
export const INCORRECT = {
  code: 'AuthenticationFailed',
  message: 'Your authentication information is incorrect. Please try again.',
}

const rootKey = ephemeralRootKey()
/** Where a test stops the server's clock; clients sign by the system's. */
export const clock: { stopped: number | undefined } = { stopped: undefined }
export let app: App
export let server: Reachable
export let consoleEndpoint: string
const servers: Server[] = []
export const records: CallRecord[] = []

/** The parts on this store, the APIs, and the console's listener as far as it signs in. */
export async function start(store: Store): Promise<{ app: App; server: Reachable; consoleEndpoint: string }> {
  const opened = await openApp({
    store,
    rootKey,
    directory: undefined,
    account: ACCOUNT,
    region: 'us-east-1',
    clock: () => clock.stopped ?? Date.now(),
  })
  const apis = createServer()
  serveHttp(apis, { pipeline: opened.pipeline, own: () => false, isOurHost: () => true })
  return {
    app: opened,
    server: { endpoint: await listen(apis), region: 'us-east-1', ...opened.root },
    consoleEndpoint: await listen(createServer(opened.signIn)),
  }
}

before(async () => {
  const started = await start(openMemoryStore())
  app = started.app
  server = started.server
  consoleEndpoint = started.consoleEndpoint
  app.trail.follow((record) => records.push(record))
  await clients(server).iam.send(new CreateAccountAliasCommand({ AccountAlias: 'acme' }))
})
after(async () => {
  for (const one of servers) {
    one.closeAllConnections()
    one.close()
  }
  await app.close()
})

async function listen(one: Server): Promise<string> {
  servers.push(one)
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an AddressInfo.
  return `http://127.0.0.1:${(one.address() as AddressInfo).port}`
}

export const goOn = (): void => {
  clock.stopped = undefined
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  /** As it came. */
  readonly body: {
    readonly code?: string
    readonly message?: string
    readonly credentials: Readonly<Record<'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiration', string>>
    readonly principal: Readonly<Record<string, string>>
    readonly passwordPolicy?: { readonly MinimumPasswordLength: number } | null
  }
}

export async function post(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  method = 'POST',
  endpoint = consoleEndpoint,
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${endpoint}/sign-in`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: text }),
  })
  // The handler answers one of these shapes.
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] }
}

export const form = (userName: string, password = PASSWORD, more: object = {}) => ({
  account: ACCOUNT,
  userName,
  password,
  ...more,
})

/** A user with PASSWORD, and perhaps permissions. */
export async function userWithPassword(name: string, action?: string, PasswordResetRequired = false) {
  const keys = await createUser(
    server,
    name,
    ...(action === undefined ? [] : [{ Effect: 'Allow', Action: action } as const]),
  )
  const command = new CreateLoginProfileCommand({ UserName: name, Password: PASSWORD, PasswordResetRequired })
  await clients(server).iam.send(command)
  return keys
}

/** The request `{}` signed as `post` sends it. */
export async function postSigned(
  credentials: SigningCredentials,
  more: { readonly service?: string; readonly region?: string; readonly expires?: number; readonly body?: string } = {},
) {
  const { service = 'signin', region = 'eu-central-1', body = '{}', ...rest } = more
  const request = {
    method: 'POST',
    path: '/sign-in',
    query: '',
    rawHeaders: ['Content-Type', 'application/json'],
    body: Buffer.from(body),
  }
  const target = { endpoint: consoleEndpoint }
  const response = await send(target, signed(target, request, { credentials, service, region, ...rest }))
  return { status: response.status, body: JSON.parse(response.body.toString()) as Answer['body'] }
}
