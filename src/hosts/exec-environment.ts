import type { HostAccess } from './host.ts'

/** Settings of AWS clients that say nothing of who calls or whom; every other AWS variable of the caller is dropped. */
const KEPT = ['AWS_PAGER', 'AWS_DEFAULT_OUTPUT', 'AWS_MAX_ATTEMPTS', 'AWS_RETRY_MODE', 'AWS_CLI_AUTO_PROMPT']

/** What leads out of a namespace that has no way out: proxies, and certificates that would stand before the instance's. */
const OUTSIDE = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
  'NODE_EXTRA_CA_CERTS',
]

/**
 * The environment of a command on an instance: the caller's without AWS's variables, so that the identity comes from the
 * metadata service alone, and with what the way to it needs.
 */
export function execEnvironment(
  caller: Readonly<Record<string, string | undefined>>,
  access: HostAccess,
): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(caller)) {
    const upper = name.toUpperCase()
    const isAws = upper.startsWith('AWS_') && !KEPT.includes(upper)
    const isOutside = access.way !== 'environment' && OUTSIDE.includes(upper)
    if (value !== undefined && !isAws && !isOutside) kept[name] = value
  }
  return { ...kept, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', ...wayOf(caller, access) }
}

function wayOf(caller: Readonly<Record<string, string | undefined>>, access: HostAccess): Record<string, string> {
  if (access.way === 'environment') {
    // A proxy would see the credentials.
    const direct = [caller['NO_PROXY'] ?? caller['no_proxy'] ?? '', '127.0.0.1'].filter(Boolean).join(',')
    return {
      AWS_EC2_METADATA_SERVICE_ENDPOINT: access.metadataUrl,
      // SDKs prefer these to the metadata service, and nobody without the token is answered.
      AWS_CONTAINER_CREDENTIALS_FULL_URI: access.credentialsUrl,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: access.credentialsToken,
      AWS_ENDPOINT_URL: access.apiUrl,
      NO_PROXY: direct,
      no_proxy: direct,
    }
  }
  // Not AWS_CA_BUNDLE: AWS's SDK for Go refuses it beside a transport of the program's own, as rclone has.
  return { REQUESTS_CA_BUNDLE: access.caFile, NODE_EXTRA_CA_CERTS: access.caFile, SSL_CERT_FILE: access.caFile }
}
