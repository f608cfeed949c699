import type { Resolve } from './dns.ts'
import { API_IPV4, METADATA_IPV4 } from './link-local.ts'
import { isAwsName } from './tls/served-names.ts'

/** The names that an instance's resolver knows; all others do not exist, since there is no way out of the namespace. */
export function instanceNames(own: { readonly hostname: string; readonly privateIp: string }): Resolve {
  const fixed: Readonly<Record<string, string>> = {
    localhost: '127.0.0.1',
    'instance-data': METADATA_IPV4,
    'instance-data.ec2.internal': METADATA_IPV4,
    [own.hostname]: own.privateIp,
  }
  return (name) => {
    if (Object.hasOwn(fixed, name)) return { address: fixed[name] }
    return isAwsName(name) ? { address: API_IPV4 } : undefined
  }
}

/** `/etc/hosts` of an instance; `machine` is the name that the machine itself goes by. */
export const hostsFile = (own: {
  readonly hostname: string
  readonly privateIp: string
  readonly machine: string
}): string =>
  [
    '127.0.0.1 localhost',
    `127.0.1.1 ${own.machine}`,
    '::1 localhost ip6-localhost ip6-loopback',
    `${own.privateIp} ${own.hostname} ${own.hostname.split('.')[0]}`,
    `${METADATA_IPV4} instance-data.ec2.internal instance-data`,
    '',
  ].join('\n')
