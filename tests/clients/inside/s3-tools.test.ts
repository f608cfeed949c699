import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { BUCKET, CONFIG, onInstance, type Workload } from './workload.ts'

const contentOf = async ({ root }: Workload, Key: string) => {
  const { Body } = await root.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }))
  return Body?.transformToString()
}

onInstance(
  'rclone with env_auth copies, syncs and removes what the role may',
  ['rclone'],
  async (workload, { rclone }) => {
    const { folder, run, refused } = workload
    const command = [rclone, '--config', '/dev/null', '--retries', '1']
    const there = (path: string) => `:s3,provider=AWS,env_auth,no_check_bucket:${BUCKET}/${path}`
    assert.equal(await run(...command, 'lsf', there('read')), 'config\n')
    assert.equal(await run(...command, 'cat', there('read/config')), CONFIG)
    mkdirSync(join(folder, 'tree', 'deep'), { recursive: true })
    writeFileSync(join(folder, 'tree', 'a é'), 'a')
    writeFileSync(join(folder, 'tree', 'deep', 'large'), Buffer.alloc(6 << 20, 'b'))
    const large = ['--s3-upload-cutoff', '5Mi', '--s3-chunk-size', '5Mi']
    await run(...command, ...large, 'sync', join(folder, 'tree'), there('write/tree'))
    assert.equal(await contentOf(workload, 'write/tree/a é'), 'a')
    await run(...command, 'check', join(folder, 'tree'), there('write/tree'))
    await run(...command, 'delete', there('write/tree/deep'))
    assert.equal(await run(...command, 'lsf', '-R', '--files-only', there('write')), 'tree/a é\n')
    const denied = await refused(...command, 'copyto', join(folder, 'tree', 'a é'), there('read/a'))
    assert.match(denied, /AccessDenied: User: .* is not authorized to perform: s3:PutObject /)
  },
)

onInstance(
  'restic makes a repository, backs up and restores, where the role may write',
  ['restic'],
  async (workload, { restic }) => {
    const { root, folder, run, refused } = workload
    // Its cache is off: the user has no home. The password is restic's own.
    const command = (path: string) => [
      'env',
      'RESTIC_PASSWORD=own',
      restic,
      '--no-cache',
      '-r',
      `s3:s3.amazonaws.com/${BUCKET}/${path}`,
    ]
    const repository = command('write/repository')
    await run(...repository, 'init')
    mkdirSync(join(folder, 'tree'))
    writeFileSync(join(folder, 'tree', 'a'), 'to be kept')
    await run(...repository, 'backup', join(folder, 'tree'))
    await run(...repository, 'check')
    await run(...repository, 'restore', 'latest', '--target', join(folder, 'restored'))
    assert.equal(readFileSync(join(folder, 'restored', folder, 'tree', 'a'), 'utf8'), 'to be kept')
    const { Contents } = await root.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'write/repository/' }))
    assert.ok(Contents?.some(({ Key }) => Key?.startsWith('write/repository/snapshots/')))
    assert.match(
      await refused(...command('read/repository'), 'init'),
      /User: .* is not authorized to perform: s3:PutObject /,
    )
  },
)

onInstance('s3cmd puts, lists, gets and deletes what the role may', ['s3cmd'], async (workload, { s3cmd }) => {
  const { folder, run, refused } = workload
  const file = join(folder, 'file')
  writeFileSync(file, 'by s3cmd')
  assert.match(await run(s3cmd, 'ls', `s3://${BUCKET}/read/`), / 14 {2}s3:\/\/workload\/read\/config\n/)
  await run(s3cmd, 'put', file, `s3://${BUCKET}/write/file`)
  assert.equal(await contentOf(workload, 'write/file'), 'by s3cmd')
  await run(s3cmd, 'get', `s3://${BUCKET}/read/config`, join(folder, 'got'))
  assert.equal(readFileSync(join(folder, 'got'), 'utf8'), CONFIG)
  await run(s3cmd, 'del', `s3://${BUCKET}/write/file`)
  assert.equal(await run(s3cmd, 'ls', `s3://${BUCKET}/write/`), '')
  assert.match(await refused(s3cmd, 'put', file, `s3://${BUCKET}/read/file`), /403 \(AccessDenied\)/)
})
