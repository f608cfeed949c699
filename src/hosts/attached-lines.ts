import type { AttachedAccess } from './attach.ts'

/** What whoever attached a process needs to know, in lines. */
export const attachedLines = (instance: string, pid: number, access: AttachedAccess): readonly string[] => [
  `${instance} is attached to the network of process ${pid}.`,
  `  metadata   ${access.metadataUrls.join('  ')}`,
  `  API        ${access.apiUrl}`,
  '',
  'Names and certificates of the process are its own. SDKs need one variable:',
  `  AWS_ENDPOINT_URL=${access.apiUrl}`,
  'Clients that do not know it need the names, by the resolver or by hosts entries, and the authority (mount the file):',
  `  --dns ${access.resolver}`,
  `  --add-host sts.us-east-1.amazonaws.com:${access.apiAddress}   (one for each name that is used)`,
  `  -v ${access.caFile}:${IN_CONTAINER}:ro`,
  ...['REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].map((name) => `  -e ${name}=${IN_CONTAINER}`),
  ...access.notes.map((note) => `Note: ${note}.`),
]

const IN_CONTAINER = '/etc/rolecall-ca.pem'
