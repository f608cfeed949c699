import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  CreateBucketCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import type { Page } from 'playwright-core'
import { clients, createUser, policy } from '../harness.ts'
import { assertAccessible, signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

test('a bucket is made, filled, read and emptied, and its policy holds', { skip: withoutBrowser }, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { s3 } = clients(server)
  const bob = await createUser(server, 'bob', { Effect: 'Allow', Action: 's3:*' })
  const large = randomBytes(9 * 1024 ** 2)
  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server)
    await page.goto('/s3')
    await page.getByText('There are no buckets yet.').waitFor()
    await page.getByRole('link', { name: 'Create bucket' }).click()
    await page.getByLabel('Bucket name').fill('photos')
    await page.getByRole('checkbox', { name: 'Block all public access' }).uncheck()
    await page.getByRole('button', { name: 'Add new tag' }).click()
    await page.getByLabel('Key of tag 1').fill('team')
    await page.getByLabel('Value of tag 1').fill('web')
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Create bucket' }).click()
    await page.getByText('Created bucket photos.').waitFor()
    const { PublicAccessBlockConfiguration: block } = await s3.send(
      new GetPublicAccessBlockCommand({ Bucket: 'photos' }),
    )
    assert.equal(block?.BlockPublicPolicy, false)
    const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket: 'photos' }))
    assert.deepEqual(TagSet, [{ Key: 'team', Value: 'web' }])

    // A folder, and two files into it, one of them in parts.
    await page.getByRole('link', { name: 'Create folder' }).click()
    await page.getByLabel('Folder name').fill('2026')
    await page.getByRole('button', { name: 'Create folder' }).click()
    await page.getByRole('link', { name: '2026/', exact: true }).click()
    await page.getByText('There are no objects here.').waitFor()
    await page.getByRole('link', { name: 'Upload' }).click()
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([
        { name: 'large.bin', mimeType: 'application/octet-stream', buffer: large },
        { name: 'hello.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') },
      ])
    await row(page, '2026/hello.txt').getByText('Not uploaded yet').waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Upload', exact: true }).click()
    await page.getByText('Upload succeeded.').first().waitFor()
    await page.getByText('2 of 2 files succeeded').first().waitFor()
    const { ETag, ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: 'photos', Key: '2026/large.bin' }))
    assert.equal(ContentLength, large.length)
    assert.match(ETag ?? '', /-2"$/, 'two parts of at most 8 MiB')

    // On a slow line the progress of a body is seen while it goes out; one that does not arrive has failed.
    const devtools = await page.context().newCDPSession(page)
    const line = (uploadThroughput: number) =>
      devtools.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      })
    await line(2 * 1024 ** 2)
    const file = page.locator('input[type=file]').first()
    await file.setInputFiles({ name: 'slow.bin', mimeType: '', buffer: large.subarray(0, 6 * 1024 ** 2) })
    await page.getByRole('button', { name: 'Upload', exact: true }).click()
    await row(page, '2026/slow.bin')
      .getByText(/^Uploading [1-9]\d?%$/)
      .waitFor()
    await row(page, '2026/slow.bin').getByText('Succeeded').waitFor()
    await line(-1)
    await page.route(/cut\.txt/, (route) => route.abort('connectionreset'))
    await file.setInputFiles({ name: 'cut.txt', mimeType: 'text/plain', buffer: Buffer.from('cut') })
    await page.getByRole('button', { name: 'Upload', exact: true }).click()
    await row(page, '2026/cut.txt').getByText('The server cannot be reached').waitFor()
    await page.unroute(/cut\.txt/)
    expectComplaint(/cut\.txt.*ERR_CONNECTION_RESET/)

    // Back in the folder: search, an object's page, and the bytes of a download.
    await page.getByRole('link', { name: 'Close' }).click()
    await row(page, 'large.bin').getByText('9.0 MB').waitFor()
    await page.getByRole('searchbox', { name: 'Find objects by prefix' }).fill('hel')
    await page.getByRole('link', { name: 'large.bin' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'hello.txt' }).waitFor()
    await page.waitForURL(/prefix=2026%2F&search=hel/)
    await page.getByRole('searchbox', { name: 'Find objects by prefix' }).fill('')
    await page.getByRole('checkbox', { name: 'Select 2026/large.bin' }).check()
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ])
    assert.equal(saved.suggestedFilename(), 'large.bin')
    assert.equal(sha256(readFileSync(await saved.path())), sha256(large))
    await page.getByRole('link', { name: 'hello.txt' }).click()
    await page.getByText('s3://photos/2026/hello.txt').waitFor()
    await page.getByText('text/plain').waitFor()
    await page.getByText('There are no tags.').waitFor()
    await assertAccessible(page)

    // A policy that denies bob.
    const read = () => clients(server, bob).s3.send(new GetObjectCommand({ Bucket: 'photos', Key: '2026/hello.txt' }))
    await read()
    await page.goto('/s3/photos?tab=permissions')
    await page.getByText('No policy. Edit to write one.').waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Edit bucket policy' }).click()
    const statement = {
      Effect: 'Deny',
      Principal: { AWS: 'arn:aws:iam::123456789012:user/bob' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::photos/*',
    } as const
    await page.getByRole('textbox', { name: 'Policy' }).waitFor()
    // That there is no policy.
    expectComplaint(/\?policy=: 404$/)
    await page.getByRole('textbox', { name: 'Policy' }).fill(policy(statement))
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('The bucket policy of photos is saved.').waitFor()
    await page.getByRole('region', { name: 'Bucket policy' }).getByText('"Deny"').waitFor()
    await assert.rejects(read(), { name: 'AccessDenied' })

    await page.goto('/s3/photos?tab=properties')
    await page.getByText('AES256').waitFor()
    await page.getByText('arn:aws:s3:::photos').first().waitFor()
    await assertAccessible(page)

    // Emptied, then deleted.
    await page.goto('/s3')
    await page.getByRole('radio', { name: 'Select photos' }).check()
    await page.getByRole('button', { name: 'Empty', exact: true }).click()
    await page.getByLabel('To confirm').fill('permanently delete')
    await page.getByRole('dialog').getByRole('button', { name: 'Empty' }).click()
    await page.getByText('Deleted 4 objects of photos.').waitFor()
    assert.equal((await s3.send(new ListObjectsV2Command({ Bucket: 'photos' }))).KeyCount, 0)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByLabel('To confirm').fill('photos')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Deleted photos.').waitFor()
    await assert.rejects(s3.send(new ListObjectsV2Command({ Bucket: 'photos' })), { name: 'NoSuchBucket' })
  })
})

test('objects are paged, deleted key by key, and refused in the server’s words', { skip: withoutBrowser }, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { s3 } = clients(server)
  const Bucket = 'many'
  // A bucket of another region than the menu's.
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }))
  const there = clients({ ...server, region: 'eu-west-1' }).s3
  for (let at = 0; at < 1100; at += 50)
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        there.send(new PutObjectCommand({ Bucket, Key: `k${String(at + index).padStart(4, '0')}`, Body: 'x' })),
      ),
    )
  const Deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:DeleteObject',
    Resource: 'arn:aws:s3:::many/k0001',
  } as const
  await there.send(new PutBucketPolicyCommand({ Bucket, Policy: policy(Deny) }))
  assert.equal((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint, 'eu-west-1')
  const alice = await createUser(server, 'alice', { Effect: 'Allow', Action: 's3:ListBucket' })

  await visit(browser, server.console, {}, async ({ page }) => {
    await signIn(page, server)
    await page.goto(`/s3/${Bucket}`)
    await page.getByText('(1000+)').waitFor()
    for (let next = 2; next <= 21; next++) await page.getByRole('button', { name: 'Next page' }).click()
    await page.getByRole('link', { name: 'k1000' }).waitFor()
    await page.getByText('(1100)').waitFor()
    await page.getByRole('button', { name: 'Page 1', exact: true }).click()
    for (const key of ['k0000', 'k0001']) await page.getByRole('checkbox', { name: `Select ${key}` }).check()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByLabel('To confirm').fill('delete')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Deleted 1 object.').waitFor()
    const refused = page.getByRole('list', { name: 'Objects that were not deleted' })
    await refused.getByText('k0001: AccessDenied').waitFor()
    await refused.getByRole('link', { name: 'Why?' }).waitFor()
    await page.getByRole('link', { name: 'k0001' }).waitFor()
    await page.getByRole('link', { name: 'k0000' }).waitFor({ state: 'detached' })
    await assertAccessible(page)
  })

  await visit(browser, server.console, {}, async ({ page, expectComplaint }) => {
    await signIn(page, server, alice)
    await page.goto('/s3')
    await page.getByText('is not authorized to perform: s3:ListAllMyBuckets').waitFor()
    await page.getByRole('link', { name: 'Why?' }).waitFor()
    await page.goto(`/s3/${Bucket}`)
    await page.getByRole('link', { name: 'k0001' }).waitFor()
    expectComplaint(/: 403$/)
    // Where the bucket is she learns from the answer to a HEAD that went to another region.
    expectComplaint(/^HEAD .*\/many\/: 400$/)
  })
})
