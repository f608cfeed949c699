import { isIP } from 'node:net'

/** The domains of AWS's endpoints. Buckets are names below `s3.<region>.amazonaws.com`, so any depth counts. */
export const AWS_DOMAINS = ['amazonaws.com', 'amazonaws.com.cn', 'api.aws'] as const

/** Names and addresses of this machine that a certificate may carry besides AWS's. */
export const LOCAL_NAMES = ['localhost', '127.0.0.1', '::1'] as const

/** The name in the form that certificates carry, or undefined where this server must not speak for it. */
export function servedName(name: string, hosts: readonly string[]): string | undefined {
  const lower = name.toLowerCase()
  if (isIP(lower) === 0 && !isHostName(lower)) return undefined
  return isLocal(lower) || isAwsName(lower) || hosts.some((host) => isHost(lower, host.toLowerCase()))
    ? lower
    : undefined
}

/** `localhost`, its addresses, and every name below it, such as `bucket.s3.localhost`: RFC 6761 keeps them on this machine. */
const isLocal = (name: string): boolean => LOCAL_NAMES.some((local) => local === name) || name.endsWith('.localhost')

/** `*.name` is every name below it. */
const isHost = (name: string, host: string): boolean =>
  host.startsWith('*.') ? name.endsWith(host.slice(1)) : name === host

/** True for a name below one of AWS's domains. */
export const isAwsName = (name: string): boolean => AWS_DOMAINS.some((domain) => name.endsWith(`.${domain}`))

const isHostName = (name: string): boolean =>
  name.length <= 253 && name.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
