import type { ContextValue, Principal } from 'rolecall/policy'

/** What decisions need to know of a user or role. */
export interface Facts {
  readonly kind: 'user' | 'role'
  readonly arn: string
  readonly account: string
  /** AIDA... or AROA... */
  readonly id: string
  readonly tags: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[]
  readonly boundary: string | undefined
}

/** What a role's session is called that nobody has. */
const SESSION = 'what-if'

/** The caller as the engine knows him: the user, or a session of the role. */
export function principalOf({ kind, arn, account, id }: Facts): Principal {
  if (kind === 'user') return { kind, account, arn, entityId: id }
  const name = arn.split('/').at(-1) ?? ''
  const session = `arn:aws:sts::${account}:assumed-role/${name}/${SESSION}`
  return { kind: 'assumed-role', account, arn: session, roleArn: arn, entityId: id }
}

/** The condition keys that every request of the caller carries; the address it comes from is not among them. */
export function contextOf({ kind, arn, account, id, tags }: Facts, now: Date): ReadonlyMap<string, ContextValue> {
  return new Map<string, ContextValue>([
    ['aws:principalarn', arn],
    ['aws:principalaccount', account],
    ['aws:principaltype', kind === 'user' ? 'User' : 'AssumedRole'],
    ['aws:principalisawsservice', 'false'],
    ['aws:userid', kind === 'user' ? id : `${id}:${SESSION}`],
    ...(kind === 'user' ? ([['aws:username', arn.split('/').at(-1) ?? '']] as const) : []),
    ['aws:currenttime', now.toISOString().replace(/\.\d+/, '')],
    ['aws:epochtime', String(Math.floor(now.getTime() / 1000))],
    ...tags.map(({ Key = '', Value = '' }) => [`aws:principaltag/${Key.toLowerCase()}`, Value] as const),
  ])
}

/** A condition key as somebody enters it. */
export interface EnteredKey {
  readonly key: string
  readonly value: string
}

/** What was entered as the engine takes it. A key that is entered again has several values, such as aws:TagKeys. */
export function enteredContext(rows: readonly EnteredKey[]): ReadonlyMap<string, ContextValue> {
  const named = rows.filter(({ key }) => key.trim() !== '')
  const values = Map.groupBy(named, ({ key }) => key.trim().toLowerCase())
  return new Map(
    [...values].map(([key, of]) => [key, of.length === 1 ? (of[0]?.value ?? '') : of.map(({ value }) => value)]),
  )
}
