import assert from 'node:assert/strict'
import { BUCKET, CONFIG, onInstance, ROLE } from './workload.ts'

const METADATA = 'http://169.254.169.254/latest'

onInstance('a command finds no setting but the authority to trust', ['curl'], async ({ run }) => {
  const variables = (await run('env')).trim().split('\n')
  const valueIn = (name: string) => variables.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1)
  const names = variables.map((line) => line.split('=')[0] ?? '').sort()
  assert.deepEqual(
    names.filter((name) => !['HOME', 'LANG', 'OLDPWD', 'PATH', 'PWD', 'SHLVL', '_'].includes(name)),
    ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE'],
  )
  // These two only keep the caller's own files out.
  assert.equal(valueIn('AWS_CONFIG_FILE'), '/dev/null')
  assert.equal(valueIn('AWS_SHARED_CREDENTIALS_FILE'), '/dev/null')
})

onInstance('curl gets a token and the credentials of the role, and signs with them', ['curl'], async (workload) => {
  const { run, refused, instance, arn, region, address } = workload
  const token = await run(
    'curl',
    '-sSf',
    '-X',
    'PUT',
    '-H',
    'X-aws-ec2-metadata-token-ttl-seconds: 60',
    `${METADATA}/api/token`,
  )
  const read = (path: string) => run('curl', '-sSf', '-H', `X-aws-ec2-metadata-token: ${token}`, `${METADATA}/${path}`)
  assert.equal(await read('meta-data/instance-id'), instance)
  assert.equal(await read('meta-data/local-ipv4'), address)
  assert.equal(await read('meta-data/tags/instance/Name'), 'workload')
  assert.equal(await read('meta-data/iam/security-credentials/'), ROLE)
  assert.match(await refused('curl', '-sSf', `${METADATA}/meta-data/instance-id`), /401/)

  const credentials = JSON.parse(await read(`meta-data/iam/security-credentials/${ROLE}`))
  const signed = (service: string, ...more: string[]) => [
    'curl',
    '-sS',
    '--fail-with-body',
    '--aws-sigv4',
    `aws:amz:${region}:${service}`,
    '--user',
    `${credentials.AccessKeyId}:${credentials.SecretAccessKey}`,
    '-H',
    `X-Amz-Security-Token: ${credentials.Token}`,
    ...more,
  ]
  const identity = ['-d', 'Action=GetCallerIdentity&Version=2011-06-15', `https://sts.${region}.amazonaws.com/`]
  assert.ok((await run(...signed('sts', ...identity))).includes(`<Arn>${arn}</Arn>`))
  // curl signs S3 calls over the body's hash only where the header names it; this is that of nothing.
  const nothing = 'x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const bucket = `https://${BUCKET}.s3.${region}.amazonaws.com`
  assert.equal(await run(...signed('s3', '-H', nothing, `${bucket}/read/config`)), CONFIG)
  const removed = await refused(...signed('s3', '-H', nothing, '-X', 'DELETE', `${bucket}/read/config`))
  assert.ok(
    removed.includes(`<Code>AccessDenied</Code><Message>User: ${arn} is not authorized to perform: s3:DeleteObject`),
  )
})
