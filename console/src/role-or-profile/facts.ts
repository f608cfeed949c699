import { counted } from '../parts/counted.ts'
import type { Credentials } from '../session/session.ts'

/** What was found out by running the steps; whatever was not run is absent. */
export interface Facts {
  readonly userArn?: string
  /** The user's access key id: the long-term key of this lesson. */
  readonly userKeyId?: string
  readonly assumedRoleArn?: string
  /** The Principal in each trust policy, as IAM answers it. */
  readonly assumedTrust?: string
  readonly profileTrust?: string
  readonly assumed?: HandedOut
  readonly assumedMay?: string
  readonly assumedRefusal?: string

  readonly profileRoleArn?: string
  readonly profileName?: string
  /** What IAM says to a second role in the profile. */
  readonly secondRole?: string
  readonly instanceId?: string
  readonly launchedBy?: string
  readonly vended?: HandedOut & { readonly askedBy: string }
  readonly vendedMay?: string
}

/** Credentials, without what is secret of them. */
export interface HandedOut {
  readonly keyId: string
  readonly at: Date
  readonly expires: Date
  readonly sessionArn: string
}

/** What is held in memory for the lesson and never shown. */
export interface Secrets {
  readonly user?: Credentials
  readonly session?: Credentials
}

/** `6 hours 34 minutes`, `1 hour`, `59 minutes`. */
export function lengthOf({ at, expires }: Pick<HandedOut, 'at' | 'expires'>): string {
  const minutes = Math.round((expires.getTime() - at.getTime()) / 60_000)
  const parts = [
    minutes >= 60 && counted(Math.floor(minutes / 60), 'hour'),
    minutes % 60 > 0 && counted(minutes % 60, 'minute'),
  ]
  return parts.filter(Boolean).join(' ') || 'less than a minute'
}

export interface Difference {
  readonly what: string
  readonly role: string | undefined
  readonly profile: string | undefined
}

/** The table: each cell from what was run, undefined where that step was not. */
export function differences(facts: Facts): readonly Difference[] {
  const { assumed, vended } = facts
  const clock = (at: Date) => at.toLocaleTimeString(undefined, { timeStyle: 'short' })
  return [
    {
      what: 'Who asks STS',
      role: assumed && facts.userArn,
      profile: vended && `${vended.askedBy}, for ${facts.instanceId}`,
    },
    { what: 'Whom the trust policy names', role: facts.assumedTrust, profile: facts.profileTrust },
    {
      what: 'Who decides that it is this role',
      role: assumed && 'Who asks: the role is named in the call, and its trust policy says yes or no.',
      profile:
        facts.instanceId &&
        `Who launches or associates: ${facts.launchedBy} had to be permitted iam:PassRole. The instance has no say.`,
    },
    {
      what: 'Who holds a long-term secret',
      role: facts.userKeyId && `The user: access key ${facts.userKeyId}, until somebody deletes it.`,
      profile: vended && 'Nobody. The instance is handed credentials that expire, and no access key of a user.',
    },
    { what: 'What is handed out', role: assumed?.keyId, profile: vended?.keyId },
    { what: 'How long it lasts', role: assumed && lengthOf(assumed), profile: vended && lengthOf(vended) },
    {
      what: 'How it is renewed',
      role: assumed && `Not by itself: the user asks again before ${clock(assumed.expires)}.`,
      profile: vended && `By itself: the metadata service has new credentials before ${clock(vended.expires)}.`,
    },
    {
      what: 'How many roles',
      role:
        assumed &&
        'Every role that lets the user in, one for each call; sessions of several roles can live side by side.',
      profile: facts.secondRole && `One. To a second role IAM says: ${facts.secondRole}`,
    },
    { what: 'Who it is in the trail', role: assumed?.sessionArn, profile: vended?.sessionArn },
    {
      what: 'What it may',
      role: facts.assumedMay && `${facts.assumedMay}: the policies of the role say so, not those of the user.`,
      profile: facts.vendedMay && `${facts.vendedMay}: the policies of the role say so. The profile has none.`,
    },
    {
      what: 'What it may not',
      role: facts.assumedRefusal,
      profile: facts.vended && 'Whatever else the role does not permit.',
    },
  ]
}
