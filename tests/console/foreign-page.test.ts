import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { clients } from '../harness.ts'
import { signIn, startBrowser, startConsole, visit, withoutBrowser } from './browser.ts'

/**
 * What a page tries against the console at this origin, and what came of each; all of it in vain. As text, because it is
 * the browser's and knows nothing of this file.
 */
const ATTACK = `async (origin, secret) => {
  const outcome = async (tried) => {
    try {
      return await tried()
    } catch (error) {
      return error.name
    }
  }
  const heard = []
  const siblings = new BroadcastChannel('rolecall.session')
  siblings.onmessage = ({ data }) => heard.push(data)
  siblings.postMessage({ kind: 'who is signed in?' })
  const frame = document.createElement('iframe')
  frame.src = origin + '/iam'
  document.body.append(frame)
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ account: '123456789012', userName: 'ada', password: 'x' })
  const opened = window.open(origin + '/iam')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  return {
    configuration: await outcome(async () => (await fetch(origin + '/config.json')).text()),
    page: await outcome(async () => (await fetch(origin + '/')).text()),
    signIn: await outcome(async () => (await fetch(origin + '/sign-in', { method: 'POST', headers, body })).text()),
    blind: await outcome(async () => (await fetch(origin + '/sign-in', { method: 'POST', body, mode: 'no-cors' })).status),
    framed: await outcome(async () => frame.contentWindow.location.pathname),
    opened: await outcome(async () => opened === null || opened.closed),
    cached: await outcome(async () => (await fetch(secret, { cache: 'force-cache' })).status),
    heard,
    storage: Object.keys(sessionStorage).length + Object.keys(localStorage).length,
  }
}`

test('an HTML object of a bucket reads nothing of the console and does nothing as who is signed in', {
  skip: withoutBrowser,
}, async () => {
  const [server, browser] = await Promise.all([startConsole(), startBrowser()])
  const { s3 } = clients(server)
  await s3.send(new CreateBucketCommand({ Bucket: 'site' }))
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket: 'site' }))
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::site/index.html' },
  })
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'site', Policy }))
  const page = { Key: 'index.html', Body: '<title>Site</title>', ContentType: 'text/html' }
  await s3.send(new PutObjectCommand({ Bucket: 'site', ...page }))
  const secret = { Key: 'secret.txt', Body: 'secret', CacheControl: 'max-age=3600' }
  await s3.send(new PutObjectCommand({ Bucket: 'site', ...secret }))
  await visit(browser, server.console, {}, async ({ page, context }) => {
    await signIn(page, server)
    await page.goto('/s3/site/object?key=secret.txt')
    await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()])
    const foreign = await context.newPage()
    await foreign.goto(`${server.endpoint}/site/index.html`)
    const { console: origin } = server
    const address = `${server.endpoint}/site/secret.txt?x-id=GetObject`
    assert.deepEqual(await foreign.evaluate(`(${ATTACK})(${JSON.stringify(origin)}, ${JSON.stringify(address)})`), {
      configuration: 'TypeError',
      page: 'TypeError',
      signIn: 'TypeError',
      blind: 'TypeError',
      framed: 'SecurityError',
      opened: true,
      cached: 403,
      heard: [],
      storage: 0,
    })
  })
})
