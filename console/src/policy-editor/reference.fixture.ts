/** The service reference for tests: what the build writes, without a server between. */
import { readFileSync } from 'node:fs'
import { readPacked } from '../../../src/service-authorization/service-authorization.ts'
import { serviceReference as files } from '../../../src/service-authorization/service-reference.ts'
import { serviceReference } from './service-reference.ts'

const packed = new URL('../../../src/service-authorization/service-authorization.br', import.meta.url)
const published = files(readPacked(readFileSync(packed)), '')

/** Paths that were read, in order. */
export const readPaths: string[] = []

export const testReference = serviceReference(async (path) => {
  readPaths.push(path)
  return published.get(path)
})
