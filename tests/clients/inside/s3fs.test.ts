import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { tool } from '../../tools.ts'
import { wayProblem } from '../server-process.ts'
import { BUCKET, CONFIG, onInstance, ROLE } from './workload.ts'

/** A user without privileges may not mount in an instance's namespace. */
const ways = ['namespace'] as const
const noFuse = existsSync('/dev/fuse') ? false : 'this system has no FUSE'

/**
 * Version 1.90 waits for 100 Continue when it asks for a token and EC2 answers it with 417, as is told in
 * https://github.com/s3fs-fuse/s3fs-fuse/issues/1765; so it needs an instance where tokens are optional.
 */
const s3fsPath = wayProblem('namespace') ? '' : tool('s3fs').path
const version = s3fsPath === '' ? '' : execFileSync(s3fsPath, ['--version'], { encoding: 'utf8' })
const waits = version.includes(' V1.90 ')

/** Mounts, runs the commands in the mounted folder and unmounts; exits with what they exited with, or 9 without a mount. */
const MOUNTED = `
"$1" ${BUCKET} "$2" -f -o iam_role=${ROLE},dbglevel=err >&2 & server=$!
until mountpoint -q "$2"; do kill -0 $server 2>/dev/null || exit 9; sleep 0.1; done
cd "$2" && sh -c "$3"; code=$?
cd / && umount "$2" && wait $server
exit $code
`

onInstance(
  's3fs mounts a bucket, and writes where the role may',
  ['s3fs'],
  async ({ root, folder, run, refused }, { s3fs }) => {
    const at = join(folder, 'mounted')
    mkdirSync(at)
    const mounted = (commands: string) => ['sh', '-c', MOUNTED, 'sh', s3fs, at, commands] as const
    assert.equal(await run(...mounted('cat read/config')), CONFIG)
    await run(...mounted('mkdir -p write && echo by s3fs >write/file && sync write/file'))
    const { Body } = await root.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'write/file' }))
    assert.equal(await Body?.transformToString(), 'by s3fs\n')
    assert.match(
      await refused(...mounted('cp read/config read/copy')),
      /AccessDenied.* s3:PutObject on resource: .*\/read\/copy/,
    )
  },
  { ways, tokens: waits ? 'optional' : 'required', skip: noFuse },
)

onInstance(
  's3fs 1.90 gets no token where tokens are required, as on EC2',
  ['s3fs'],
  async ({ folder, refused }, { s3fs }) => {
    const at = join(folder, 'mounted')
    mkdirSync(at)
    const said = await refused('sh', '-c', MOUNTED, 'sh', s3fs, at, 'true')
    assert.match(said, /HTTP response code 417/)
    assert.match(said, /AWS IMDSv2 token retrieval failed/)
  },
  { ways, skip: noFuse || (waits ? false : 'this s3fs is not of version 1.90') },
)
