/** Which operation a REST request means, from the model's HTTP traits. */
import type { OperationModel, ServiceModel } from '../model.ts'

export interface RouteRequest {
  readonly method: string
  /** Raw path, percent-encoded; with the bucket in front where it came in the host name. */
  readonly path: string
  /** Raw query without the question mark. */
  readonly query: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
}

export interface RouteMatch {
  readonly operation: OperationModel
  /** Raw path labels, percent-encoded as they came. */
  readonly labels: Readonly<Record<string, string>>
}

/** Deprecated twins with the same route as the operation that replaced them, and S3 Express's own list. */
const NEVER_ROUTED = new Set([
  'GetBucketLifecycle',
  'GetBucketNotification',
  'ListDirectoryBuckets',
  'PutBucketLifecycle',
  'PutBucketNotification',
])

interface Route {
  readonly operation: OperationModel
  readonly literals: readonly (readonly [name: string, value: string | undefined])[]
  readonly requiredQuery: readonly string[]
  readonly requiredHeaders: readonly string[]
}

interface Template {
  readonly path: RegExp
  readonly labels: readonly string[]
  /** Most specific first: query literals, then required parameters and headers. */
  readonly routes: readonly Route[]
}

const compiled = new WeakMap<ServiceModel, ReadonlyMap<string, readonly Template[]>>()

/** The most specific operation whose method, path and fixed query match; undefined when the model has none. */
export function matchRoute(service: ServiceModel, request: RouteRequest): RouteMatch | undefined {
  const query = queryNames(request.query)
  for (const template of templatesOf(service).get(request.method) ?? []) {
    const match = template.path.exec(request.path)
    if (!match) continue
    const route = template.routes.find((candidate) => satisfied(candidate, query, request.headers))
    if (!route) continue
    const labels = Object.fromEntries(template.labels.map((label, index) => [label, match[index + 1] ?? '']))
    return { operation: route.operation, labels }
  }
  return undefined
}

/** The raw labels of a path that is known to belong to the operation; undefined when it does not match. */
export function pathLabels(operation: OperationModel, path: string): Readonly<Record<string, string>> | undefined {
  for (const template of templatesOf(operation.service).get(operation.http.method) ?? []) {
    if (!template.routes.some((route) => route.operation === operation)) continue
    const match = template.path.exec(path)
    return match
      ? Object.fromEntries(template.labels.map((label, index) => [label, match[index + 1] ?? '']))
      : undefined
  }
  return undefined
}

function satisfied(route: Route, query: ReadonlyMap<string, string>, headers: RouteRequest['headers']): boolean {
  return (
    route.literals.every(([name, value]) => {
      const given = query.get(name)
      return given !== undefined && (value === undefined || given === value)
    }) &&
    route.requiredQuery.every((name) => query.has(name)) &&
    route.requiredHeaders.every((name) => Object.hasOwn(headers, name) || query.has(name))
  )
}

function templatesOf(service: ServiceModel): ReadonlyMap<string, readonly Template[]> {
  let templates = compiled.get(service)
  if (!templates) {
    templates = compile(service)
    compiled.set(service, templates)
  }
  return templates
}

function compile(service: ServiceModel): ReadonlyMap<string, readonly Template[]> {
  const operations = [...service.operations.values()].filter((operation) => !NEVER_ROUTED.has(operation.name))
  const byMethod = new Map<string, Template[]>()
  for (const [method, group] of Map.groupBy(operations, (operation) => operation.http.method)) {
    const byPath = Map.groupBy(group, (operation) => operation.http.requestUri.split('?', 1)[0] ?? '/')
    const templates = [...byPath].map(([path, routed]) => template(path, routed))
    byMethod.set(
      method,
      templates.sort((a, b) => a.labels.length - b.labels.length),
    )
  }
  return byMethod
}

function template(path: string, operations: readonly OperationModel[]): Template {
  const labels: string[] = []
  const pattern = path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^$|(){}[\]\\]/g, '\\$&')
      labels.push(part.replace(/[{}+]/g, ''))
      return part.endsWith('+}') ? '(.+)' : '([^/]+)'
    })
    .join('')
  const greedyEnd = path.endsWith('+}')
  const routes = operations.map((operation) => route(operation, operations))
  return {
    // S3's clients write `/bucket/` as well as `/bucket`.
    path: new RegExp(`^${pattern.replace(/\/$/, '')}${greedyEnd ? '' : '/?'}$`, 's'),
    labels,
    routes: routes.sort((a, b) => specificity(b) - specificity(a)),
  }
}

function route(operation: OperationModel, siblings: readonly OperationModel[]): Route {
  const fixed = operation.http.requestUri.split('?')[1]
  const literals = (fixed ? fixed.split('&') : []).map((part) => {
    const [name = '', value] = part.split('=')
    return [name, value] as const
  })
  // Required parameters tell siblings apart; an operation that is alone keeps its missing ones for a clear error.
  const alone = !siblings.some((other) => other !== operation && fixedQuery(other) === fixedQuery(operation))
  const required = alone ? [] : (operation.input?.members ?? []).filter((member) => member.required)
  return {
    operation,
    literals,
    requiredQuery: required.filter((member) => member.location === 'querystring').map((member) => member.wireName),
    requiredHeaders: required
      .filter((member) => member.location === 'header')
      .map((member) => member.wireName.toLowerCase()),
  }
}

const fixedQuery = (operation: OperationModel): string => operation.http.requestUri.split('?')[1] ?? ''

const specificity = (entry: Route): number =>
  entry.literals.length * 100 + entry.requiredQuery.length * 10 + entry.requiredHeaders.length

/** Names (and first values) of the query, decoded; `x-id` and everything else unknown simply is not asked for. */
function queryNames(query: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  if (query === '') return names
  for (const [name, value] of new URLSearchParams(query)) if (!names.has(name)) names.set(name, value)
  return names
}
