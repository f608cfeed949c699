/** All streams of a group together; no stream can be called so. */
export const ALL_STREAMS = '*'

const page = (path: string, search: Readonly<Record<string, string>>): string =>
  `/logs/${path}?${new URLSearchParams(search).toString()}`

export const groupHref = (group: string): string => page('view', { group })
/** The events of one stream, or of `ALL_STREAMS`. */
export const eventsHref = (group: string, stream: string): string => page('view', { group, stream })
export const retentionHref = (group: string): string => page('retention', { group })
export const createStreamHref = (group: string): string => page('create-stream', { group })
