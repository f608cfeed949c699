/** One metric: its namespace, its name, and the dimensions that tell it from others of the name. */
export interface MetricName {
  readonly namespace: string
  readonly name: string
  readonly dimensions: readonly { readonly name: string; readonly value: string }[]
}

/** As CloudWatch's own dashboards write it: `["App","Latency","Host","web-1"]`. */
export const metricText = ({ namespace, name, dimensions }: MetricName): string =>
  JSON.stringify([namespace, name, ...dimensions.flatMap((dimension) => [dimension.name, dimension.value])])

/** Undefined for a text that is none. */
export function metricOf(text: string): MetricName | undefined {
  const parts = partsOf(text)
  const [namespace, name, ...rest] = parts
  if (namespace === undefined || name === undefined || rest.length % 2 !== 0) return undefined
  const dimensions = []
  for (let at = 0; at < rest.length; at += 2) dimensions.push({ name: rest[at] ?? '', value: rest[at + 1] ?? '' })
  return { namespace, name, dimensions }
}

function partsOf(text: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(text)
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : []
  } catch {
    return []
  }
}

/** `Host: web-1, Zone: a`; a dash for none. */
export const dimensionsText = ({ dimensions }: MetricName): string =>
  dimensions.map(({ name, value }) => `${name}: ${value}`).join(', ') || '-'

/** `Latency (Host: web-1)`. */
export const titleOf = (metric: MetricName): string =>
  metric.dimensions.length === 0 ? metric.name : `${metric.name} (${dimensionsText(metric)})`
