const below = (bucket: string, page: string, search: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== '')).toString()
  return `/s3/${encodeURIComponent(bucket)}${page}${query === '' ? '' : `?${query}`}`
}

/** A bucket, or a folder in it. */
export const bucketHref = (bucket: string, prefix = ''): string => below(bucket, '', { prefix })
export const bucketTabHref = (bucket: string, tab: 'properties' | 'permissions'): string => below(bucket, '', { tab })
export const objectHref = (bucket: string, key: string): string => below(bucket, '/object', { key })
export const uploadHref = (bucket: string, prefix: string): string => below(bucket, '/upload', { prefix })
export const folderHref = (bucket: string, prefix: string): string => below(bucket, '/create-folder', { prefix })
/** The tags of the object, or of the bucket where no key is named. */
export const tagsHref = (bucket: string, key = ''): string => below(bucket, '/tags', { key })
export const editHref = (bucket: string, what: 'policy' | 'public-access' | 'ownership'): string =>
  below(bucket, `/${what}`, {})

/** The pages above a folder or an object: the buckets, the bucket, and each folder on the way. */
export function pathAbove(bucket: string, key: string): readonly { readonly text: string; readonly href: string }[] {
  const folders = key.replace(/\/$/, '').split('/').slice(0, -1)
  return [
    { text: 'Buckets', href: '/s3' },
    { text: bucket, href: bucketHref(bucket) },
    ...folders.map((name, index) => ({
      text: `${name}/`,
      href: bucketHref(bucket, `${folders.slice(0, index + 1).join('/')}/`),
    })),
  ]
}

/** The last part of a key: `photo.jpg`, `images/` of a folder. */
export const lastPart = (key: string): string => key.slice(key.lastIndexOf('/', key.length - 2) + 1)

/** The bucket that the ARN names or that the object is in; undefined for any other ARN, and for a pattern. */
export const bucketIn = (arn: string): string | undefined => /^arn:[^:]+:s3:::([^/*?]+)/.exec(arn)?.[1]

export const bucketArn = (bucket: string, key?: string): string =>
  `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`
