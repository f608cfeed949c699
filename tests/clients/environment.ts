import type { Reachable } from '../harness.ts'

/** What points AWS's tools at the server, with the root user's keys or with others, and at nothing else. */
export const environment = (server: Reachable, keys: Pick<Reachable, 'accessKeyId' | 'secretAccessKey'> = server) => ({
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  AWS_ENDPOINT_URL: server.endpoint,
  AWS_DEFAULT_REGION: server.region,
  AWS_REGION: server.region,
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
  AWS_PAGER: '',
})
