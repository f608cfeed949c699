import type { Credential } from './authenticate.ts'
import { commonError } from './common-errors.ts'
import { AwsError } from './error.ts'
import { inflateBody } from './inflate.ts'
import { type OperationModel, serviceModel } from './model.ts'
import type { Progress } from './progress.ts'
import { type ParamNode, queryParams, topLevelParam } from './protocols/query-params.ts'
import { matchRoute } from './protocols/routes.ts'
import { formVersionOf, type RecognisedService, recognise, recogniseForm } from './recognise.ts'
import type { WireRequest } from './wire.ts'

/** AWS's limit for query requests, and ours for every body that is buffered. */
const BODY_LIMIT = 10_000_000

export interface Routed {
  /** The body as it came, which the signature covers; empty for S3, whose bodies are read after authentication. */
  readonly rawBody: Uint8Array
  /** Finds the operation in the body where it stands there. For callers who are known: it inflates and parses. */
  readonly open: () => Promise<OpenRequest>
}

export interface OpenRequest {
  readonly model: OperationModel
  /** With the inflated body and, for S3, the path in path style. */
  readonly wire: WireRequest
  readonly labels: Readonly<Record<string, string>>
  /** The parameters among which the operation was found, where it stands there. */
  readonly form: ParamNode | undefined
}

/**
 * Service, protocol and the buffered body, and the operation where it is named outside the body. Fills `progress` as it
 * learns them, so that what cannot be recognised is refused in the words of the nearest family.
 */
export function route(head: WireRequest, credential: Credential, progress: Progress): Promise<Routed> {
  const recognised = recognise(head, credential.version === 4 ? credential.claim : undefined)
  progress.family = recognised.family
  progress.protocol = recognised.protocol
  if (recognised.kind === 'unknown service') {
    throw commonError('unknown operation', recognised.family, {
      message: `Rolecall does not serve ${recognised.named}.`,
    })
  }
  take(progress, recognised)
  const rest = recognised.protocol === 'rest-xml' || recognised.protocol === 'rest-json'
  return rest ? routeRest(head, recognised.path, progress) : routeRpc(head, recognised, credential, progress)
}

function take(progress: Progress, recognised: RecognisedService): void {
  progress.service = recognised.service
  progress.family = recognised.family
  progress.protocol = recognised.protocol
  // S3's request ids are 16 upper-case letters and digits.
  if (recognised.family === 's3') progress.requestId = progress.requestId.replaceAll('-', '').slice(0, 16).toUpperCase()
}

async function routeRest(head: WireRequest, path: string, progress: Progress): Promise<Routed> {
  const matched = matchRoute(serviceModel(progress.service), { ...head, path })
  if (!matched) throw commonError('unknown operation', progress.family)
  progress.model = matched.operation
  // S3's bodies are decoded and verified as they stream, after authentication.
  const rawBody = progress.family === 's3' ? new Uint8Array() : await readBody(progress)
  const wire = { ...head, path, body: rawBody }
  const opened = { model: matched.operation, wire, labels: matched.labels, form: undefined }
  return { rawBody, open: async () => opened }
}

async function routeRpc(
  head: WireRequest,
  recognised: RecognisedService,
  credential: Credential,
  progress: Progress,
): Promise<Routed> {
  const isForm = recognised.operation === undefined
  if (head.method !== 'POST' && !(isForm && head.method === 'GET')) {
    throw commonError('unknown operation', progress.family, {
      message: `${head.method} is no method of this protocol.`,
    })
  }
  const rawBody = await readBody(progress)
  const encoding = head.headers['content-encoding']
  if (recognised.operation !== undefined) setModel(recognised.operation, progress)
  // An unsigned form's own words tell which service refuses it; nobody unknown has a body inflated.
  else if (credential.version !== 4 && encoding === undefined) {
    formAction(queryParams({ ...head, body: rawBody }), true, progress)
  }
  return {
    rawBody,
    async open() {
      const body = encoding === undefined ? rawBody : await inflateBody(rawBody, encoding, progress.family)
      const wire = { ...head, body }
      if (progress.model) return { model: progress.model, wire, labels: NO_LABELS, form: undefined }
      const form = queryParams(wire)
      return { model: setModel(formAction(form, false, progress), progress), wire, labels: NO_LABELS, form }
    },
  }
}

function setModel(name: string, progress: Progress): OperationModel {
  const model = serviceModel(progress.service).operations.get(name)
  if (!model) {
    const message = name === '' ? 'The request names no operation.' : `The operation ${name} is not known.`
    throw commonError('unknown operation', progress.family, { message })
  }
  progress.model = model
  return model
}

const NO_LABELS: OpenRequest['labels'] = {}

function readBody(progress: Progress): Promise<Uint8Array> {
  progress.incoming.continueBody()
  return progress.incoming.readBody(BODY_LIMIT, () => commonError('body too large', progress.family))
}

/** The form protocols name version and action among their parameters; an unsigned form's version tells its service. */
function formAction(params: ParamNode, unsigned: boolean, progress: Progress): string {
  const action = topLevelParam(params, 'Action')
  const version = topLevelParam(params, 'Version')
  if (unsigned) take(progress, recogniseForm(version ?? null))
  // Measured on IAM and STS: a request that names no action is sent to the product page.
  if (action === undefined) throw new AwsError('Redirect', '', { status: 302 })
  const known = serviceModel(progress.service).operations.has(action)
  if (known && version === formVersionOf(progress.service)) return action
  const message = `Could not find operation ${action} for version ${version ?? 'NO_VERSION_SPECIFIED'}`
  throw commonError('unknown operation', progress.family, { message })
}
