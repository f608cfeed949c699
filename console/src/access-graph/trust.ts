/** Whom trust policies name, so that nobody is asked about roles that do not name them. */
import type { PolicyDocument } from 'rolecall/policy'
import type { Account, Holder } from './account.ts'

export interface TrustIndex {
  /** Roles by what their trust policies name: an ARN, a unique id, a service, a provider, an account's number, or `*`. */
  readonly byName: ReadonlyMap<string, readonly Holder[]>
  readonly namesIn: ReadonlyMap<Holder, readonly Named[]>
}

export interface Named {
  readonly type: 'AWS' | 'Service' | 'Federated'
  /** An account by its number, everything else as it is written. */
  readonly name: string
}

export function trustIndex({ holders }: Account): TrustIndex {
  const byName = new Map<string, Holder[]>()
  const namesIn = new Map<Holder, readonly Named[]>()
  for (const role of holders.values()) {
    if (role.kind !== 'role') continue
    const names = namedBy(role)
    namesIn.set(role, names)
    for (const name of new Set(names.map((one) => lookUpName(one.name)))) {
      const roles = byName.get(name)
      if (roles) roles.push(role)
      else byName.set(name, [role])
    }
  }
  return { byName, namesIn }
}

/** Under which name a role is found; sessions of a role stand under the role's. */
const lookUpName = (name: string): string => {
  const session = sessionIn(name)
  return session ? sessionsOf(session.account, session.role) : name
}
export const sessionsOf = (account: string, role: string): string => `sessions of ${account}/${role}`

const namedBy = ({ trust }: Holder): readonly Named[] => (trust ? namedIn(trust.document) : [])

/** Whom the Allow statements of a policy on a resource name. */
export function namedIn({ statements }: PolicyDocument): readonly Named[] {
  return statements.flatMap(({ effect, principal }) =>
    effect !== 'Allow' || !principal || principal.negated
      ? []
      : principal.groups.flatMap(({ type, values }): Named[] =>
          type === 'AWS' || type === ''
            ? values.map((value) => ({ type: 'AWS', name: accountIn(value) ?? value }))
            : type === 'Service' || type === 'Federated'
              ? values.map((name) => ({ type, name }))
              : [],
        ),
  )
}

/** The number in `123456789012` or `arn:aws:iam::123456789012:root`. */
const accountIn = (value: string): string | undefined => {
  const [, number, inArn] = /^(?:(\d{12})|arn:[^:]+:iam::(\d{12}):root)$/.exec(value) ?? []
  return number ?? inArn
}

/** The role behind a session's ARN, `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`, and the session's name. */
export function sessionIn(
  arn: string,
): { readonly account: string; readonly role: string; readonly session: string } | undefined {
  const [, account = '', role = '', session = ''] =
    /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? []
  return account === '' ? undefined : { account, role, session }
}
