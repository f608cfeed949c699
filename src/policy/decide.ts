import { decide as readableDecide } from './reference/decide.ts'
import type { Decision, DecisionRequest } from './request.ts'

/** Decides one request. Pure and synchronous; it throws nothing, because what cannot be read denies. */
export const decide = (request: DecisionRequest): Decision => readableDecide(request)
