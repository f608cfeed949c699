import { join as pathIn } from 'node:path'
import { accounts } from './accounts/records.ts'
import { randomIds } from './aws/ids.ts'
import { createPipeline, type Pipeline, type PipelineParts } from './aws/pipeline.ts'
import type { CallRecord } from './aws/record.ts'
import { backgroundWork } from './background.ts'
import { accountPublicAccess, buckets } from './buckets/bucket.ts'
import { openDiskObjects, openTemporaryObjects } from './buckets/disk/disk-object-store.ts'
import { type SignIn, signIn } from './console/sign-in.ts'
import { groups } from './groups/records.ts'
import { credentialFinder } from './identity/find-credentials.ts'
import { LastUsed } from './identity/last-used.ts'
import { policiesOf } from './identity/policies.ts'
import { instanceProfiles } from './instance-profiles/records.ts'
import { keyPairs } from './instances/key-pairs/records.ts'
import { launchTemplates, launchTemplateVersions } from './instances/launch-templates/records.ts'
import { type InstanceRecord, instances, metadataDefaults } from './instances/records.ts'
import { securityGroups } from './instances/security-groups/records.ts'
import { logFailure, logWarning } from './log.ts'
import { logGroups } from './logs/log-group.ts'
import { sqliteEventLog } from './logs/sqlite/event-log.ts'
import { managedPolicies } from './managed-policies/records.ts'
import { credentialVendor, type Propagation } from './metadata/credential-vendor.ts'
import type { CredentialVendor } from './metadata/credentials.ts'
import { sqliteMetricLog } from './metrics/sqlite/metric-log.ts'
import { roles } from './roles/records.ts'
import { principalArn, shownTrustPolicy, storedTrustPolicy, trustedPrincipalExists } from './roles/trust-policy.ts'
import { type Keyring, openKeyring } from './secrets/keyring.ts'
import type { RootKey } from './secrets/root-key.ts'
import { iamService } from './services/iam.ts'
import { stsService } from './services/sts.ts'
import { SessionTokens } from './sessions/session-token.ts'
import { sessionsOfInstances } from './sessions-of-instances.ts'
import { WriteLane } from './state/lane.ts'
import { LiveState } from './state/live-state.ts'
import type { AnyTable } from './state/table.ts'
import type { Store } from './store/store.ts'
import { memoryTrail } from './trail/memory-trail.ts'
import { openDenial, sealDenial } from './trail/sealed-denial.ts'
import { sqliteTrail } from './trail/sqlite/sqlite-trail.ts'
import { Trail } from './trail/trail.ts'
import { Passwords } from './users/passwords.ts'
import { type AccessKey, accessKeyOwner, accessKeys, loginProfiles, users } from './users/records.ts'

/** Every table of the product. */
const TABLES: readonly AnyTable[] = [
  accounts,
  users,
  loginProfiles,
  accessKeys,
  groups,
  roles,
  managedPolicies,
  instanceProfiles,
  instances,
  metadataDefaults,
  securityGroups,
  keyPairs,
  launchTemplates,
  launchTemplateVersions,
  buckets,
  accountPublicAccess,
  logGroups,
]

export interface RootCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** How long the trail keeps a call, and how much the calls may take together. */
export interface TrailBounds {
  readonly maxAgeMs: number
  readonly maxBytes: number
}

const TRAIL_BOUNDS: TrailBounds = { maxAgeMs: 7 * 24 * 60 * 60_000, maxBytes: 256 * 1024 * 1024 }

export interface AppOptions {
  readonly store: Store
  readonly rootKey: RootKey
  /** Where the bulk engines keep objects, log events, metrics and the trail; undefined: nothing of them outlives the app. */
  readonly directory: string | undefined
  readonly account: string
  readonly region: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** When changes of profiles, roles and trust policies reach instances; default: at once. */
  readonly propagation?: Propagation | undefined
  /** Given when the account's root key must be this one; drawn when the store holds none. */
  readonly root?: RootCredentials | undefined
  /** What the trail of a server with a directory may hold; default: `TRAIL_BOUNDS`. */
  readonly trail?: TrailBounds | undefined
  /** Where a console explains denials, as `https://host:port`; it answers undefined while there is none. */
  readonly consoleOrigin?: (() => string | undefined) | undefined
}

/** The parts, joined: all that answers a request, and what the servers around it need. */
export interface App {
  readonly pipeline: Pipeline
  readonly live: LiveState
  readonly trail: Trail
  /** The ARN of the user or role with a unique id; undefined once it is gone. */
  readonly principalArn: (id: string) => string | undefined
  /** The instance as it stands now, in whichever region it is. */
  readonly instance: (id: string) => InstanceRecord | undefined
  readonly vendor: CredentialVendor
  /** Answers `POST /sign-in` on the console's origin. */
  readonly signIn: SignIn
  readonly root: RootCredentials
  /** True when the account's root key was made just now. */
  readonly firstStart: boolean
  readonly close: () => Promise<void>
}

/** Opens keyring, state and engines, and joins them. When one fails, what was opened is closed; the store stays open. */
export async function openApp(options: AppOptions): Promise<App> {
  const opened: (() => Promise<void>)[] = []
  const closeOpened = async () => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  try {
    return await join(options, opened, closeOpened)
  } catch (error) {
    await closeOpened()
    throw error
  }
}

async function join(
  options: AppOptions,
  opened: (() => Promise<void>)[],
  closeOpened: () => Promise<void>,
): Promise<App> {
  const { store, clock } = options
  const keyring = await openKeyring({ store, rootKey: options.rootKey, now: clock })
  const live = await LiveState.open(store, TABLES)
  opened.push(() => live.close())
  const state = live.tables
  const { directory } = options
  const objects =
    directory === undefined ? await openTemporaryObjects() : await openDiskObjects(pathIn(directory, 'objects'))
  const events = sqliteEventLog({ directory: directory && pathIn(directory, 'logs') })
  const metrics = sqliteMetricLog({ directory: directory && pathIn(directory, 'metrics') })
  opened.push(async () => {
    await Promise.all([objects.close(), events.close(), metrics.close()])
  })
  const lanes = writeLanes(live)
  const { root, firstStart } = await rootCredentials(options, keyring, live, lanes)
  const tokens = new SessionTokens(keyring.sessionKeys)
  const { maxAgeMs, maxBytes } = options.trail ?? TRAIL_BOUNDS
  const trail = new Trail(
    directory === undefined
      ? memoryTrail()
      : sqliteTrail({ directory: pathIn(directory, 'trail'), maxAgeMs, maxBytes, clock, onChange: logWarning }),
    logFailure,
  )
  opened.push(() => trail.close())
  const lastUsed = new LastUsed()
  const flushLastUsed = () => lastUsed.flush((account, plan) => lanes(account).submit('last used', plan))
  const sealer = { seal: (secret: string, owner: string) => sealedSecret(keyring, secret, owner) }
  const passwords = new Passwords()
  const find = credentialFinder({
    state,
    secretOf: (key) => secretOf(keyring, key),
    openToken: (token) => tokens.open(token),
  })
  const write: PipelineParts['write'] = (account, callId, plan) => lanes(account).submit(callId, plan)
  const record = (call: CallRecord) => {
    trail.record(call)
    lastUsed.note(call)
  }
  const denial = { encode: sealDenial(keyring.sessionKeys), consoleOrigin: options.consoleOrigin }
  const pipeline = createPipeline({
    services: {
      iam: once(async () => iamService({ sealer, passwords })),
      sts: once(async () => stsService(tokens, openDenial(keyring.sessionKeys))),
      accessanalyzer: once(async () => (await import('./services/access-analyzer.ts')).accessAnalyzerService),
      'iam-toolbox': once(async () =>
        (await import('./services/iam-toolbox.ts')).iamToolboxService((id) => trail.find(id)),
      ),
      ec2: once(async () => (await import('./services/ec2.ts')).ec2Service()),
      s3: once(async () => {
        const principals = { exists: trustedPrincipalExists, stored: storedTrustPolicy, shown: shownTrustPolicy }
        return (await import('./services/s3.ts')).s3Service(objects, principals)
      }),
      s3control: once(async () => (await import('./services/s3control.ts')).s3controlService),
      logs: once(async () => (await import('./services/logs.ts')).logsService(events)),
      cloudtrail: once(async () => {
        const { cloudtrailService } = await import('./services/cloudtrail.ts')
        return cloudtrailService(trail, principalArn, keyring.sessionKeys)
      }),
      cloudwatch: once(async () => (await import('./services/cloudwatch.ts')).cloudwatchService(metrics)),
    },
    state,
    defaultRegion: options.region,
    find,
    policiesOf: (caller) => policiesOf(state, caller),
    write,
    clock,
    record,
    denial,
    logFailure,
  })
  const background = backgroundWork({ live, keyring, events, metrics, flushLastUsed, clock })
  return {
    pipeline,
    live,
    trail,
    principalArn: (id) => principalArn(state, id),
    instance: (id) => state.find(instances, 'id', id)[0],
    vendor: credentialVendor({
      state,
      sessions: sessionsOfInstances(tokens, trail.record),
      now: clock,
      propagation: options.propagation ?? 'instant',
    }),
    signIn: signIn({
      state,
      tokens,
      passwords,
      find,
      policiesOf: (caller) => policiesOf(state, caller),
      write,
      denial,
      region: options.region,
      clock,
      record,
      logFailure,
    }),
    root,
    firstStart,
    async close() {
      await background.stop()
      await flushLastUsed()
      await closeOpened()
      await store.close()
    },
  }
}

/** Most servers are asked for few services; the code of the others would take a seventh of an idle server's memory. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** This node's one write lane for each account. */
function writeLanes(live: LiveState): (account: string) => WriteLane {
  const lanes = new Map<string, WriteLane>()
  return (account) => {
    let lane = lanes.get(account)
    if (!lane) {
      lane = new WriteLane(account, live)
      lanes.set(account, lane)
    }
    return lane
  }
}

const sealedSecret = (keyring: Keyring, secret: string, owner: string): string =>
  Buffer.from(keyring.seal(Buffer.from(secret), owner)).toString('base64')

const secretOf = (keyring: Keyring, key: AccessKey): string =>
  keyring.open(Buffer.from(key.sealedSecret, 'base64'), accessKeyOwner(key.account, key.id)).toString()

/** The account root's oldest active key; made, with the account itself, at the first start. */
async function rootCredentials(
  options: AppOptions,
  keyring: Keyring,
  live: LiveState,
  lanes: (account: string) => WriteLane,
): Promise<{ root: RootCredentials; firstStart: boolean }> {
  const { account, clock } = options
  const held = live.tables
    .find(accessKeys, 'owner', account)
    .filter((key) => key.status === 'Active')
    .sort((a, b) => a.created - b.created)[0]
  if (held) return { root: { accessKeyId: held.id, secretAccessKey: secretOf(keyring, held) }, firstStart: false }
  const ids = randomIds()
  const root = options.root ?? {
    accessKeyId: ids.accessKeyId('AKIA', account),
    secretAccessKey: ids.secretAccessKey(),
  }
  const sealed = sealedSecret(keyring, root.secretAccessKey, accessKeyOwner(account, root.accessKeyId))
  await lanes(account).submit('first start', (tx) => {
    const created = clock()
    if (!tx.get(accounts, account, 'account')) tx.put(accounts, { account, created })
    tx.put(accessKeys, {
      account,
      id: root.accessKeyId,
      status: 'Active',
      created,
      sealedSecret: sealed,
    })
  })
  return { root, firstStart: true }
}
